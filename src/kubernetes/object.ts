/** Metadata of a Kubernetes object, as far as this library reads it. */
export interface ObjectMetadata {
  name: string;
  /** @default - cluster-scoped, or not yet known */
  namespace?: string;
  /** @default - none */
  labels?: Record<string, string>;
  /** @default - none */
  annotations?: Record<string, string>;
  [field: string]: unknown;
}

/** A Kubernetes object as plain data: what a manifest file holds. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMetadata;
  [field: string]: unknown;
}

/** The API group of an `apiVersion`: `apps/v1` is `apps`, `v1` is the empty (core) group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** Group and kind of an object: `apps/StatefulSet`, `/Service` in the core group. */
export function groupKind(object: KubernetesObject): string {
  return `${groupOf(object.apiVersion)}/${object.kind}`;
}
