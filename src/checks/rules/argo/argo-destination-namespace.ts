import { applications } from '../../domain/argo';
import { clusterNamespaces } from '../../domain/built-in';
import { dig, list, text } from '../../fields';
import type { Rule } from '../../rule';

export const argoDestinationNamespace: Rule = {
  id: 'argo-destination-namespace',
  title: 'nobody makes the namespace that an Application deploys into',
  severity: 'info',
  why: 'the sync fails until somebody makes it by hand, without its pod security labels',
  mend: 'add the Namespace, or the sync option CreateNamespace=true',
  source: 'Argo CD docs, sync options',
  *check(context) {
    const own = new Set(applications(context).map((entry) => entry.namespace));
    for (const entry of applications(context)) {
      const name = text(dig(entry.spec, 'destination', 'namespace'));
      const options = list(dig(entry.spec, 'syncPolicy', 'syncOptions'));
      if (
        name === undefined ||
        own.has(name) ||
        clusterNamespaces.has(name) ||
        options.includes('CreateNamespace=true')
      )
        continue;
      if (context.exists('Namespace', '', name)) continue;
      yield {
        entry,
        field: 'spec.destination.namespace',
        value: name,
        severity: context.options.index === undefined ? 'info' : 'error',
      };
    }
  },
};
