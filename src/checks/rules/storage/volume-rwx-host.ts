import { list } from '../../fields';
import type { Rule } from '../../rule';

export const volumeRwxHost: Rule = {
  id: 'volume-rwx-host',
  title: 'a volume of one node is said to be shared by many',
  severity: 'error',
  why: 'hostPath and local volumes exist on one node: pods elsewhere find another, empty folder',
  mend: 'ReadWriteOnce, or storage that is shared (NFS, CephFS, a class with ReadWriteMany)',
  source: 'Kubernetes docs, persistent volumes',
  *check(context) {
    const local = context.isLocal;
    for (const entry of context.ofKind('PersistentVolume')) {
      const onNode = entry.spec.hostPath !== undefined || entry.spec.local !== undefined;
      const mode = list(entry.spec.accessModes).find((item) => item === 'ReadWriteMany' || item === 'ReadOnlyMany');
      if (onNode && mode !== undefined)
        yield { entry, field: 'spec.accessModes', value: mode, severity: local ? 'info' : 'error' };
    }
  },
};
