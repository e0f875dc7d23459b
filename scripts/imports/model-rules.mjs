// What the API server asks of whole models beyond their types: what must be given, of which fields only one, what is left open.
// Source: Kubernetes API reference. A row that names no model any more is an error.
import { atMostOne, oneOf, subdomain } from './patterns.mjs';

/** Types that the models leave open or too wide. */
export const types = {
  CustomResourceSubresourceStatus: { properties: {} },
  FieldsV1: { type: 'object' },
  IntOrString: { type: ['integer', 'string'] },
  JSON: {},
  JSONSchemaPropsOrArray: {
    anyOf: [
      { $ref: 'apiextensions/v1.JSONSchemaProps' },
      { type: 'array', items: { $ref: 'apiextensions/v1.JSONSchemaProps' } },
    ],
  },
  JSONSchemaPropsOrBool: { anyOf: [{ $ref: 'apiextensions/v1.JSONSchemaProps' }, { type: 'boolean' }] },
  JSONSchemaPropsOrStringArray: {
    anyOf: [{ $ref: 'apiextensions/v1.JSONSchemaProps' }, { type: 'array', items: { type: 'string' } }],
  },
  Quantity: {
    type: ['number', 'string'],
    minimum: 0,
    pattern: '^\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]+)?$',
    description: 'a quantity such as 500m or 128Mi',
  },
};

/** Keywords of whole models. */
export const objects = {
  Container: { required: ['image'] },
  CronJob: { required: ['spec'] },
  DaemonSet: { required: ['spec'] },
  Deployment: { required: ['spec'] },
  EnvVar: atMostOne('value', 'valueFrom'),
  EnvVarSource: oneOf('configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef'),
  EnvFromSource: oneOf('configMapRef', 'secretRef'),
  IngressBackend: oneOf('resource', 'service'),
  Job: { required: ['spec'] },
  JobTemplateSpec: { required: ['spec'] },
  LifecycleHandler: oneOf('exec', 'httpGet', 'sleep', 'tcpSocket'),
  NetworkPolicyPeer: { minProperties: 1, description: 'a pod selector, a namespace selector or an IP block' },
  PersistentVolume: { required: ['spec'] },
  PersistentVolumeClaim: { required: ['spec'] },
  PersistentVolumeClaimSpec: { required: ['accessModes', 'resources'] },
  PersistentVolumeSpec: { required: ['accessModes', 'capacity'] },
  Pod: { required: ['spec'] },
  PodDisruptionBudgetSpec: atMostOne('maxUnavailable', 'minAvailable'),
  PodTemplateSpec: { required: ['spec'] },
  Probe: oneOf('exec', 'grpc', 'httpGet', 'tcpSocket'),
  ReplicaSet: { required: ['spec'] },
  ReplicaSetSpec: { required: ['template'] },
  Service: { required: ['spec'] },
  ServiceBackendPort: oneOf('name', 'number'),
  StatefulSet: { required: ['spec'] },
  // A volume without a source is an emptyDir.
  Volume: { maxProperties: 2, description: 'a name and one source' },
  WebhookClientConfig: oneOf('service', 'url'),
};

/** Fields whose model is only `object`. */
export const replaced = {
  StatefulSetSpec: {
    volumeClaimTemplates: {
      type: 'array',
      items: {
        type: 'object',
        required: ['metadata', 'spec'],
        properties: {
          apiVersion: { type: 'string', const: 'v1' },
          kind: { type: 'string', const: 'PersistentVolumeClaim' },
          metadata: { $ref: 'meta/v1.ObjectMeta', required: ['name'], properties: { name: subdomain } },
          spec: { $ref: 'core/v1.PersistentVolumeClaimSpec' },
          status: { type: 'object' },
        },
      },
    },
  },
};
