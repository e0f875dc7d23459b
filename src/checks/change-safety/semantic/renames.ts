import type { KubernetesObject } from '../../../kubernetes/object';
import { groupKind } from '../../../kubernetes/object';
import type { Manifest } from '../../../manifests';
import { canonical } from './canonical';

/** An object that is gone and the one with its content that is new. */
export interface Rename {
  readonly from: Manifest;
  readonly to: Manifest;
}

/**
 * Pairs objects that are gone with new ones: same kind and name in another namespace, the same content, or the same content once
 * the own name and namespace are put in each other's place. A content that is there twice is no pair.
 */
export function findRenames(removed: readonly Manifest[], added: readonly Manifest[]): Rename[] {
  const renames: Rename[] = [];
  const gone = new Set(removed);
  const fresh = new Set(added);
  for (const signature of [movedSignature, contentSignature, renamedSignature]) {
    if (gone.size === 0 || fresh.size === 0) break;
    const before = bySignature(gone, signature);
    const after = bySignature(fresh, signature);
    for (const [text, from] of before) {
      const to = after.get(text);
      if (from === undefined || to === undefined) continue;
      renames.push({ from, to });
      gone.delete(from);
      fresh.delete(to);
    }
  }
  return renames;
}

/** Manifests by signature; one that several share is `undefined`. */
function bySignature(
  manifests: Iterable<Manifest>,
  signature: (object: KubernetesObject) => string,
): Map<string, Manifest | undefined> {
  const found = new Map<string, Manifest | undefined>();
  for (const manifest of manifests) {
    const text = signature(manifest.object);
    found.set(text, found.has(text) ? undefined : manifest);
  }
  return found;
}

function movedSignature(object: KubernetesObject): string {
  return `${groupKind(object)} ${object.metadata.name}`;
}

function contentSignature(object: KubernetesObject): string {
  return `${groupKind(object)} ${canonical({ ...object, apiVersion: '', metadata: {} })}`;
}

function renamedSignature(object: KubernetesObject): string {
  const { name, namespace } = object.metadata;
  const replace = (text: string): string => {
    const named = text.replaceAll(name, '\u0001');
    return namespace === undefined || namespace === '' ? named : named.replaceAll(namespace, '\u0002');
  };
  return `${groupKind(object)} ${canonical({ ...object, apiVersion: '', metadata: {} }, replace)}`;
}
