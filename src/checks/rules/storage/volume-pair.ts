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
    // The smallest volume that fits is taken, as the controller does; claims that name their volume come first.
    for (const candidates of byClass.values()) candidates.sort((a, b) => sizeOf(a) - sizeOf(b));
    const claims = [...claimsOf(context)].sort(
      (a, b) => Number(b.claim.volumeName !== undefined) - Number(a.claim.volumeName !== undefined),
    );
    for (const { entry, claim, path } of claims) {
      const name = text(claim.storageClassName);
      const named = text(claim.volumeName);
      const candidates = byClass.get(name ?? '');
      if (named !== undefined && context.find('PersistentVolume', '', named) === undefined && volumes.length > 0) {
        yield { entry, field: `${path}.volumeName`, value: named };
      } else if (name !== undefined && !dynamic.has(name) && candidates !== undefined) {
        const fit = candidates.findIndex(
          (volume) => (named === undefined || volume.name === named) && fits(volume, claim, entry),
        );
        if (fit >= 0) candidates.splice(fit, 1);
        else
          yield {
            entry,
            field: path,
            value: `class ${name}, ${list(claim.accessModes).join(', ')}, ${dig(claim, 'resources', 'requests', 'storage')}`,
          };
      }
    }
  },
};
function sizeOf(volume: Entry): number {
  return quantity(dig(volume.spec, 'capacity', 'storage')) ?? 0;
}

function fits(volume: Entry, claim: Fields, entry: Entry): boolean {
  const modes = list(volume.spec.accessModes);
  const reference = fields(volume.spec.claimRef);
  if (
    entry.kind === 'PersistentVolumeClaim' &&
    reference.name !== undefined &&
    (reference.name !== entry.name || (reference.namespace ?? 'default') !== entry.namespace)
  )
    return false;
  return (
    list(claim.accessModes).every((mode) => modes.includes(mode)) &&
    sizeOf(volume) >= (quantity(dig(claim, 'resources', 'requests', 'storage')) ?? 0)
  );
}
