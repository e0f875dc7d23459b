import { compare } from '../problem';
import type { RenderedObject } from './rendered-object';

/** Construct paths of the objects that read each Secret, by `namespace/name`: found where manifests name Secrets. */
export function secretUsers(objects: readonly RenderedObject[]): ReadonlyMap<string, string[]> {
  const users = new Map<string, Set<string>>();
  for (const { object, constructPath } of objects) {
    const namespace = object.metadata.namespace;
    if (namespace === undefined) continue;
    for (const name of secretNamesIn(object)) {
      const key = `${namespace}/${name}`;
      users.set(key, (users.get(key) ?? new Set()).add(constructPath));
    }
  }
  return new Map([...users].map(([key, paths]) => [key, [...paths].sort(compare)]));
}

/** Names that stand where Kubernetes and KEDA take a Secret's. */
function secretNamesIn(value: unknown): Set<string> {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item);
      return;
    }
    if (node === null || typeof node !== 'object') return;
    for (const field in node) {
      const entry = (node as Record<string, unknown>)[field];
      if (field === 'secretKeyRef' || field === 'secretRef') addName(names, (entry as { name?: unknown }).name);
      else if (field === 'secret')
        addName(
          names,
          (entry as { name?: unknown; secretName?: unknown }).name ?? (entry as { secretName?: unknown }).secretName,
        );
      else if (field === 'secretTargetRef') for (const ref of entry as { name?: unknown }[]) addName(names, ref.name);
      if (typeof entry === 'object') visit(entry);
    }
  };
  visit(value);
  return names;
}

function addName(names: Set<string>, name: unknown): void {
  if (typeof name === 'string') names.add(name);
}
