import type { Rule } from '../../rule';

export const volumeNode: Rule = {
  id: 'volume-node',
  title: 'a volume on a node does not say which node',
  severity: 'error',
  why: 'on a second node the pod finds an empty folder; a local volume without affinity is refused',
  mend: 'add nodeAffinity to the volume, or use a StorageClass',
  source: 'Kubernetes API, PersistentVolumeSpec',
  *check(context) {
    for (const entry of context.ofKind('PersistentVolume')) {
      if (entry.spec.nodeAffinity !== undefined) continue;
      if (entry.spec.local !== undefined) yield { entry, field: 'spec.nodeAffinity' };
      else if (entry.spec.hostPath !== undefined) yield { entry, field: 'spec.nodeAffinity', severity: 'warning' };
    }
  },
};
