/** Where objects of a kind name other objects. */
export interface ReferencePath {
  /** The kind that names: `keda.sh/TriggerAuthentication`; `/ServiceAccount` of the core group. */
  readonly from: string;
  /** Where it does: `spec.secretTargetRef[*]`; `[*]` is each element of a list. */
  readonly path: string;
  /** The kind that is named: `/Secret`. */
  readonly to: string;
  /** Field with the name. @default - the text at the path is the name */
  readonly name?: string;
  /** Field with a kind of the same group, where another one may be named. @default - always `to` */
  readonly kind?: string;
  /** Field with a key that must be in the object, or the list `items[*].key`. @default - none */
  readonly key?: string;
}

/** A path below something that is not told again in each row. */
export type InnerPath = Omit<ReferencePath, 'from'>;

const SECRET = '/Secret';
const CONFIG_MAP = '/ConfigMap';
const STORAGE_CLASS = 'storage.k8s.io/StorageClass';

/** What a container names. */
export const containerPaths: readonly InnerPath[] = [
  { path: 'env[*].valueFrom.configMapKeyRef', to: CONFIG_MAP, name: 'name', key: 'key' },
  { path: 'env[*].valueFrom.secretKeyRef', to: SECRET, name: 'name', key: 'key' },
  { path: 'envFrom[*].configMapRef', to: CONFIG_MAP, name: 'name' },
  { path: 'envFrom[*].secretRef', to: SECRET, name: 'name' },
];

/** What a pod names beside its containers. */
export const podPaths: readonly InnerPath[] = [
  { path: 'volumes[*].configMap', to: CONFIG_MAP, name: 'name', key: 'items[*].key' },
  { path: 'volumes[*].secret', to: SECRET, name: 'secretName', key: 'items[*].key' },
  { path: 'volumes[*].projected.sources[*].configMap', to: CONFIG_MAP, name: 'name', key: 'items[*].key' },
  { path: 'volumes[*].projected.sources[*].secret', to: SECRET, name: 'name', key: 'items[*].key' },
  { path: 'volumes[*].persistentVolumeClaim', to: '/PersistentVolumeClaim', name: 'claimName' },
  { path: 'volumes[*].csi.nodePublishSecretRef', to: SECRET, name: 'name' },
  { path: 'volumes[*].ephemeral.volumeClaimTemplate.spec.storageClassName', to: STORAGE_CLASS },
  { path: 'imagePullSecrets[*]', to: SECRET, name: 'name' },
  { path: 'serviceAccountName', to: '/ServiceAccount' },
  { path: 'priorityClassName', to: 'scheduling.k8s.io/PriorityClass' },
  { path: 'runtimeClassName', to: 'node.k8s.io/RuntimeClass' },
];

const INGRESS = 'networking.k8s.io/Ingress';
const TRIGGER_AUTHENTICATION = 'keda.sh/TriggerAuthentication';

/** What other objects name. */
export const objectPaths: readonly ReferencePath[] = [
  { from: 'apps/StatefulSet', path: 'spec.serviceName', to: '/Service' },
  { from: 'apps/StatefulSet', path: 'spec.volumeClaimTemplates[*].spec.storageClassName', to: STORAGE_CLASS },
  { from: '/PersistentVolumeClaim', path: 'spec.storageClassName', to: STORAGE_CLASS },
  { from: '/PersistentVolumeClaim', path: 'spec.volumeName', to: '/PersistentVolume' },
  { from: '/ServiceAccount', path: 'imagePullSecrets[*]', to: SECRET, name: 'name' },
  { from: INGRESS, path: 'spec.tls[*]', to: SECRET, name: 'secretName' },
  { from: INGRESS, path: 'spec.rules[*].http.paths[*].backend.service', to: '/Service', name: 'name' },
  { from: INGRESS, path: 'spec.defaultBackend.service', to: '/Service', name: 'name' },
  { from: INGRESS, path: 'spec.ingressClassName', to: 'networking.k8s.io/IngressClass' },
  ...['keda.sh/ScaledJob', 'keda.sh/ScaledObject'].map((from) => ({
    from,
    path: 'spec.triggers[*].authenticationRef',
    to: TRIGGER_AUTHENTICATION,
    name: 'name',
    kind: 'kind',
  })),
  { from: TRIGGER_AUTHENTICATION, path: 'spec.secretTargetRef[*]', to: SECRET, name: 'name', key: 'key' },
  { from: TRIGGER_AUTHENTICATION, path: 'spec.configMapTargetRef[*]', to: CONFIG_MAP, name: 'name', key: 'key' },
  {
    from: 'external-secrets.io/ExternalSecret',
    path: 'spec.secretStoreRef',
    to: 'external-secrets.io/SecretStore',
    name: 'name',
    kind: 'kind',
  },
  {
    from: 'external-secrets.io/ExternalSecret',
    path: 'spec.dataFrom[*].sourceRef.generatorRef',
    to: 'generators.external-secrets.io/Password',
    name: 'name',
    kind: 'kind',
  },
  {
    from: 'cert-manager.io/Certificate',
    path: 'spec.issuerRef',
    to: 'cert-manager.io/Issuer',
    name: 'name',
    kind: 'kind',
  },
  { from: 'postgresql.cnpg.io/Cluster', path: 'spec.superuserSecret', to: SECRET, name: 'name' },
  { from: 'postgresql.cnpg.io/Cluster', path: 'spec.bootstrap.initdb.secret', to: SECRET, name: 'name' },
];
