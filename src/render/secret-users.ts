import { compare } from '../problem';
import type { RenderedEnvironment } from './render';
import { modelOf } from './rendered-model';

/** Construct paths of the objects that read each Secret, by `namespace/name`: found where manifests name Secrets. */
export function secretUsers(environment: RenderedEnvironment): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, Set<string>>();
  for (const { kind, namespace, name, entry } of modelOf(environment).references.all) {
    if (kind !== 'Secret') continue;
    const key = `${namespace}/${name}`;
    users.set(key, (users.get(key) ?? new Set()).add(entry.file));
  }
  return new Map([...users].map(([key, paths]) => [key, [...paths].sort(compare)]));
}
