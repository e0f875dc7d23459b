import { Size } from 'cdk8s';
import { BackgroundService, ScaleOn, StatefulService, type StatefulServiceProps } from '../../src/tiers';
import {
  describeEveryProp,
  makeEnvironment,
  makeProduction,
  makeSystem,
  probeRows,
  problemsFrom,
  programRows,
  type RenderWith,
  renderOne,
  selectorRows,
  small,
} from '../fixtures';

const least = { image: 'shop/search:3.1', resources: small, port: 9200 };
const storage = { path: '/var/lib/search', size: Size.gibibytes(20) };
const render: RenderWith<Partial<StatefulServiceProps>> = (props) =>
  renderOne((application) => new StatefulService(application, 'search', { ...least, ...props(application) }));
const of = (props: Partial<StatefulServiceProps> = {}) => render(() => props);
const inProduction = (props: Partial<StatefulServiceProps>) =>
  renderOne((application) => new StatefulService(application, 'search', { ...least, ...props }), makeProduction());
const specOf = (props: Partial<StatefulServiceProps> = {}) => of(props).get('StatefulSet').spec;

const cluster: Partial<StatefulServiceProps> = {
  port: undefined,
  ports: [
    { name: 'http', port: 9200 },
    { name: 'transport', port: 9300, protocol: 'tcp' },
  ],
  peerPorts: ['transport'],
  replicas: 3,
  storage,
};

describe('a stateful service', () => {
  test('emits a StatefulSet, a Service for clients and one for each pod', () => {
    const tree = inProduction(cluster);
    expect(tree.names()).toEqual([
      'NetworkPolicy allow-dns',
      'NetworkPolicy default-deny',
      'NetworkPolicy search',
      'PodDisruptionBudget search',
      'Service search',
      'Service search-nodes',
      'ServiceAccount search',
      'StatefulSet search',
    ]);
    expect(tree.get('StatefulSet')).toMatchSnapshot('StatefulSet');
    expect(tree.get('Service', 'search-nodes').spec).toMatchObject({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
    });
    expect(
      tree.get('Service', 'search').spec.ports.map(({ name, port }: { name: string; port: number }) => [name, port]),
    ).toEqual([
      ['http', 9200],
      ['transport', 9300],
    ]);
  });

  test('gives each pod a volume of its own, which stays its own', () => {
    const { spec } = inProduction(cluster).get('StatefulSet');
    expect(spec.volumeClaimTemplates).toEqual([
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '20Gi' } },
          storageClassName: 'standard',
          volumeMode: 'Filesystem',
        },
      },
    ]);
    expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: 'Retain', whenScaled: 'Retain' });
    expect(spec.template.spec.containers[0].volumeMounts[0]).toEqual({ name: 'data', mountPath: '/var/lib/search' });
  });

  test('has the volumes of its pods written out where nothing makes them', () => {
    const tree = renderOne(
      (application) => new StatefulService(application, 'search', { ...least, ...cluster, replicas: 2 }),
      makeEnvironment(),
    );
    const volumes = tree.all('PersistentVolume');
    expect(volumes.map(({ metadata, spec }) => [metadata.name, spec.claimRef.name, spec.local.path])).toEqual([
      ['shop-data-search-0', 'data-search-0', '/data/shop/data-search-0'],
      ['shop-data-search-1', 'data-search-1', '/data/shop/data-search-1'],
    ]);
    expect(tree.get('StatefulSet').spec.persistentVolumeClaimRetentionPolicy).toBeUndefined();
    expect(tree.get('StatefulSet').spec.volumeClaimTemplates).toHaveLength(1);
    expect(tree.all('PersistentVolumeClaim')).toEqual([]);
  });

  test('lets its pods reach each other at the ports that are for them, and at no other', () => {
    const peer = [{ podSelector: { matchLabels: { app: 'shop', tier: 'search' } } }];
    const { spec } = inProduction(cluster).get('NetworkPolicy', 'search');
    expect(spec.ingress).toEqual([{ from: peer, ports: [{ protocol: 'TCP', port: 9300 }] }]);
    expect(spec.egress).toEqual([{ to: peer, ports: [{ protocol: 'TCP', port: 9300 }] }]);
  });

  test('tells clients where the Service is, and each single pod', () => {
    const test = makeSystem();
    const search = new StatefulService(test.application, 'search', { ...least, ...cluster, workloadName: 'es' });
    const indexer = new BackgroundService(test.application, 'indexer', { image: 'indexer:1.0', resources: small });
    indexer.connectTo(search);
    indexer.connectTo(search.endpoint('transport'));
    expect(search.podHost(0)).toBe('es-0.search-nodes.shop.svc.cluster.local');
    expect(search.podHost(2)).toBe('es-2.search-nodes.shop.svc.cluster.local');
    const [container] = test.render().get('Deployment').spec.template.spec.containers;
    expect(container.env).toEqual([
      { name: 'SEARCH_URL', value: 'http://search.shop.svc.cluster.local:9200' },
      { name: 'SEARCH_TRANSPORT_HOST', value: 'search.shop.svc.cluster.local' },
      { name: 'SEARCH_TRANSPORT_PORT', value: '9300' },
    ]);
    expect(problemsFrom(() => search.endpoint('grpc'))).toBe(
      "local/shop/shop-app/search: has no port 'grpc', its ports are http, transport",
    );
  });

  test.each([-1, 3, 0.5])('has no pod %d', (ordinal) => {
    const search = new StatefulService(makeSystem().application, 'search', { ...least, ...cluster });
    expect(problemsFrom(() => search.podHost(ordinal))).toBe(
      `local/shop/shop-app/search: has no pod ${ordinal}, its pods are 0 to 2`,
    );
  });

  test('is spread, with or without a revision', () => {
    const [spread] = specOf({ replicas: 2 }).template.spec.topologySpreadConstraints;
    expect(spread.matchLabelKeys).toBeUndefined();
    expect(specOf().template.spec.topologySpreadConstraints).toBeUndefined();
  });
});

