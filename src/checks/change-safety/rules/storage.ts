import { annotations } from '../../../kubernetes/labels';
import { compareQuantities } from '../../../kubernetes/quantity';
import { fields, textIn } from '../../../manifests/fields';
import type { Circumstances, FieldCircumstances, FieldRule, RemovalRule } from '../rule';
import { valueAt } from '../semantic';

const CLAIM = ['/PersistentVolumeClaim'];
const VOLUME = ['/PersistentVolume'];
const REQUEST = 'spec.resources.requests.storage';

/** Whether the request of a claim is not lowered. */
function grows({ old, now }: FieldCircumstances): boolean {
  return (compareQuantities(valueAt(now, REQUEST), valueAt(old, REQUEST)) ?? -1) >= 0;
}

/** Whether the class of a claim is known to make volumes that keep their size: none, or one of the manifests that says so. */
function isOfFixedSize({ now, after }: Circumstances): boolean {
  const name = valueAt(now, 'spec.storageClassName');
  if (name === '') return true;
  const known = after.find('storage.k8s.io/StorageClass', '', textIn(name));
  return known !== undefined && known.object.allowVolumeExpansion !== true;
}

export const storageRemovals: readonly RemovalRule[] = [
  {
    id: 'claim-removed',
    kinds: CLAIM,
    verdict: 'BLOCK',
    consequence: 'the claim is deleted; under a Delete reclaim policy the volume and its data go with it',
    procedure:
      'keep the claim with argocd.argoproj.io/sync-options: Prune=false until its data is copied and verified, then retire it by hand',
  },
  {
    id: 'volume-removed',
    kinds: VOLUME,
    verdict: 'BLOCK',
    consequence: 'the volume leaves the cluster; claims bound to it are lost',
    procedure: 'copy the data, delete the claim by hand, then remove the volume',
  },
];

export const storageRules: readonly FieldRule[] = [
  {
    id: 'claim-shrunk',
    kinds: CLAIM,
    fields: [REQUEST],
    when: (given) => !grows(given),
    verdict: 'RECREATE',
    consequence: 'the API server refuses a smaller request: the sync fails',
    procedure:
      'make a new claim of the size wanted under a new name, copy the data, switch the pods, retire the old claim',
  },
  {
    id: 'claim-grown',
    kinds: CLAIM,
    fields: [REQUEST],
    when: (given) => grows(given) && !isOfFixedSize(given),
    verdict: 'OK',
    consequence: 'the volume grows if its StorageClass allows expansion; if not, the API server refuses it',
    procedure: '',
  },
  {
    id: 'claim-of-fixed-size',
    kinds: CLAIM,
    fields: [REQUEST],
    when: (given) => grows(given) && isOfFixedSize(given),
    verdict: 'RECREATE',
    consequence: 'the API server refuses to grow a claim whose StorageClass does not allow expansion, or that has none',
    procedure:
      'let the class allow expansion; without a class make a larger volume and claim under a new name, copy the data, switch the pods',
  },
  {
    id: 'claim-immutable',
    kinds: CLAIM,
    fields: [
      'spec.storageClassName',
      'spec.accessModes',
      'spec.volumeMode',
      'spec.volumeName',
      'spec.dataSource',
      'spec.dataSourceRef',
      'spec.selector',
    ],
    verdict: 'RECREATE',
    consequence: 'the API server refuses it; only growth of the request is allowed on a claim',
    procedure: 'make a new claim under a new name, copy the data, switch the pods, retire the old claim',
  },
  {
    id: 'claim-wave',
    kinds: CLAIM,
    fields: [['metadata', 'annotations', annotations.syncWave]],
    // One without a wave has been bound without Argo CD's order: the first wave that it gets is a check's matter, argo-claim-wave.
    when: ({ old }) => old.metadata.annotations?.[annotations.syncWave] !== undefined,
    verdict: 'BLOCK',
    consequence:
      'in another wave than its consumer, a claim of a WaitForFirstConsumer class waits for a pod that waits for the claim: the sync hangs',
    procedure: 'keep the claim in the wave of the workload that mounts it; move both together',
  },
  {
    id: 'volume-immutable',
    kinds: VOLUME,
    fields: [
      'spec.nodeAffinity',
      'spec.local',
      'spec.hostPath',
      'spec.nfs',
      'spec.csi',
      'spec.iscsi',
      'spec.volumeMode',
    ],
    // A volume without a place may get its first one.
    when: ({ old, field }) => field.path[1] !== 'nodeAffinity' || fields(old.spec).nodeAffinity !== undefined,
    verdict: 'RECREATE',
    consequence: 'the source of a volume is fixed: the API server refuses the change',
    procedure:
      'make a new PersistentVolume under a new name, copy the data, bind a new claim to it, retire the old pair',
  },
  {
    id: 'volume-claim',
    kinds: VOLUME,
    fields: ['spec.claimRef'],
    when: ({ old }) => fields(old.spec).claimRef !== undefined,
    verdict: 'BLOCK',
    consequence: 'accepted at once; the claim that was bound to the volume is Lost, and its pods no longer start',
    procedure:
      'make a new PersistentVolume under a new name, copy the data, bind a new claim to it, retire the old pair',
  },
  {
    id: 'volume-matching',
    kinds: VOLUME,
    fields: ['spec.storageClassName', 'spec.accessModes'],
    verdict: 'WARN',
    consequence: 'a claim that is bound stays so; one that is made anew no longer matches the volume',
    procedure: 'keep both as the claim has them',
  },
  {
    id: 'volume-reclaim-delete',
    kinds: VOLUME,
    fields: ['spec.persistentVolumeReclaimPolicy'],
    when: ({ now }) => textIn(fields(now.spec).persistentVolumeReclaimPolicy) !== 'Retain',
    verdict: 'BLOCK',
    consequence: 'accepted at once; whoever deletes the claim later deletes the data too',
    procedure: 'keep Retain; delete a retired volume by hand',
  },
  {
    id: 'storage-class-immutable',
    kinds: ['storage.k8s.io/StorageClass'],
    fields: ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'],
    verdict: 'RECREATE',
    consequence: 'the API server refuses to change a StorageClass; existing volumes keep their class anyway',
    procedure: 'add a StorageClass under a new name and use it for new claims',
  },
  {
    id: 'storage-class-new-volumes',
    kinds: ['storage.k8s.io/StorageClass'],
    fields: ['mountOptions', 'allowedTopologies', 'allowVolumeExpansion'],
    verdict: 'OK',
    consequence: 'holds for volumes that are made, or grow, from now on; existing ones stay as they are',
    procedure: '',
  },
];
