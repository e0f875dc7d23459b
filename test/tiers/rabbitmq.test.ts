import { Duration, Size } from 'cdk8s';
import { Cpu } from '../../src/kubernetes';
import type { Application } from '../../src/system';
import { RabbitMq, type RabbitMqProps, WebService } from '../../src/tiers';
import {
  describeEveryProp,
  type LooseObject,
  makeEnvironment,
  makeProduction,
  makeSystem,
  podSettingRows,
  problemsFrom,
  type RenderedTree,
  renderOne,
  selectorRows,
  small,
  type TestSystem,
} from '../fixtures';

const least: RabbitMqProps = {
  storage: Size.gibibytes(2),
  resources: { cpu: Cpu.millis(200), memory: Size.mebibytes(512) },
};
const render = (props: Partial<RabbitMqProps> = {}, environment = makeEnvironment()) =>
  renderOne((application) => new RabbitMq(application, 'broker', { ...least, ...props }), environment);
const renderWith = (settings: (application: Application) => Partial<RabbitMqProps>) =>
  renderOne((application) => new RabbitMq(application, 'broker', { ...least, ...settings(application) }));
const podOf = (props: Partial<RabbitMqProps> = {}) => render(props).get('StatefulSet').spec.template;
const containerOf = (props: Partial<RabbitMqProps> = {}) => podOf(props).spec.containers[0];
const named = (list: readonly LooseObject[], name: string) => list.find((item) => item.name === name)!;
const web = (test: TestSystem, name: string) =>
  new WebService(test.application, name, { image: 'web:1.0', port: 80, resources: small });
const definitionsIn = (tree: RenderedTree) =>
  JSON.parse(tree.get('ConfigMap', 'broker-definitions').data['definitions.json']);

describe('a broker', () => {
  test('is a StatefulSet with a Service for clients and a headless one for its name', () => {
    const tree = render();
    expect(tree.names()).toEqual([
      'ConfigMap broker-config',
      'ConfigMap broker-definitions',
      'Job broker-definitions',
      'NetworkPolicy allow-dns',
      'NetworkPolicy broker',
      'NetworkPolicy broker-definitions',
      'NetworkPolicy default-deny',
      'PersistentVolume shop-broker-data',
      'PersistentVolumeClaim broker-data',
      'Service broker',
      'Service broker-nodes',
      'ServiceAccount broker',
      'ServiceAccount broker-definitions',
      'StatefulSet broker',
    ]);
    expect(tree.get('StatefulSet')).toMatchSnapshot('StatefulSet');
    expect(tree.get('Service', 'broker').spec.ports.map(({ name, port }: LooseObject) => [name, port])).toEqual([
      ['amqp', 5672],
      ['management', 15672],
      ['prometheus', 15692],
    ]);
  });

  test('has a headless Service that publishes nodes before they are ready', () => {
    expect(render().get('Service', 'broker-nodes').spec).toEqual({
      type: 'ClusterIP',
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: { app: 'shop', tier: 'broker' },
      ports: [
        { name: 'epmd', port: 4369, targetPort: 'epmd', protocol: 'TCP' },
        { name: 'distribution', port: 25672, targetPort: 'distribution', protocol: 'TCP' },
      ],
    });
    expect(render().get('StatefulSet').spec).toMatchObject({
      replicas: 1,
      serviceName: 'broker-nodes',
      podManagementPolicy: 'Parallel',
    });
  });

  test('points every Service at ports that its container declares', () => {
    const tree = render();
    const declared = tree
      .get('StatefulSet')
      .spec.template.spec.containers[0].ports.map(({ name }: LooseObject) => name);
    for (const service of tree.all('Service')) {
      for (const { targetPort } of service.spec.ports) expect(declared).toContain(targetPort);
    }
  });

  test('is asked by a connection whether it is ready, and never restarted', () => {
    const container = containerOf();
    expect(container.readinessProbe).toEqual({
      tcpSocket: { port: 5672 },
      initialDelaySeconds: 10,
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    });
    expect(container.livenessProbe).toBeUndefined();
    expect(container.startupProbe).toBeUndefined();
  });

  test('has the long node name that is the key of its data, in the domain of the cluster', () => {
    const environment = makeEnvironment({
      cluster: {
        kubernetesVersion: '1.36',
        domain: 'k8s.example',
        apiServerCidrs: ['10.0.0.1/32'],
        nodeCidrs: ['10.0.0.0/24'],
        nodes: [{ name: 'node', count: 1, cpu: '4', memory: '8Gi' }],
      },
    });
    const { env } = render({}, environment).get('StatefulSet').spec.template.spec.containers[0];
    expect(env.slice(0, 3)).toEqual([
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'RABBITMQ_USE_LONGNAME', value: 'true' },
      { name: 'RABBITMQ_NODENAME', value: 'rabbit@$(POD_NAME).broker-nodes.shop.svc.k8s.example' },
    ]);
  });

  test('sets absolute marks of memory and disk, and lets nobody in without a name', () => {
    expect(render().get('ConfigMap', 'broker-config').data['rabbitmq.conf']).toBe(`listeners.tcp.default = 5672
management.tcp.port = 15672
prometheus.tcp.port = 15692
auth_mechanisms.1 = PLAIN
auth_mechanisms.2 = AMQPLAIN
anonymous_login_user = none
definitions.import_backend = local_filesystem
definitions.local.path = /run/rabbitmq/definitions.json
vm_memory_high_watermark.absolute = 307MiB
disk_free_limit.absolute = 307MiB
collect_statistics_interval = 1000
management.sample_retention_policies.global.minute = 1
management.sample_retention_policies.global.hour = 60
management.sample_retention_policies.global.day = 1200
management.sample_retention_policies.basic.minute = 1
management.sample_retention_policies.basic.hour = 60
management.sample_retention_policies.detailed.minute = 1
log.console = true
log.file = false
`);
  });

  test.each([
    ['rabbitmq:4.3.5-management', 999, 999],
    ['rabbitmq:4.3.5-management-alpine', 100, 101],
  ])('of image %s runs as %i:%i', (image, runAsUser, runAsGroup) => {
    expect(podOf({ image }).spec.securityContext).toMatchObject({ runAsUser, runAsGroup, fsGroup: runAsGroup });
  });

  test('keeps its volume by default', () => {
    const { spec } = render({}, makeProduction()).get('StatefulSet');
    expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: 'Retain', whenScaled: 'Retain' });
    expect(spec.volumeClaimTemplates[0].spec.accessModes).toEqual(['ReadWriteOnce']);
  });
});

