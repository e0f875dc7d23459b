import { Size } from 'cdk8s';
import { SharedClaim, type SharedClaimProps, WebService } from '../../src/tiers';
import {
  describeEveryProp,
  makeEnvironment,
  makeProduction,
  makeSystem,
  problemsFrom,
  renderOne,
  small,
} from '../fixtures';

const render = (props: Partial<SharedClaimProps> = {}, environment = makeEnvironment()) =>
  renderOne((application) => new SharedClaim(application, 'files', { size: Size.gibibytes(5), ...props }), environment);
const wave = (object: { metadata: { annotations: Record<string, string> } }) =>
  object.metadata.annotations['argocd.argoproj.io/sync-wave'];

const nodes = (count: number) => ({
  cluster: {
    kubernetesVersion: '1.36',
    apiServerCidrs: ['10.0.0.1/32'],
    nodeCidrs: ['10.0.0.0/24'],
    nodes: [{ name: 'node', count, cpu: '4', memory: '8Gi' }],
  },
});

describe('a shared claim', () => {
  test('in a static environment is a claim and a volume that point at each other', () => {
    const { get, names } = render();
    expect(names()).toEqual([
      'NetworkPolicy allow-dns',
      'NetworkPolicy default-deny',
      'PersistentVolume shop-files',
      'PersistentVolumeClaim files',
    ]);
    expect(get('PersistentVolumeClaim')).toMatchSnapshot('PersistentVolumeClaim');
    expect(get('PersistentVolume')).toMatchSnapshot('PersistentVolume');
  });

  test('in a dynamic environment asks the class of shared files', () => {
    expect(render({}, makeProduction()).get('PersistentVolumeClaim').spec).toEqual({
      accessModes: ['ReadWriteMany'],
      resources: { requests: { storage: '5Gi' } },
      storageClassName: 'files',
      volumeMode: 'Filesystem',
    });
  });

  test('joins the wave of its first consumer, for it binds on first use', () => {
    const test = makeSystem(makeProduction());
    const claim = new SharedClaim(test.application, 'files', { size: Size.gibibytes(5) });
    const tiers = ['a', 'b', 'c'].map(
      (name) => new WebService(test.application, name, { image: 'web:1.0', port: 80, resources: small }),
    );
    tiers[1]!.connectTo(tiers[0]!);
    tiers[2]!.connectTo(tiers[1]!);
    tiers[1]!.mountShared(claim, '/files');
    tiers[2]!.mountShared(claim, '/files');
    tiers[2]!.mountShared(claim, '/files');
    const { get } = test.render();
    expect([wave(get('PersistentVolumeClaim') as never), wave(get('Deployment', 'b') as never)]).toEqual(['1', '1']);
    expect(get('Deployment', 'c').spec.template.spec.containers[0].volumeMounts).toEqual([
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'files', mountPath: '/files' },
    ]);
  });

  test('can not be mounted where something else is', () => {
    const test = makeSystem();
    const claim = new SharedClaim(test.application, 'files', { size: Size.gibibytes(5) });
    const web = new WebService(test.application, 'web', { image: 'web:1.0', port: 80, resources: small });
    expect(problemsFrom(() => web.mountShared(claim, '/tmp'))).toBe(
      "local/shop/shop-app/web: two volumes are mounted at '/tmp', choose another path for one of them",
    );
  });
});

describeEveryProp('SharedClaimProps', {
  size: [() => render({ size: Size.gibibytes(7) }).get('PersistentVolumeClaim').spec.resources.requests.storage, '7Gi'],
  claimName: [() => render({ claimName: 'files-claim' }).get('PersistentVolumeClaim').metadata.name, 'files-claim'],
  folder: [() => render({ folder: 'shared' }).get('PersistentVolume').spec.local.path, '/data/shop/shared'],
  accessMode: [
    () => {
      const tree = render({ accessMode: 'ReadWriteOnce' });
      return ['PersistentVolumeClaim', 'PersistentVolume'].map((kind) => tree.get(kind).spec.accessModes);
    },
    [['ReadWriteOnce'], ['ReadWriteOnce']],
  ],
  purpose: [
    () => render({ purpose: 'broker' }, makeProduction()).get('PersistentVolumeClaim').spec.storageClassName,
    'fast',
  ],
});

test('a claim of one node asks the default class, and stands on one of several nodes', () => {
  const once = { accessMode: 'ReadWriteOnce' } as const;
  expect(render(once, makeProduction()).get('PersistentVolumeClaim').spec.storageClassName).toBe('standard');
  expect(render(once, makeEnvironment(nodes(2))).all('PersistentVolume')).toHaveLength(1);
});

describe('a shared claim is refused', () => {
  test('on static storage of several nodes', () => {
    expect(problemsFrom(() => render({}, makeEnvironment(nodes(2))))).toBe(
      'environments/local.yaml: static storage lies on one node and shared files need every node, use dynamic storage with the class storage.classes.shared, or one node',
    );
  });

  test('in an Application that does not use it: it would wait for a consumer that waits for it', () => {
    const test = makeSystem(makeProduction());
    const claim = new SharedClaim(test.application, 'files', { size: Size.gibibytes(5) });
    const mountIn = (application: typeof test.application) =>
      new WebService(application, `web-${application.name}`, {
        image: 'web:1.0',
        port: 80,
        resources: small,
      }).mountShared(claim, '/files');
    mountIn(test.add('other'));
    expect(problemsFrom(test.render)).toBe(
      "production/shop/shop-app/files: claim 'files' binds on first use, but nothing in its own Application 'shop-app' uses it: create it in 'other', where 'production/shop/other/web-other' does",
    );
    mountIn(test.application);
    expect(test.render().all('Deployment')).toHaveLength(2);
  });

  test('without a size', () => {
    expect(problemsFrom(() => render({ size: Size.mebibytes(0) }))).toBe(
      'local/shop/shop-app/files: size of 0 is no size, give at least 1Ki',
    );
  });

  test('with a name of other characters', () => {
    expect(problemsFrom(() => render({ claimName: 'my_files' }))).toBe(
      "local/shop/shop-app/files: name 'my_files' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit",
    );
  });
});
