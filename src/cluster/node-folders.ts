import { compare } from '../problem';
import type { PlacedObject } from './output';

interface LocalVolume {
  readonly local?: { readonly path?: string };
  readonly nodeAffinity?: {
    readonly required?: {
      readonly nodeSelectorTerms?: readonly {
        readonly matchExpressions?: readonly { readonly key: string; readonly values?: readonly string[] }[];
      }[];
    };
  };
}

/** Folders of `local` PersistentVolumes that somebody has to make, by node: Kubernetes does not (Kubernetes docs, volumes). */
export function nodeFolders(objects: readonly PlacedObject[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const { object } of objects) {
    if (object.kind !== 'PersistentVolume') continue;
    const { local, nodeAffinity } = (object.spec ?? {}) as LocalVolume;
    if (local?.path === undefined) continue;
    const nodes = (nodeAffinity?.required?.nodeSelectorTerms ?? [])
      .flatMap((term) => term.matchExpressions ?? [])
      .filter(({ key }) => key === 'kubernetes.io/hostname')
      .flatMap(({ values }) => values ?? []);
    for (const node of nodes) folders.set(node, [...(folders.get(node) ?? []), local.path]);
  }
  return new Map(
    [...folders].sort(([a], [b]) => compare(a, b)).map(([node, paths]) => [node, [...new Set(paths)].sort(compare)]),
  );
}
