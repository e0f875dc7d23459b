import { fields } from '../../../manifests/fields';
import type { Rule } from '../../rule';

export const namespaceMissing: Rule = {
  id: 'namespace-missing',
  title: 'the object names no namespace while others do',
  severity: 'warning',
  why: 'it ends wherever the context of the one who applies it points, and everything that refers to it by namespace misses it',
  mend: 'write metadata.namespace on every namespaced object',
  *check({ entries }) {
    const namespaced = entries.filter((entry) => entry.namespace !== '' && entry.name !== '');
    const without = namespaced.filter((entry) => fields(entry.object.metadata).namespace === undefined);
    if (without.length === namespaced.length) return;
    for (const entry of without) yield { entry, field: 'metadata.namespace' };
  },
};
