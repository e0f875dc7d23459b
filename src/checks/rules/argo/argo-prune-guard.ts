import { prunes, syncOptions } from '../../domain/argo';
import { clusterNamespaces } from '../../domain/built-in';
import type { Rule } from '../../rule';

const kept: ReadonlySet<string> = new Set([
  'PersistentVolumeClaim',
  'PersistentVolume',
  'Namespace',
  'CustomResourceDefinition',
]);
/** Their claims or running Jobs go, or are orphaned, with them. */
const confirmed: ReadonlySet<string> = new Set(['StatefulSet', 'ScaledJob']);

export const argoPruneGuard: Rule = {
  id: 'argo-prune-guard',
  title: 'Argo CD may delete data',
  severity: 'error',
  why: 'with prune on, an object that vanishes from the repository is deleted, and with it what it holds',
  mend: 'annotate it argocd.argoproj.io/sync-options: Prune=false,Delete=false',
  source: 'Argo CD docs, sync options',
  *check(context) {
    if (!prunes(context)) return;
    // Without an index nobody knows whether the Application is the one that holds the object.
    for (const entry of context.entries) {
      if (
        !(kept.has(entry.kind) || confirmed.has(entry.kind)) ||
        (entry.kind === 'Namespace' && clusterNamespaces.has(entry.name))
      )
        continue;
      const options = syncOptions(entry);
      if (!options.some((option) => /^Prune=(?:false|confirm)$/.test(option)))
        yield {
          entry,
          field: 'metadata.annotations["argocd.argoproj.io/sync-options"]',
          value: options.join(','),
          severity: kept.has(entry.kind) && context.options.index !== undefined ? 'error' : 'warning',
        };
    }
  },
};
