import { Size } from 'cdk8s';
import { type ClaimSpec, OwnStorage } from '../../src/storage';
import { describeEveryProp, makeEnvironment, makeProduction, makeSystem, problemsFrom } from '../fixtures';

const least = {
  claimName: 'db-data',
  templateName: 'data',
  size: Size.gibibytes(3),
  purpose: 'database',
  accessMode: 'ReadWriteOnce',
  labels: { tier: 'db' },
} as const;

function build(props: Partial<ClaimSpec> & { statefulSet?: boolean } = {}, environment = makeEnvironment()) {
  const test = makeSystem(environment);
  const storage = new OwnStorage(test.application, 'storage', { statefulSet: true, ...least, ...props });
  return { storage, tree: test.render() };
}

describe('the volume of one pod', () => {
  test('in a static environment is a volume and a claim bound to each other, on the node that holds the folder', () => {
    const { storage, tree } = build();
    expect(tree.get('PersistentVolume').spec).toEqual({
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '3Gi' },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'db-data' },
      local: { path: '/data/shop/db-data' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-1'] }] },
          ],
        },
      },
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: 'manual',
      volumeMode: 'Filesystem',
    });
    expect(tree.get('PersistentVolumeClaim').spec).toEqual({
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '3Gi' } },
      storageClassName: 'manual',
      volumeMode: 'Filesystem',
      volumeName: 'shop-db-data',
    });
    expect(tree.get('PersistentVolume').metadata.namespace).toBeUndefined();
    expect(storage.volume?.toSpec()).toEqual({ name: 'data', persistentVolumeClaim: { claimName: 'db-data' } });
    expect([storage.claimTemplates, storage.retention]).toEqual([undefined, undefined]);
  });

  test('of a StatefulSet in a dynamic environment is a template, as the server stores it', () => {
    const { storage, tree } = build({}, makeProduction());
    expect([tree.all('PersistentVolumeClaim'), tree.all('PersistentVolume'), storage.volume]).toEqual([
      [],
      [],
      undefined,
    ]);
    expect(storage.claimTemplates).toEqual([
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '3Gi' } },
          storageClassName: 'fast',
          volumeMode: 'Filesystem',
        },
      },
    ]);
  });

  test('of any other workload in a dynamic environment is a claim', () => {
    const { storage, tree } = build({ statefulSet: false }, makeProduction());
    expect(tree.get('PersistentVolumeClaim').spec.storageClassName).toBe('fast');
    expect(storage.volume?.toSpec()).toEqual({ name: 'data', persistentVolumeClaim: { claimName: 'db-data' } });
    expect(storage.claimTemplates).toBeUndefined();
  });

  test.each(['Retain', 'Delete'])('is treated on deletion as the environment says: %s', (reclaim) => {
    const storage = { mode: 'dynamic', classes: { default: 'standard' }, reclaim };
    expect(build({}, makeProduction({ storage })).storage.retention).toEqual({
      whenDeleted: reclaim,
      whenScaled: reclaim,
    });
  });
});

const claim = (props: Partial<ClaimSpec>, environment = makeEnvironment()) =>
  build({ statefulSet: false, ...props }, environment).tree;
describeEveryProp('ClaimSpec', {
  claimName: [() => claim({ claimName: 'other' }).get('PersistentVolumeClaim').metadata.name, 'other'],
  size: [() => claim({ size: Size.gibibytes(4) }).get('PersistentVolumeClaim').spec.resources.requests.storage, '4Gi'],
  purpose: [
    () => claim({ purpose: 'default' }, makeProduction()).get('PersistentVolumeClaim').spec.storageClassName,
    'standard',
  ],
  accessMode: [
    () => claim({ accessMode: 'ReadWriteMany' }).get('PersistentVolume').spec.accessModes,
    ['ReadWriteMany'],
  ],
  labels: [() => claim({ labels: { tier: 'x' } }).get('PersistentVolumeClaim').metadata.labels.tier, 'x'],
  volumeName: [() => claim({ volumeName: 'pg' }).get('PersistentVolume').metadata.name, 'shop-pg'],
  folder: [() => claim({ folder: 'pg' }).get('PersistentVolume').spec.local.path, '/data/shop/pg'],
});

test.each(['../elsewhere', '/etc', 'a//b', '.', ''])(
  'a folder %j that leaves the place of the system is refused',
  (folder) => {
    expect(problemsFrom(() => build({ folder }))).toBe(
      `local/shop/shop-app/storage: folder '${folder}' of a static volume is not possible, give a relative path without '.' and '..'`,
    );
  },
);

test('a purpose is named as an environment file can name it', () => {
  expect(problemsFrom(() => build({ purpose: 'Fast Disk' }))).toBe(
    "local/shop/shop-app/storage: name 'Fast Disk' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit",
  );
});

test('the purposes of all volumes are known, templates too, so that a class for none of them is told', () => {
  const test = makeSystem(makeProduction());
  new OwnStorage(test.application, 'a', { ...least, statefulSet: true, purpose: 'search' });
  new OwnStorage(test.application, 'b', { ...least, statefulSet: false });
  expect(test.render().environment.notes.map(({ message }) => message)).toEqual([
    'no volume has the purpose of storage.classes.broker; used: database, search',
    'no volume has the purpose of storage.classes.shared; used: database, search',
  ]);
});
