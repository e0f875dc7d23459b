import type { CheckContext } from '../../context';
import type { Entry } from '../../entry';
import { dig, list, text } from '../../fields';
import type { Rule } from '../../rule';

export const refStorageClass: Rule = {
  id: 'ref-storage-class',
  title: 'a claim names a StorageClass that is not here',
  severity: 'warning',
  why: 'without it and without a volume of that class the claim stays Pending',
  mend: 'add the class or a volume of it, or say that the cluster has it with --external StorageClass/name',
  *check(context) {
    const ofVolumes = new Set(
      context.ofKind('PersistentVolume').map((volume) => text(volume.spec.storageClassName) ?? ''),
    );
    // An output with an index takes its classes from the environment, which names those of the cluster.
    const severity = context.options.index === undefined ? 'warning' : 'info';
    for (const { entry, name, field } of classes(context)) {
      if (name === '' || ofVolumes.has(name) || context.exists('StorageClass', '', name)) continue;
      yield { entry, field, value: name, severity };
    }
  },
};
function* classes(context: CheckContext): Iterable<{ entry: Entry; name: string; field: string }> {
  for (const entry of context.ofKind('PersistentVolumeClaim')) {
    yield { entry, name: text(entry.spec.storageClassName) ?? '', field: 'spec.storageClassName' };
  }
  for (const entry of context.ofKind('apps/StatefulSet')) {
    for (const [index, claim] of list(entry.spec.volumeClaimTemplates).entries()) {
      const name = text(dig(claim, 'spec', 'storageClassName')) ?? '';
      yield { entry, name, field: `spec.volumeClaimTemplates[${index}].spec.storageClassName` };
    }
  }
}
