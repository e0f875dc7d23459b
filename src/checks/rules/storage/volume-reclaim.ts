import type { Rule } from '../../rule';

export const volumeReclaim: Rule = {
  id: 'volume-reclaim',
  title: 'a volume does not say what happens to its data when the claim goes',
  severity: 'warning',
  why: 'the default is Retain for a volume made by hand and Delete for one made by a class',
  mend: 'write persistentVolumeReclaimPolicy: Retain (reclaimPolicy in a StorageClass)',
  source: 'Kubernetes docs, persistent volumes',
  *check(context) {
    for (const entry of context.ofKind('PersistentVolume')) {
      if (entry.spec.persistentVolumeReclaimPolicy === undefined)
        yield { entry, field: 'spec.persistentVolumeReclaimPolicy' };
    }
    for (const entry of context.ofKind('StorageClass')) {
      if (entry.object.reclaimPolicy === undefined) yield { entry, field: 'reclaimPolicy' };
    }
  },
};