describeEveryProp('RabbitMqProps', {
  storage: [() => render({ storage: Size.gibibytes(8) }).get('PersistentVolume').spec.capacity, { storage: '8Gi' }],
  image: [
    () => podOf({ image: 'rabbitmq:4.2.9-management' }).spec.initContainers[0].image,
    'rabbitmq:4.2.9-management',
  ],
  serviceName: [() => render({ serviceName: 'mq' }).get('Service', 'mq').spec.type, 'ClusterIP'],
  vhost: [
    () => definitionsIn(render({ vhost: 'tenant' })).vhosts,
    [{ name: 'tenant', metadata: { default_queue_type: 'quorum' } }],
  ],
  claimName: [() => render({ claimName: 'claim' }).get('PersistentVolumeClaim').metadata.name, 'claim'],
  folder: [() => render({ folder: 'mq' }).get('PersistentVolume').spec.local.path, '/data/shop/mq'],
  resources: [
    () => containerOf({ resources: { cpu: Cpu.units(1), memory: Size.gibibytes(1) } }).resources,
    { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } },
  ],
  tier: [() => podOf({ tier: 'mq' }).metadata.labels, { app: 'shop', tier: 'mq' }],
  workloadName: [() => render({ workloadName: 'mq' }).get('StatefulSet').metadata.name, 'mq'],
  env: [() => named(containerOf({ env: { TZ: 'UTC' } }).env, 'TZ').value, 'UTC'],
  ...podSettingRows('StatefulSet', 'broker', renderWith),
  ...selectorRows('StatefulSet', 'broker', 'broker', renderWith),
});

