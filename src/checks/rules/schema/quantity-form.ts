import { canonicalQuantity } from '../../../kubernetes/quantity';
import { keyed } from '../../../manifests/field-path';
import { dig, fields, list } from '../../../manifests/fields';
import type { Entry } from '../../../manifests/model';
import type { Observation, Rule } from '../../rule';

export const quantityForm: Rule = {
  id: 'quantity-form',
  title: 'a quantity is not in the form the API server keeps',
  severity: 'warning',
  why: 'the server rewrites it, and a comparison of the repository with the cluster shows a difference for ever',
  mend: 'write the canonical form',
  source: 'seen with a server-side apply on Kubernetes 1.36',
  *check(context) {
    for (const { template, path, fields: container } of context.containers) {
      for (const part of ['requests', 'limits']) {
        yield* quantities(template.entry, dig(container, 'resources', part), `${path}.resources.${part}`);
      }
    }
    for (const entry of context.ofKind('PersistentVolumeClaim')) {
      yield* quantities(entry, dig(entry.spec, 'resources', 'requests'), 'spec.resources.requests');
    }
    for (const entry of context.ofKind('PersistentVolume'))
      yield* quantities(entry, entry.spec.capacity, 'spec.capacity');
    for (const entry of context.ofKind('ResourceQuota')) yield* quantities(entry, entry.spec.hard, 'spec.hard');
    for (const entry of context.ofKind('apps/StatefulSet')) {
      const claims = list(entry.spec.volumeClaimTemplates);
      for (const [index, claim] of claims.entries()) {
        const path = `spec.volumeClaimTemplates[${index}].spec.resources.requests`;
        yield* quantities(entry, dig(claim, 'spec', 'resources', 'requests'), path);
      }
    }
  },
};
function* quantities(entry: Entry, source: unknown, path: string): Iterable<Observation> {
  for (const [key, value] of Object.entries(fields(source))) {
    const form = typeof value === 'string' ? canonicalQuantity(value) : undefined;
    if (form !== undefined && form !== value) yield { entry, field: keyed(path, key), value, mend: `write ${form}` };
  }
}
