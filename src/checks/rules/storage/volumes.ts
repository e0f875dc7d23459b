import { quantityNumber } from '../../../kubernetes/quantity';
import { dig, type Fields, fields, list, text, texts } from '../../../manifests/fields';
import { claimsOf, type Entry } from '../../../manifests/model';
import { each, objects } from '../../builders';
import type { Rule } from '../../rule';

export const volumeRules: readonly Rule[] = [
  {
    id: 'claim-retention',
    title: 'the claims of a StatefulSet go with it',
    severity: 'warning',
    why: 'a deletion or a lower number of replicas deletes the data',
    mend: 'persistentVolumeClaimRetentionPolicy: Retain for both',
    source: 'Kubernetes API, StatefulSetSpec',
    check: each(objects('apps/StatefulSet'), function* (entry) {
      for (const name of ['whenDeleted', 'whenScaled']) {
        if (dig(entry.spec, 'persistentVolumeClaimRetentionPolicy', name) === 'Delete')
          yield { field: `spec.persistentVolumeClaimRetentionPolicy.${name}`, value: 'Delete' };
      }
    }),
  },
  {
    id: 'configmap-size',
    title: 'a ConfigMap or Secret is larger than the API server takes',
    severity: 'error',
    why: 'it is refused; above 256 KiB a client-side apply cannot record it either',
    mend: 'split it: one dashboard or one file for each ConfigMap',
    source: 'Kubernetes docs, ConfigMap: 1 MiB',
    check: each(objects('/ConfigMap', '/Secret'), function* (entry) {
      let size = 0;
      for (const part of ['data', 'binaryData', 'stringData']) {
        const encoded = part === 'binaryData' || (entry.kind === 'Secret' && part === 'data');
        for (const [key, value] of texts(entry.object[part]))
          size += key.length + (encoded ? Math.floor(value.length * 0.75) : Buffer.byteLength(value));
      }
      if (size > LIMIT) yield { value: `${size} bytes` };
      else if (size > LAST_APPLIED)
        yield {
          value: `${size} bytes`,
          severity: 'info',
          what: 'it must be applied server-side',
          mend: 'keep ServerSideApply on, or split it',
        };
    }),
  },
  {
    id: 'volume-node',
    title: 'a volume on a node does not say which node',
    severity: 'error',
    why: 'on a second node the pod finds an empty folder; a local volume without affinity is refused',
    mend: 'add nodeAffinity to the volume, or use a StorageClass',
    source: 'Kubernetes API, PersistentVolumeSpec',
    check: each(objects('PersistentVolume'), function* (entry) {
      if (entry.spec.nodeAffinity !== undefined) return;
      if (entry.spec.local !== undefined) yield { field: 'spec.nodeAffinity' };
      else if (entry.spec.hostPath !== undefined) yield { field: 'spec.nodeAffinity', severity: 'warning' };
    }),
  },
  {
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
  },
  {
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
  },
  {
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
  },
];

const LIMIT = 1_048_576;
const LAST_APPLIED = 262_144;

function sizeOf(volume: Entry): number {
  return quantityNumber(dig(volume.spec, 'capacity', 'storage')) ?? 0;
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
    sizeOf(volume) >= (quantityNumber(dig(claim, 'resources', 'requests', 'storage')) ?? 0)
  );
}
