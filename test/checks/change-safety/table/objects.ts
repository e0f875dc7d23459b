import type { KubernetesObject } from '../../../../src/kubernetes/object';

export type Fields = Record<string, unknown>;

/** One row of the table of change safety: old tree, new tree, what must be told. */
export interface Row {
  /** What the row of the table is about. */
  readonly row: string;
  readonly from: readonly KubernetesObject[];
  readonly to: readonly KubernetesObject[];
  /** The worst finding: `VERDICT rule Object: consequence`. */
  readonly told: string;
  /** Further findings that must be there, worst first. */
  readonly also?: readonly string[];
}

export function object(
  apiVersion: string,
  kind: string,
  name: string,
  fields: Fields = {},
  metadata: Fields = {},
): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace: 'z', ...metadata }, ...fields } as KubernetesObject;
}

export function clusterObject(
  apiVersion: string,
  kind: string,
  name: string,
  fields: Fields = {},
  metadata: Fields = {},
): KubernetesObject {
  return { apiVersion, kind, metadata: { name, ...metadata }, ...fields } as KubernetesObject;
}

/** A pod template with one container named as the pod. */
export function template(app: string, image: string, container: Fields = {}, pod: Fields = {}): Fields {
  return { metadata: { labels: { app } }, spec: { containers: [{ name: app, image, ...container }], ...pod } };
}

export function deployment(
  name: string,
  fields: Fields = {},
  podTemplate: Fields = template(name, 'web:1.0'),
): KubernetesObject {
  return object('apps/v1', 'Deployment', name, {
    spec: { selector: { matchLabels: { app: name } }, template: podTemplate, ...fields },
  });
}

export function statefulSet(
  name: string,
  fields: Fields = {},
  podTemplate: Fields = template(name, 'store:1.0'),
): KubernetesObject {
  const spec = { serviceName: name, selector: { matchLabels: { app: name } }, template: podTemplate, ...fields };
  return object('apps/v1', 'StatefulSet', name, { spec });
}

export function claim(name: string, fields: Fields = {}, metadata: Fields = {}): KubernetesObject {
  const spec = {
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'fast',
    resources: { requests: { storage: '10Gi' } },
    ...fields,
  };
  return object('v1', 'PersistentVolumeClaim', name, { spec }, metadata);
}

export function service(name: string, fields: Fields = {}): KubernetesObject {
  return object('v1', 'Service', name, {
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80 }], ...fields },
  });
}

export function configMap(name: string, data: Fields): KubernetesObject {
  return object('v1', 'ConfigMap', name, { data });
}

export function secret(name: string, data: Fields = { password: 'YQ==' }, fields: Fields = {}): KubernetesObject {
  return object('v1', 'Secret', name, { data, ...fields });
}

const TRIGGER = {
  protocol: 'http',
  host: 'http://rabbitmq.z:15672/',
  mode: 'QueueLength',
  value: '1',
  queueName: 'download',
};

/** A ScaledJob of the known-good pair. */
export function scaledJob(
  fields: Fields = {},
  trigger: Fields = {},
  pod: Fields = {},
  metadata: Fields = {},
): KubernetesObject {
  const spec = {
    rollout: { strategy: 'gradual' },
    maxReplicaCount: 10,
    jobTargetRef: {
      template: {
        spec: {
          activeDeadlineSeconds: 1200,
          containers: [
            { name: 'worker', image: 'worker:1.0', resources: { requests: { cpu: '250m', memory: '128Mi' } } },
          ],
          ...pod,
        },
      },
    },
    triggers: [{ type: 'rabbitmq', metadata: { ...TRIGGER, ...trigger } }],
    ...fields,
  };
  return object('keda.sh/v1alpha1', 'ScaledJob', 'downloader', { spec }, metadata);
}

export function definitions(content: Fields): KubernetesObject {
  return configMap('rabbitmq-definitions', { 'definitions.json': JSON.stringify(content) });
}

export function application(fields: Fields = {}, metadata: Fields = {}): KubernetesObject {
  const spec = {
    project: 'z',
    destination: { server: 'https://kubernetes.default.svc', namespace: 'z' },
    source: { repoURL: 'https://git.example/z.git', path: 'production/z-data', targetRevision: 'main' },
    ...fields,
  };
  const own = { namespace: 'argocd', finalizers: ['resources-finalizer.argocd.argoproj.io/foreground'], ...metadata };
  return object('argoproj.io/v1alpha1', 'Application', 'z-data', { spec }, own);
}

/** A definition of a kind `Thing`, as the API server takes it. */
export function definition(
  name: string,
  group: string,
  kind: string,
  fields: Fields = {},
  version = 'v1',
): KubernetesObject {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return clusterObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `${name}.${group}`, {
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural: name, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema }],
      ...fields,
    },
  });
}

/** Which node a volume is on. */
export function onNode(name: string): Fields {
  const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'In', values: [name] }];
  return { required: { nodeSelectorTerms: [{ matchExpressions }] } };
}

/** A volume of a folder of a node. */
export function volume(fields: Fields = {}): KubernetesObject {
  const spec = {
    capacity: { storage: '10Gi' },
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'fast',
    persistentVolumeReclaimPolicy: 'Retain',
    local: { path: '/data' },
    nodeAffinity: onNode('a'),
    ...fields,
  };
  return clusterObject('v1', 'PersistentVolume', 'disk', { spec });
}

/** A pod template that mounts a volume. */
export function mounting(app: string, image: string, mountPath: string, volume: Fields): Fields {
  return template(app, image, { volumeMounts: [{ name: 'v', mountPath }] }, { volumes: [{ name: 'v', ...volume }] });
}
