import { fields } from '../../../manifests/fields';
import type { Rule } from '../../rule';

export const clusterScopedNamespace: Rule = {
  id: 'cluster-scoped-namespace',
  title: 'a cluster-scoped object names a namespace',
  severity: 'error',
  why: 'strict validation refuses it, and Argo CD looks for the object in the wrong place',
  mend: 'remove metadata.namespace',
  *check({ entries }) {
    for (const entry of entries) {
      const { namespace } = fields(entry.object.metadata);
      if (entry.namespace === '' && namespace !== undefined)
        yield { entry, field: 'metadata.namespace', value: namespace };
    }
  },
};
