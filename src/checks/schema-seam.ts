/** Kinds without a namespace; the schemas know the rest. */
const clusterKinds: ReadonlySet<string> = new Set([
  'Namespace',
  'Node',
  'PersistentVolume',
  'ClusterRole',
  'ClusterRoleBinding',
  'PriorityClass',
  'StorageClass',
  'CustomResourceDefinition',
  'IngressClass',
  'ClusterTriggerAuthentication',
  'ClusterSecretStore',
  'APIService',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
]);
export function isClusterScoped(_apiVersion: string, kind: string): boolean {
  return clusterKinds.has(kind);
}
export interface SchemaProblem {
  path: string;
  message: string;
  value?: unknown;
}
export function hasSchema(_apiVersion: string, _kind: string): boolean {
  return true;
}
export function validateObject(_object: unknown): SchemaProblem[] {
  return [];
}
