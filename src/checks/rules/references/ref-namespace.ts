import { applications } from '../../domain/argo';
import { clusterNamespaces } from '../../domain/built-in';
import type { Rule } from '../../rule';

export const refNamespace: Rule = {
  id: 'ref-namespace',
  title: 'the namespace is not in this set',
  severity: 'info',
  why: 'somebody else must make it first, with its pod security labels',
  mend: 'add the Namespace, or leave it to the platform on purpose',
  *check(context) {
    // Argo CD itself must be there before it can make anything.
    const own = new Set(applications(context).map((entry) => entry.namespace));
    const seen = new Set<string>();
    for (const entry of context.entries) {
      const { namespace } = entry;
      if (namespace === '' || clusterNamespaces.has(namespace) || seen.has(namespace)) continue;
      seen.add(namespace);
      if (context.exists('Namespace', '', namespace)) continue;
      // An output with an index makes all its namespaces itself.
      const severity = context.options.index !== undefined && !own.has(namespace) ? 'error' : 'info';
      yield { entry, field: 'metadata.namespace', value: namespace, severity };
    }
  },
};
