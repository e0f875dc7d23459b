import { claim, clusterObject, definition, type Row, statefulSet, template, volume } from './objects';

const claimed = (name: string) => volume({ claimRef: { namespace: 'z', name } });
const storageClass = (fields: Record<string, unknown>) =>
  clusterObject('storage.k8s.io/v1', 'StorageClass', 'rigid', fields);
const retention = (whenDeleted: string) => ({
  persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled: 'Retain' },
});
const sentinel = template('sentinel', 'redis:7.4.1', { command: ['redis-sentinel', '/etc/sentinel.conf'] });

export const STORAGE_ROWS: readonly Row[] = [
  {
    row: 'PVC removed or renamed',
    from: [claim('data')],
    to: [claim('files')],
    told: 'BLOCK claim-removed PersistentVolumeClaim z/data: renamed to PersistentVolumeClaim z/files: the claim is deleted; under a Delete reclaim policy the volume and its data go with it',
  },
  {
    row: 'Namespace removed or renamed',
    from: [clusterObject('v1', 'Namespace', 'z')],
    to: [],
    told: 'BLOCK namespace-removed Namespace z: removed: everything in the namespace is deleted with it, claims and data too',
  },
  {
    row: 'CRD removed',
    from: [definition('gadgets', 'example.org', 'Gadget')],
    to: [],
    told: 'BLOCK crd-removed CustomResourceDefinition gadgets.example.org: removed: every Gadget in the cluster is deleted with it, and what they own after them',
  },
  {
    row: 'StatefulSet removed or renamed',
    from: [statefulSet('db')],
    to: [statefulSet('database')],
    told: 'BLOCK stateful-set-removed StatefulSet z/db: renamed to StatefulSet z/database: database starts with new, empty claims: the data of the old claims does not follow',
  },
  {
    row: 'StatefulSet serviceName, selector, volumeClaimTemplates, podManagementPolicy',
    from: [statefulSet('db', { podManagementPolicy: 'OrderedReady' })],
    to: [statefulSet('db', { podManagementPolicy: 'Parallel', serviceName: 'db-headless', volumeClaimTemplates: [] })],
    told: 'RECREATE stateful-set-immutable StatefulSet z/db: the API server refuses it: of a StatefulSet only replicas, ordinals, template, updateStrategy, revisionHistoryLimit, minReadySeconds and the retention policy may change',
  },
  {
    row: 'persistentVolumeClaimRetentionPolicy Retain -> Delete',
    from: [statefulSet('db', retention('Retain'))],
    to: [statefulSet('db', retention('Delete'))],
    told: 'BLOCK stateful-set-retention StatefulSet z/db: accepted at once; the next removal or scale-down deletes the claims with their data',
  },
  {
    row: 'StatefulSet replicas lowered',
    from: [statefulSet('sentinel', { replicas: 3 }, sentinel), statefulSet('cache', { replicas: 3 })],
    to: [statefulSet('sentinel', { replicas: 1 }, sentinel), statefulSet('cache', { replicas: 1 })],
    told: 'BLOCK stateful-set-members-lowered StatefulSet z/sentinel: members vanish without leaving their cluster: quorum may be lost, and Sentinels never forget a peer',
    also: [
      'WARN stateful-set-lowered StatefulSet z/cache: the highest pods stop: cache-2, cache-1; they have no claims of their own',
    ],
  },
  {
    row: 'StatefulSet ordinals.start',
    from: [statefulSet('db', { ordinals: { start: 0 } })],
    to: [statefulSet('db', { ordinals: { start: 1 } })],
    told: 'BLOCK stateful-set-ordinals StatefulSet z/db: the pods are renumbered: seeds, addresses and claims no longer belong to the same pod',
  },
  {
    row: 'PVC storage request lowered; class, accessModes, volumeMode, volumeName, dataSource',
    from: [claim('data'), claim('files'), claim('grown')],
    to: [
      claim('data', { resources: { requests: { storage: '5Gi' } } }),
      claim('files', { storageClassName: 'slow' }),
      claim('grown', { resources: { requests: { storage: '20Gi' } } }),
    ],
    told: 'RECREATE claim-shrunk PersistentVolumeClaim z/data: the API server refuses a smaller request: the sync fails',
    also: [
      'RECREATE claim-immutable PersistentVolumeClaim z/files: the API server refuses it; only growth of the request is allowed on a claim',
      'OK claim-grown PersistentVolumeClaim z/grown: the volume grows if its StorageClass allows expansion; if not, the API server refuses it',
    ],
  },
  {
    row: 'PVC grown without a class that allows it',
    from: [storageClass({ provisioner: 'example.org/a' }), claim('data', { storageClassName: 'rigid' })],
    to: [
      storageClass({ provisioner: 'example.org/a' }),
      claim('data', { storageClassName: 'rigid', resources: { requests: { storage: '20Gi' } } }),
    ],
    told: 'RECREATE claim-of-fixed-size PersistentVolumeClaim z/data: the API server refuses to grow a claim whose StorageClass does not allow expansion, or that has none',
  },
  {
    row: 'PV source, nodeAffinity',
    from: [volume()],
    to: [volume({ local: { path: '/other' } })],
    told: 'RECREATE volume-immutable PersistentVolume disk: the source of a volume is fixed: the API server refuses the change',
  },
  {
    row: 'PV claimRef',
    from: [claimed('data')],
    to: [claimed('files')],
    told: 'BLOCK volume-claim PersistentVolume disk: accepted at once; the claim that was bound to the volume is Lost, and its pods no longer start',
  },
  {
    row: 'PV class, accessModes',
    from: [volume()],
    to: [volume({ accessModes: ['ReadWriteMany'] })],
    told: 'WARN volume-matching PersistentVolume disk: a claim that is bound stays so; one that is made anew no longer matches the volume',
  },
  {
    row: 'PV reclaimPolicy Retain -> Delete',
    from: [volume()],
    to: [volume({ persistentVolumeReclaimPolicy: 'Delete' })],
    told: 'BLOCK volume-reclaim-delete PersistentVolume disk: accepted at once; whoever deletes the claim later deletes the data too',
  },
  {
    row: 'StorageClass provisioner, parameters, reclaimPolicy, bindingMode',
    from: [storageClass({ provisioner: 'example.org/a', reclaimPolicy: 'Retain' })],
    to: [storageClass({ provisioner: 'example.org/b', reclaimPolicy: 'Delete' })],
    told: 'RECREATE storage-class-immutable StorageClass rigid: the API server refuses to change a StorageClass; existing volumes keep their class anyway',
  },
  {
    row: 'StorageClass mountOptions, allowedTopologies, expansion',
    from: [storageClass({ provisioner: 'example.org/a' })],
    to: [storageClass({ provisioner: 'example.org/a', mountOptions: ['noatime'] })],
    told: 'OK storage-class-new-volumes StorageClass rigid: holds for volumes that are made, or grow, from now on; existing ones stay as they are',
  },
  {
    row: 'Sync wave lowered or raised on PVC',
    from: [claim('data', {}, { annotations: { 'argocd.argoproj.io/sync-wave': '0' } })],
    to: [claim('data', {}, { annotations: { 'argocd.argoproj.io/sync-wave': '-1' } })],
    told: 'BLOCK claim-wave PersistentVolumeClaim z/data: in another wave than its consumer, a claim of a WaitForFirstConsumer class waits for a pod that waits for the claim: the sync hangs',
  },
];
