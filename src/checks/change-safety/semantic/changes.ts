import { definitionsAmong, KindRegistry } from '../../../kubernetes/kind-registry';
import type { Manifest, ManifestSet } from '../../../manifests';
import { objectKey } from '../../../manifests';
import { compare } from '../../../problem';
import { diffObjects, type FieldChange } from './fields';
import { findRenames } from './renames';

/** What happened to one object between two sets of manifests. */
export interface ObjectChange {
  readonly change: 'added' | 'removed' | 'changed' | 'renamed';
  /** `group/kind/namespace/name`; of a renamed object the old one. */
  readonly key: string;
  /** The object before; absent when it is new. */
  readonly from?: Manifest;
  /** The object now; absent when it is gone. */
  readonly to?: Manifest;
  /** The fields that changed; empty for objects that are new or gone. */
  readonly fields: readonly FieldChange[];
}

/**
 * Compares two sets of manifests object by object and field by field, by meaning. Of a key that is there twice the first
 * object counts; the result is sorted by key and independent of files and their order.
 * @param known kinds that objects may have, beside those that the sets define. @default - of the newest Kubernetes, and the bundled ones
 */
export function diffManifests(
  from: ManifestSet,
  to: ManifestSet,
  known: KindRegistry = KindRegistry.forVersion(),
): ObjectChange[] {
  const changes: ObjectChange[] = [];
  const before = from.keyed();
  const after = to.keyed();
  const removed: Manifest[] = [];
  const kinds = known.with(definitionsAmong([...from, ...to].map(({ object }) => object)));
  for (const [key, manifest] of before) {
    const now = after.get(key);
    if (now === undefined) {
      removed.push(manifest);
      continue;
    }
    const fields = diffObjects(manifest.object, now.object, kinds);
    if (fields.length > 0) changes.push({ change: 'changed', key, from: manifest, to: now, fields });
  }
  const added = [...after].filter(([key]) => !before.has(key)).map(([, manifest]) => manifest);
  const renames = findRenames(removed, added);
  const renamed = new Set(renames.flatMap((rename) => [rename.from, rename.to]));
  for (const rename of renames) {
    const fields = diffObjects(rename.from.object, rename.to.object, kinds);
    changes.push({ change: 'renamed', key: objectKey(rename.from.object), ...rename, fields });
  }
  for (const manifest of removed) {
    if (!renamed.has(manifest))
      changes.push({ change: 'removed', key: objectKey(manifest.object), from: manifest, fields: [] });
  }
  for (const manifest of added) {
    if (!renamed.has(manifest))
      changes.push({ change: 'added', key: objectKey(manifest.object), to: manifest, fields: [] });
  }
  return changes.sort((a, b) => compare(a.key, b.key) || compare(a.change, b.change));
}
