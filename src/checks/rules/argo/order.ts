import { text } from '../../../manifests/fields';
import {
  applicationOf,
  clusterNamespaces,
  type Entry,
  hookOf,
  needs,
  prunes,
  syncOptions,
  waveOf,
} from '../../../manifests/model';
import { each } from '../../builders';
import type { Rule } from '../../rule';

export const argoOrderRules: readonly Rule[] = [
  {
    id: 'argo-claim-wave',
    title: 'a claim comes in an earlier wave than its pod',
    severity: 'error',
    why: 'with late binding the claim is Pending until the pod comes, and the pod’s wave waits for the claim: the sync hangs',
    mend: 'give claim and workload the same sync-wave',
    source: 'Argo CD issue 12840',
    *check(context) {
      // Who comes first binds it; others may come later.
      const first = new Map<Entry, Entry>();
      for (const { entry, needed } of needs(context)) {
        if (needed.kind !== 'PersistentVolumeClaim' || needed.spec.volumeName !== undefined) continue;
        if (applicationOf(context, entry) !== applicationOf(context, needed)) continue;
        const known = first.get(needed);
        if (!known || waveOf(entry) < waveOf(known)) first.set(needed, entry);
      }
      for (const [claim, entry] of first) {
        const binding = context.find('StorageClass', '', text(claim.spec.storageClassName) ?? '')?.object
          .volumeBindingMode;
        if (waveOf(claim) >= waveOf(entry) || binding === 'Immediate') continue;
        yield {
          entry: claim,
          field: 'metadata.annotations["argocd.argoproj.io/sync-wave"]',
          value: `${waveOf(claim)} before ${waveOf(entry)} of ${entry.key}`,
        };
      }
    },
  },
  {
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
  },
  {
    id: 'argo-scaled-job-wave',
    title: 'a ScaledJob is not in the last wave',
    severity: 'warning',
    why: 'it is Degraded while the broker is down, and blocks every later wave',
    mend: 'give ScaledJobs the highest sync-wave',
    source: 'Argo CD health scripts, ScaledJob',
    *check(context) {
      const last = new Map<string, number>();
      for (const { entry } of context.templates) {
        if (entry.kind === 'ScaledJob' || hookOf(entry) !== undefined) continue;
        const application = applicationOf(context, entry);
        last.set(application, Math.max(last.get(application) ?? waveOf(entry), waveOf(entry)));
      }
      for (const entry of context.ofKind('keda.sh/ScaledJob')) {
        const highest = last.get(applicationOf(context, entry));
        if (highest !== undefined && waveOf(entry) < highest)
          yield {
            entry,
            field: 'metadata.annotations["argocd.argoproj.io/sync-wave"]',
            value: `${waveOf(entry)} before ${highest}`,
          };
      }
    },
  },
  {
    id: 'argo-wave-order',
    title: 'an object comes in an earlier wave than what it needs',
    severity: 'error',
    why: 'the wave waits for it to get healthy, and it waits for an object of a later wave: the sync hangs',
    mend: 'give what is needed the same or a lower sync-wave; what a PreSync hook needs must be there before the first sync',
    source: 'Argo CD docs, sync phases and waves',
    check: each(needs, function* ({ entry, needed, path }, context) {
      if (applicationOf(context, entry) !== applicationOf(context, needed)) return;
      const early = hookOf(entry) === 'PreSync' && hookOf(needed) === undefined;
      if (early || (hookOf(entry) === undefined && waveOf(entry) < waveOf(needed)))
        yield {
          field: path,
          value: `wave ${early ? 'PreSync' : waveOf(entry)} before wave ${waveOf(needed)} of ${needed.key}`,
        };
    }),
  },
];

const kept: ReadonlySet<string> = new Set([
  'PersistentVolumeClaim',
  'PersistentVolume',
  'Namespace',
  'CustomResourceDefinition',
]);
/** Their claims or running Jobs go, or are orphaned, with them. */
const confirmed: ReadonlySet<string> = new Set(['StatefulSet', 'ScaledJob']);
