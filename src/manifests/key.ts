import { groupKind, type KubernetesObject } from '../kubernetes/object';

/**
 * Names an object the way an API server does: `group/kind/namespace/name`, the version left out, as one object is
 * served in several. The core group and the namespace of a cluster-scoped object are empty: `/Namespace//zamperla`.
 */
export function objectKey(object: KubernetesObject): string {
  return `${groupKind(object)}/${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** Names an object for people: `Deployment zamperla/data`, `Namespace zamperla`. */
export function describeObject(object: KubernetesObject): string {
  const { name, namespace } = object.metadata;
  return `${object.kind} ${(namespace ?? '') === '' ? name : `${namespace}/${name}`}`;
}