describe('definitions of a broker', () => {
  function build(order: readonly ('a' | 'b')[]) {
    const test = makeSystem();
    const broker = new RabbitMq(test.application, 'broker', least);
    const orders = broker.addQueue('orders', { deliveryLimit: 30, consumerTimeout: Duration.hours(1) });
    for (const name of order) web(test, name).publishTo(orders);
    return test.render();
  }

  test('hold the virtual host, queues with dead letters, policies, and a user for each tier, but no guest', () => {
    expect(definitionsIn(build(['a', 'b']))).toMatchSnapshot('definitions');
  });

  test('limit by policies, because arguments of a queue never change', () => {
    const { policies, queues } = definitionsIn(build(['a']));
    expect(queues.map(({ name, arguments: given }: LooseObject) => [name, given])).toEqual([
      ['orders', { 'x-queue-type': 'quorum' }],
      ['orders.dead-letter', { 'x-queue-type': 'quorum' }],
    ]);
    expect(policies[0]).toMatchObject({
      pattern: '^orders$',
      'apply-to': 'quorum_queues',
      definition: {
        'delivery-limit': 30,
        'dead-letter-exchange': 'dead-letter',
        'dead-letter-routing-key': 'orders',
        'consumer-timeout': 3_600_000,
      },
    });
  });

  test('let the scaler look, the operator look into dead letters, the import import, and nothing else', () => {
    const { users, permissions } = definitionsIn(build([]));
    expect(users.map(({ name, tags }: LooseObject) => ({ name, tags }))).toEqual([
      { name: 'definitions', tags: ['administrator'] },
      { name: 'monitoring', tags: ['monitoring'] },
      { name: 'operator', tags: ['monitoring', 'policymaker'] },
    ]);
    const none = { vhost: 'shop', configure: '^$', write: '^$', read: '^$' };
    expect(permissions).toEqual([
      { user: 'definitions', ...none },
      { user: 'monitoring', ...none },
      { user: 'operator', ...none, read: '^orders\\.dead-letter$' },
    ]);
  });

  test('and mounted passwords do not depend on the order of connections', () => {
    const [one, other] = [build(['a', 'b']), build(['b', 'a'])];
    expect(definitionsIn(one)).toEqual(definitionsIn(other));
    expect(one.get('StatefulSet')).toEqual(other.get('StatefulSet'));
  });

  test('hold no password, and every user has one mounted', () => {
    const tree = build(['a', 'b']);
    const { users } = definitionsIn(tree);
    const { volumes } = tree.get('StatefulSet').spec.template.spec;
    const mounted = named(volumes, 'users').projected.sources.map(({ secret }: LooseObject) => secret.items[0].path);
    expect(mounted).toEqual(users.map(({ name }: LooseObject) => name));
    for (const { name, password } of users) expect(password).toBe(`{{password:${name}}}`);
  });

  test('match names literally', () => {
    const test = makeSystem();
    const broker = new RabbitMq(test.application, 'broker', least);
    broker.addQueue('a.b_c-1');
    expect(definitionsIn(test.render()).policies[0].pattern).toBe('^a\\.b_c-1$');
  });
});

describe('a change of the definitions', () => {
  const tree = (deliveryLimit: number) => {
    const test = makeSystem();
    const broker = new RabbitMq(test.add('shop-data'), 'broker', least);
    const queue = broker.addQueue('orders', { deliveryLimit });
    web(test, 'front').publishTo(queue);
    return test.render();
  };
  const [before, after] = [tree(20), tree(30)];

  test('is imported by a Job at every rollout and restarts nothing', () => {
    expect(definitionsIn(before)).not.toEqual(definitionsIn(after));
    expect(after.get('StatefulSet')).toEqual(before.get('StatefulSet'));
    const { annotations, name } = after.get('Job').metadata;
    expect([
      name,
      annotations['argocd.argoproj.io/hook'],
      annotations['argocd.argoproj.io/hook-delete-policy'],
    ]).toEqual(['broker-definitions', 'Sync', 'BeforeHookCreation']);
    expect(after.get('Job')).toMatchSnapshot('Job');
  });

  test('is there before the broker’s clients, and after the broker', () => {
    const wave = (kind: string, name: string) =>
      Number(after.get(kind, name).metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
    expect(wave('Job', 'broker-definitions')).toBe(wave('StatefulSet', 'broker') + 1);
    const placed = makeSystem();
    const broker = new RabbitMq(placed.application, 'broker', least);
    web(placed, 'front').publishTo(broker.addQueue('orders'));
    const { get } = placed.render();
    const waves = [get('StatefulSet', 'broker'), get('Job', 'broker-definitions'), get('Deployment', 'front')].map(
      ({ metadata }) => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0),
    );
    expect(waves).toEqual([...waves].sort((a, b) => a - b));
    expect(new Set(waves).size).toBe(3);
  });

  test('reaches the management API and nothing else', () => {
    expect(after.get('NetworkPolicy', 'broker-definitions').spec.egress).toEqual([
      {
        to: [{ podSelector: { matchLabels: { app: 'shop', tier: 'broker' } } }],
        ports: [{ protocol: 'TCP', port: 15672 }],
      },
    ]);
  });

  test('of the server itself restarts it', () => {
    expect(render({ resources: { cpu: Cpu.millis(200), memory: Size.mebibytes(600) } }).get('StatefulSet')).not.toEqual(
      render().get('StatefulSet'),
    );
  });
});