describeEveryProp('StatefulServiceProps', {
  ...programRows('StatefulSet', 'search', render),
  ...probeRows('StatefulSet', render),
  ...selectorRows('StatefulSet', 'search', 'search', render),
  port: [() => specOf({ port: 81 }).template.spec.containers[0].ports[0].containerPort, 81],
  servicePort: [() => of({ servicePort: 80 }).get('Service', 'search').spec.ports[0].port, 80],
  ports: [
    () =>
      of(cluster)
        .get('Service', 'search')
        .spec.ports.map(({ name }: { name: string }) => name),
    ['http', 'transport'],
  ],
  replicas: [() => specOf({ replicas: 0 }).replicas, 0],
  autoscaling: [
    () => of({ autoscaling: { max: 4, on: [ScaleOn.cpu(70)] } }).get('HorizontalPodAutoscaler').spec.scaleTargetRef,
    { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'search' },
  ],
  podManagementPolicy: [() => specOf({ podManagementPolicy: 'Parallel' }).podManagementPolicy, 'Parallel'],
  updateStrategy: [() => specOf({ updateStrategy: 'OnDelete' }).updateStrategy, { type: 'OnDelete' }],
  partition: [
    () => specOf({ partition: 2 }).updateStrategy,
    { type: 'RollingUpdate', rollingUpdate: { partition: 2 } },
  ],
  storage: [() => of({ storage: { ...storage, purpose: 'database' } }).all('PersistentVolume').length, 1],
  serviceAnnotations: [
    () => of({ serviceAnnotations: { a: 'b' } }).get('Service', 'search').metadata.annotations.a,
    'b',
  ],
  serviceName: [
    () => {
      const tree = of({ serviceName: 'finder' });
      return [tree.get('StatefulSet').spec.serviceName, tree.get('Service', 'finder').spec.type];
    },
    ['finder-nodes', 'ClusterIP'],
  ],
  nodesServiceName: [
    () => {
      const tree = of({ nodesServiceName: 'finders' });
      return [tree.get('StatefulSet').spec.serviceName, tree.get('Service', 'finders').spec.clusterIP];
    },
    ['finders', 'None'],
  ],
  peerPorts: [() => of({ peerPorts: ['http'] }).get('NetworkPolicy', 'search').spec.ingress[0].ports[0].port, 9200],
});

test('its volumes have the storage class of their purpose', () => {
  const { spec } = inProduction({ storage: { ...storage, purpose: 'broker' } }).get('StatefulSet');
  expect(spec.volumeClaimTemplates[0].spec.storageClassName).toBe('fast');
});

test('its claims are called as those of a StatefulSet that it adopts', () => {
  const { spec } = inProduction({ storage: { ...storage, templateName: 'www' } }).get('StatefulSet');
  expect(spec.volumeClaimTemplates[0].metadata).toEqual({ name: 'www' });
  expect(spec.template.spec.containers[0].volumeMounts[0]).toEqual({ name: 'www', mountPath: '/var/lib/search' });
  const [volume] = of({ storage: { ...storage, templateName: 'www' } }).all('PersistentVolume');
  expect(volume!.spec.claimRef.name).toBe('www-search-0');
});

test('its two Services have a name each', () => {
  expect(problemsFrom(() => of({ nodesServiceName: 'search' }))).toBe(
    "local/shop/shop-app/search: serviceName and nodesServiceName are both 'search', and there are two Services: give one another name",
  );
});

test('a stateful service is refused with all that is wrong with it', () => {
  const wrong: Partial<StatefulServiceProps> = {
    replicas: -1,
    partition: -1,
    updateStrategy: 'OnDelete',
    storage: { ...storage, size: Size.mebibytes(0) },
    peerPorts: ['gossip'],
  };
  expect(problemsFrom(() => of(wrong)).split('\n')).toEqual([
    'local/shop/shop-app/search: has a `partition`, but replaces no pod by itself (`OnDelete`): leave out one of the two',
    'local/shop/shop-app/search: partition is -1, give a whole number of at least 0',
    "local/shop/shop-app/search: peerPorts names 'gossip', which is none of its ports: http",
    'local/shop/shop-app/search: replicas is -1, give a whole number of at least 0',
    expect.stringContaining('local/shop/shop-app/search: storage.size'),
  ]);
});
