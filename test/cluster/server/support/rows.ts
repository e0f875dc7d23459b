import type { KubernetesObject } from '../../../../src/kubernetes';

type Fields = Record<string, unknown>;

/** Objects of a row in namespaces of their own (`z` → `z-7`), so that rows do not meet. Other names stay as they are. */
export function inOwnNamespaces(objects: readonly KubernetesObject[], suffix: string | number): KubernetesObject[] {
  const own = (name: unknown) => `${name}-${suffix}`;
  return objects.map((object) => {
    const { metadata, kind } = object;
    if (kind === 'Namespace') return { ...object, metadata: { ...metadata, name: own(metadata.name) } };
    if (metadata.namespace === undefined) return object;
    const { claimRef } = (object.spec ?? {}) as { claimRef?: Fields };
    return {
      ...object,
      metadata: { ...metadata, namespace: own(metadata.namespace) },
      ...(claimRef && {
        spec: { ...(object.spec as Fields), claimRef: { ...claimRef, namespace: own(claimRef.namespace) } },
      }),
    };
  });
}

/** The namespaces that objects need, each with the account that its controller would make. */
export function namespacesOf(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const names = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  return [...names].flatMap((namespace) => [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } } as KubernetesObject,
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } } as KubernetesObject,
  ]);
}

/** What else the API server means by a field that it names (core/v1, validation). */
const spoken: Readonly<Record<string, RegExp>> = {
  data: /^stringdata$/, // is only another way to write it
  'status.storedversions': /^spec\.versions\b/,
  'spec.clusterips': /^spec\.(clusterip|ipfamilies)$/, // the first of them decides about both
  'spec.persistentvolumesource': /^spec\.(local|hostpath|nfs|csi|iscsi)\b/,
};

/**
 * Whether a field that the server names in a refusal is the changed one: the same, one around it, one in it, or the same without
 * `spec` before it.
 */
export function namesField(named: string, changed: string): boolean {
  const [theirs, ours] = [named, changed].map((path) => path.toLowerCase().replace(/\[[^\]]*\]/g, ''));
  if (spoken[theirs!]?.test(ours!)) return true;
  return within(theirs!, ours!) || within(ours!, theirs!) || ours!.endsWith(`.${theirs}`);
}

function within(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`);
}
