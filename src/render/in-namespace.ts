import { groupOf, isClusterScopedByName, type KindRegistry, type KubernetesObject } from '../kubernetes';

/**
 * The object with the namespace that it is rolled out to, or without any if it lives outside: cdk8s charts stamp theirs on
 * everything.
 *
 * @throws if it has chosen another: charts of others may leave it out only
 */
export function inNamespace(object: KubernetesObject, destination: string, kinds: KindRegistry): KubernetesObject {
  const { namespace, ...metadata } = object.metadata;
  if (isOutside(object, kinds)) return { ...object, metadata };
  if (namespace === destination) return object;
  if (namespace === undefined) return { ...object, metadata: { ...object.metadata, namespace: destination } };
  throw new Error(
    `${object.kind} '${object.metadata.name}' is in namespace '${namespace}', but its Application is rolled out to '${destination}': put it into an Application of that namespace`,
  );
}

/** Whether objects of a kind live outside namespaces; of a kind that nobody knows the name decides. */
function isOutside({ apiVersion, kind }: KubernetesObject, kinds: KindRegistry): boolean {
  const scope = kinds.scopeOf(groupOf(apiVersion), kind);
  return scope === undefined ? isClusterScopedByName(kind) : scope === 'Cluster';
}
