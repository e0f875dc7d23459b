import { type Fields, fields, list } from '../fields';
import type { Entry } from './entry';
import type { ManifestModel } from './manifest-model';

/** A claim: an object of its own, or a template of a StatefulSet. */
export interface ClaimAt {
  readonly entry: Entry;
  readonly claim: Fields;
  /** Path of the claim's specification below the object. */
  readonly path: string;
}

/** Every claim of the set; a template once for each replica. */
export function claimsOf(context: ManifestModel): readonly ClaimAt[] {
  const found: ClaimAt[] = context
    .ofKind('PersistentVolumeClaim')
    .map((entry) => ({ entry, claim: entry.spec, path: 'spec' }));
  for (const entry of context.ofKind('apps/StatefulSet')) {
    const { replicas = 1 } = entry.spec;
    for (const [index, item] of list(entry.spec.volumeClaimTemplates).entries()) {
      const claim = { entry, claim: fields(fields(item).spec), path: `spec.volumeClaimTemplates[${index}].spec` };
      const count = typeof replicas === 'number' ? Math.min(replicas, 100) : 1;
      for (let ordinal = 0; ordinal < count; ordinal++) found.push(claim);
    }
  }
  return found;
}
