import { groupOf, type KubernetesObject } from '../object';
import type { Scope } from './kind-definition';
import type { KindRegistry } from './registry';

/** Where objects of a kind that nobody knows are taken to live, and why. */
export interface ScopeGuess {
  readonly scope: Scope;
  /** Completes the sentence "taken as cluster-scoped, …". */
  readonly because: string;
}

/** Whether the name of a kind says that it lives outside namespaces, as by custom those of `ClusterIssuer` and `GatewayClass` do. */
export function isClusterScopedByName(kind: string): boolean {
  return /^Cluster[A-Z]|[a-z]Class$/.test(kind);
}

/** The guesses for all kinds of a set that the registry does not know, by `group/Kind`. */
export function guessScopes(
  objects: readonly KubernetesObject[],
  kinds: KindRegistry,
): ReadonlyMap<string, ScopeGuess> {
  const unknown = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const group = groupOf(object.apiVersion);
    if (kinds.scopeOf(group, object.kind) !== undefined) continue;
    const key = `${group}/${object.kind}`;
    const present = unknown.get(key);
    if (present === undefined) unknown.set(key, [object]);
    else present.push(object);
  }
  if (unknown.size === 0) return new Map();
  const anyNamed = objects.some(namesNamespace);
  return new Map([...unknown].map(([key, those]) => [key, guess(those, anyNamed)]));
}

function guess(objects: readonly KubernetesObject[], anyNamed: boolean): ScopeGuess {
  if (objects.some(namesNamespace)) {
    return { scope: 'Namespaced', because: 'because its objects name a namespace' };
  }
  if (isClusterScopedByName(objects[0]?.kind ?? '')) return { scope: 'Cluster', because: 'because of its name' };
  return anyNamed
    ? { scope: 'Cluster', because: 'because its objects name no namespace while others do' }
    : { scope: 'Namespaced', because: 'because no object of the set says otherwise' };
}

function namesNamespace({ metadata }: KubernetesObject): boolean {
  return typeof metadata?.namespace === 'string' && metadata.namespace !== '';
}