describe('a publisher', () => {
  test('has a user of its own, a URL that Kubernetes puts together, and the name of the queue', () => {
    const test = makeSystem();
    const broker = new RabbitMq(test.application, 'broker', { ...least, vhost: 'a/b' });
    const queue = broker.addQueue('new-orders');
    const shop = web(test, 'front');
    shop.publishTo(queue);
    shop.publishTo(queue);
    shop.publishTo(queue, { env: 'TARGET' });
    expect(test.render().get('Deployment').spec.template.spec.containers[0].env).toEqual([
      { name: 'BROKER_USER', valueFrom: { secretKeyRef: { name: 'broker-user-front', key: 'username' } } },
      { name: 'BROKER_PASSWORD', valueFrom: { secretKeyRef: { name: 'broker-user-front', key: 'password' } } },
      {
        name: 'BROKER_URL',
        value: 'amqp://$(BROKER_USER):$(BROKER_PASSWORD)@broker.shop.svc.cluster.local:5672/a%2Fb',
      },
      { name: 'NEW_ORDERS_QUEUE', value: 'new-orders' },
      { name: 'TARGET', value: 'new-orders' },
    ]);
  });
});

test('a client may have a name that every object has', () => {
  const test = makeSystem();
  new WebService(test.application, 'front', {
    image: 'web:1.0',
    port: 80,
    resources: small,
    tier: 'constructor',
  }).publishTo(new RabbitMq(test.application, 'broker', least).addQueue('orders'));
  expect(definitionsIn(test.render()).users.map(({ name }: LooseObject) => name)).toContain('constructor');
});

describe('a broker is refused', () => {
  const broker = () => new RabbitMq(makeSystem().application, 'broker', least);

  test.each<[string, () => unknown, string]>([
    [
      'with a disk that its own mark would fill',
      () => render({ storage: Size.mebibytes(900) }),
      'volume of 900Mi is too small for 512Mi of memory: the broker blocks all publishers below 308Mi of free disk, give it at least three times that',
    ],
    [
      'with a queue declared twice',
      () => {
        const mq = broker();
        mq.addQueue('orders');
        mq.addQueue('orders');
      },
      "queue 'orders' is declared twice, use the first one or choose another name",
    ],
    [
      'with a queue of an impossible name',
      () => broker().addQueue('new orders'),
      "queue name 'new orders' is not possible, use at most 200 letters, digits, '.', '_' and '-'",
    ],
    [
      'with a queue that takes the place of dead letters',
      () => {
        const mq = broker();
        mq.addQueue('orders');
        mq.addQueue('orders.dead-letter');
      },
      "queue 'orders.dead-letter' is where queue 'orders' leaves what it gave up, choose another name",
    ],
    [
      'with a queue that never gives up',
      () => broker().addQueue('orders', { deliveryLimit: 0 }),
      "delivery limit of queue 'orders' is 0, give a whole number of at least 1",
    ],
    ...[
      ['definitions', "the import's"],
      ['monitoring', "the scaler's"],
      ['operator', "the operator's"],
    ].map(([name, whose]): [string, () => unknown, string] => [
      `when a tier has the name of ${whose} user`,
      () => {
        const test = makeSystem();
        web(test, name!).publishTo(new RabbitMq(test.application, 'broker', least).addQueue('orders'));
      },
      `user name '${name}' is ${whose}, rename the tier`,
    ]),
    [
      'when two tiers of one name would be one user',
      () => {
        const test = makeSystem();
        const orders = new RabbitMq(test.application, 'broker', least).addQueue('orders');
        web(test, 'front').publishTo(orders);
        const other = new WebService(test.add('other'), 'front', { image: 'web:1.0', port: 80, resources: small });
        other.publishTo(orders);
      },
      "user 'front' is that of 'local/shop/shop-app/front', 'local/shop/other/front' would share its rights: rename the tier",
    ],
    [
      'when it is asked for rights to the queue of another',
      () => {
        const test = makeSystem();
        const other = new RabbitMq(test.application, 'other', least).addQueue('orders');
        new RabbitMq(test.application, 'broker', least).grantPublish(web(test, 'front'), other);
      },
      "queue 'orders' is of broker 'other', ask that one for rights to it",
    ],
    [
      'when it is asked to let another queue be consumed',
      () => {
        const test = makeSystem();
        const other = new RabbitMq(test.application, 'other', least).addQueue('orders');
        new RabbitMq(test.application, 'broker', least).grantConsume(web(test, 'front'), other);
      },
      "queue 'orders' is of broker 'other', ask that one for rights to it",
    ],
  ])('%s', (_, build, message) => {
    expect(problemsFrom(build)).toBe(`local/shop/shop-app/broker: ${message}`);
  });
});
