import { claimsOf } from '../../domain/claims';
import { quantity } from '../../domain/quantities';
import type { Entry } from '../../entry';
import { dig, type Fields, fields, list, text } from '../../fields';
import type { Rule } from '../../rule';

export const volumePair: Rule = {
  id: 'volume-pair',
  title: 'a claim fits no volume of its class',
  severity: 'error',
  why: 'the claim stays Pending for ever, and its pod with it; the volume stays Available',
  mend: 'make class, access mode and size of volume and claim fit, one volume for each claim',
  source: 'Kubernetes docs, persistent volumes',
  *check(context) {
    const volumes = context.ofKind('PersistentVolume');
    const dynamic = new Set(
      context
        .ofKind('StorageClass')
        .filter((entry) => entry.object.provisioner !== 'kubernetes.io/no-provisioner')
        .map(({ name }) => name),
    );
    const byClass = new Map<string, Entry[]>();
    for (const volume of volumes) {
      const name = text(volume.spec.storageClassName) ?? '';
      byClass.set(name, [...(byClass.get(name) ?? []), volume]);
    }
    const taken = new Set<Entry>();
    for (const { entry, claim, path } of claimsOf(context)) {
      const name = text(claim.storageClassName);
      const named = text(claim.volumeName);
      const candidates = byClass.get(name ?? '');
      if (named !== undefined && context.find('PersistentVolume', '', named) === undefined && volumes.length > 0) {
        yield { entry, field: `${path}.volumeName`, value: named };
      } else if (name !== undefined && !dynamic.has(name) && candidates !== undefined) {
        const fit = candidates.find(
          (volume) =>
            !taken.has(volume) && (named === undefined || volume.name === named) && fits(volume, claim, entry),
        );
        if (fit === undefined)
          yield {
            entry,
            field: path,
            value: `class ${name}, ${list(claim.accessModes).join(', ')}, ${dig(claim, 'resources', 'requests', 'storage')}`,
          };
        else taken.add(fit);
      }
    }
  },
};
function fits(volume: Entry, claim: Fields, entry: Entry): boolean {
  const modes = list(volume.spec.accessModes);
  const reference = fields(volume.spec.claimRef);
  const size = quantity(dig(volume.spec, 'capacity', 'storage')) ?? 0;
  if (
    entry.kind === 'PersistentVolumeClaim' &&
    reference.name !== undefined &&
    (reference.name !== entry.name || (reference.namespace ?? 'default') !== entry.namespace)
  )
    return false;
  return (
    list(claim.accessModes).every((mode) => modes.includes(mode)) &&
    size >= (quantity(dig(claim, 'resources', 'requests', 'storage')) ?? 0)
  );
}
