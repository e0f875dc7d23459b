import { dig } from '../../fields';
import type { Rule } from '../../rule';

export const claimRetention: Rule = {
  id: 'claim-retention',
  title: 'the claims of a StatefulSet go with it',
  severity: 'warning',
  why: 'a deletion or a lower number of replicas deletes the data',
  mend: 'persistentVolumeClaimRetentionPolicy: Retain for both',
  source: 'Kubernetes API, StatefulSetSpec',
  *check(context) {
    for (const entry of context.ofKind('apps/StatefulSet')) {
      for (const name of ['whenDeleted', 'whenScaled']) {
        if (dig(entry.spec, 'persistentVolumeClaimRetentionPolicy', name) === 'Delete')
          yield { entry, field: `spec.persistentVolumeClaimRetentionPolicy.${name}`, value: 'Delete' };
      }
    }
  },
};
