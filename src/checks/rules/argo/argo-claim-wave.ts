import { applicationOf, waveOf } from '../../domain/argo';
import { needs } from '../../domain/needs';
import { text } from '../../fields';
import type { Rule } from '../../rule';

export const argoClaimWave: Rule = {
  id: 'argo-claim-wave',
  title: 'a claim comes in an earlier wave than its pod',
  severity: 'error',
  why: 'with late binding the claim is Pending until the pod comes, and the pod’s wave waits for the claim: the sync hangs',
  mend: 'give claim and workload the same sync-wave',
  source: 'Argo CD issue 12840',
  *check(context) {
    for (const { entry, needed } of needs(context)) {
      if (needed.kind !== 'PersistentVolumeClaim' || needed.spec.volumeName !== undefined) continue;
      const binding = context.find('StorageClass', '', text(needed.spec.storageClassName) ?? '')?.object
        .volumeBindingMode;
      if (
        applicationOf(context, entry) === applicationOf(context, needed) &&
        waveOf(needed) < waveOf(entry) &&
        binding !== 'Immediate'
      ) {
        yield {
          entry: needed,
          field: 'metadata.annotations["argocd.argoproj.io/sync-wave"]',
          value: `${waveOf(needed)} before ${waveOf(entry)} of ${entry.key}`,
        };
      }
    }
  },
};
