import { Duration, Size } from 'cdk8s';
import type { IQueue } from '../../src/endpoints';
import { Cpu, priorities } from '../../src/kubernetes';
import { Credential, outside } from '../../src/secrets';
import type { Application } from '../../src/system';
import { QueueWorker, type QueueWorkerProps, RabbitMq, type Scaling, WebService } from '../../src/tiers';
import {
  describeEveryProp,
  type LooseObject,
  makeSystem,
  podSettingRows,
  problemsFrom,
  type RenderedTree,
  small,
} from '../fixtures';

interface Built {
  readonly tree: RenderedTree;
  readonly job: LooseObject;
  readonly spec: LooseObject;
  readonly container: LooseObject;
}

type Given = Partial<Omit<QueueWorkerProps, 'scaling'>> & { readonly scaling?: Partial<Scaling> };

type Queues = { orders: IQueue; bills: IQueue };

function build(given: Given | ((queues: Queues, application: Application) => Given) = {}, id = 'packer'): Built {
  const test = makeSystem();
  const broker = new RabbitMq(test.add('shop-data'), 'broker', {
    storage: Size.gibibytes(2),
    resources: { cpu: Cpu.millis(200), memory: Size.mebibytes(512) },
  });
  const orders = broker.addQueue('orders');
  const bills = broker.addQueue('bills');
  const props = typeof given === 'function' ? given({ orders, bills }, test.application) : given;
  new QueueWorker(test.application, id, {
    image: 'shop/packer:1.0',
    consumes: orders,
    priority: priorities.high,
    resources: small,
    attemptDeadline: Duration.minutes(20),
    ...props,
    scaling: { maxWorkers: 10, ...props.scaling },
  });
  const tree = test.render();
  const job = tree.get('ScaledJob');
  const { spec } = job.spec.jobTargetRef.template;
  return { tree, job, spec, container: spec.containers[0] };
}
const scaled = (scaling: Partial<Scaling>) => build({ scaling }).job;
const envOf = ({ container }: Built) =>
  Object.fromEntries(container.env.map(({ name, value }: LooseObject) => [name, value]));

describe('a queue worker', () => {
  test('emits a ScaledJob, its login to the broker, the entrypoint and an account', () => {
    const { tree, job } = build();
    expect(tree.names()).toEqual([
      'ConfigMap shop-app-entrypoint',
      'NetworkPolicy packer',
      'ScaledJob packer',
      'ServiceAccount packer',
      'TriggerAuthentication shop-app-broker-scaler',
    ]);
    expect(job).toMatchSnapshot('ScaledJob');
  });

  test('scales by ready and unacknowledged messages over HTTP, one Job a message', () => {
    expect(build().job.spec.triggers).toEqual([
      {
        type: 'rabbitmq',
        metadata: {
          protocol: 'http',
          host: 'http://broker.shop.svc.cluster.local:15672',
          vhostName: 'shop',
          queueName: 'orders',
          mode: 'QueueLength',
          value: '1',
        },
        authenticationRef: { name: 'shop-app-broker-scaler' },
      },
    ]);
  });

  test('leaves out what KEDA rejects or misreads, and never deletes running Jobs', () => {
    const { spec } = build().job;
    expect(spec.rollout).toEqual({ strategy: 'gradual' });
    expect(spec.scalingStrategy).toBeUndefined();
    expect(spec.triggers[0].metricType).toBeUndefined();
    expect(spec.triggers[0].useCachedMetrics).toBeUndefined();
    expect(spec.triggers[0].metadata.activationValue).toBeUndefined();
    expect(spec).toMatchObject({
      pollingInterval: 10,
      minReplicaCount: 0,
      maxReplicaCount: 10,
      successfulJobsHistoryLimit: 5,
      failedJobsHistoryLimit: 10,
    });
  });

  test('has a Job template that throttles failures and survives disruptions', () => {
    const { template, ...rest } = build().job.spec.jobTargetRef;
    expect(rest).toEqual({
      parallelism: 1,
      completions: 1,
      backoffLimit: 6,
      ttlSecondsAfterFinished: 86400,
      podReplacementPolicy: 'Failed',
      podFailurePolicy: {
        rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
      },
    });
    expect(template.spec.restartPolicy).toBe('Never');
    expect(template.metadata.labels).toEqual({ app: 'shop', tier: 'packer' });
  });

  test.each<[string, Given, string, number | undefined]>([
    ['without a minimum', {}, '60', 60 + 20 * 60 + 5 * 60],
    ['of a minimum, which KEDA makes anew', { scaling: { minWorkers: 1 } }, '20', 20 + 20 * 60 + 5 * 60],
    [
      'of a minimum that says its own time',
      { scaling: { minWorkers: 2 }, idleTimeout: Duration.seconds(1) },
      '1',
      1 + 20 * 60 + 5 * 60,
    ],
    ['that waits for ever because it is told to', { idleTimeout: Duration.seconds(0) }, '0', undefined],
  ])('lets a Job %s wait, work and start, and no longer', (_, given, idle, limit) => {
    const built = build(given);
    expect(envOf(built).IDLE_TIMEOUT_SECONDS).toBe(idle);
    expect(built.spec.activeDeadlineSeconds).toBe(limit);
    expect(built.job.spec.jobTargetRef.activeDeadlineSeconds).toBeUndefined();
  });

  test('has no probe, and no scaler uses its login', () => {
    const { container, tree } = build();
    expect([container.livenessProbe, container.readinessProbe, container.startupProbe]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(tree.get('TriggerAuthentication').spec.secretTargetRef).toEqual([
      { parameter: 'username', name: 'broker-user-monitoring', key: 'username' },
      { parameter: 'password', name: 'broker-user-monitoring', key: 'password' },
    ]);
    expect(container.env[0]).toEqual({ name: 'QUEUE', value: 'orders' });
    expect(container.env.find(({ name }: LooseObject) => name === 'BROKER_USER').valueFrom.secretKeyRef.name).toBe(
      'broker-user-packer',
    );
  });

  test('may read its queue alone, and lets KEDA ask the broker', () => {
    const { tree } = build();
    const { permissions } = JSON.parse(tree.get('ConfigMap', 'broker-definitions').data['definitions.json']);
    expect(permissions.at(-1)).toEqual({
      user: 'packer',
      vhost: 'shop',
      configure: '^$',
      write: '^$',
      read: '^orders$',
    });
    expect(tree.get('NetworkPolicy', 'broker').spec.ingress).toContainEqual({
      from: expect.arrayContaining([
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'keda' } },
          podSelector: { matchLabels: { app: 'keda-operator' } },
        },
      ]),
      ports: [{ protocol: 'TCP', port: 15672 }],
    });
  });

  test('is kept until somebody confirms, for with it go its running Jobs', () => {
    expect(build().job.metadata.annotations['argocd.argoproj.io/sync-options']).toBe('Prune=confirm,Delete=confirm');
  });

  test('stands in the last wave of its Application, that a broken broker holds up nothing', () => {
    const test = makeSystem();
    const broker = new RabbitMq(test.add('shop-data'), 'broker', {
      storage: Size.gibibytes(2),
      resources: { cpu: Cpu.millis(200), memory: Size.mebibytes(512) },
    });
    new QueueWorker(test.application, 'packer', {
      image: 'shop/packer:1.0',
      consumes: broker.addQueue('orders'),
      priority: priorities.high,
      resources: small,
      attemptDeadline: Duration.minutes(20),
      scaling: { maxWorkers: 1 },
    });
    const chain = ['a', 'b', 'c', 'd', 'e'].map(
      (name) => new WebService(test.application, name, { image: 'web:1.0', port: 80, resources: small }),
    );
    for (const [index, tier] of chain.entries()) if (index > 0) tier.connectTo(chain[index - 1]!);
    const tree = test.render();
    const waveOf = (kind: string, name: string) =>
      tree.get(kind, name).metadata.annotations['argocd.argoproj.io/sync-wave'];
    expect(waveOf('Deployment', 'e')).toBe('4');
    expect(waveOf('ScaledJob', 'packer')).toBe('4');
  });

  test('may have the name of what the library makes beside it', () => {
    for (const id of ['queue-worker', 'entrypoint']) expect(build({}, id).job.metadata.name).toBe(id);
  });

  test('shares login and entrypoint with the other workers of the Application, not with other Applications', () => {
    const test = makeSystem();
    const broker = new RabbitMq(test.add('shop-data'), 'broker', {
      storage: Size.gibibytes(2),
      resources: { cpu: Cpu.millis(200), memory: Size.mebibytes(512) },
    });
    const consumes = broker.addQueue('orders');
    for (const [application, id] of [
      [test.application, 'one'],
      [test.application, 'two'],
      [test.add('shop-more'), 'three'],
    ] as const) {
      new QueueWorker(application, id, {
        image: 'shop/packer:1.0',
        consumes,
        priority: priorities.low,
        resources: small,
        attemptDeadline: Duration.minutes(1),
        scaling: { maxWorkers: 1 },
      });
    }
    const names = (kind: string) =>
      test
        .render()
        .all(kind)
        .map(({ metadata }) => metadata.name);
    expect(names('TriggerAuthentication').sort()).toEqual(['shop-app-broker-scaler', 'shop-more-broker-scaler']);
    expect(names('ConfigMap').sort()).toEqual([
      'broker-config',
      'broker-definitions',
      'shop-app-entrypoint',
      'shop-more-entrypoint',
    ]);
  });
});

describeEveryProp('QueueWorkerProps', {
  image: [() => build({ image: 'shop/packer:2.0' }).container.image, 'shop/packer:2.0'],
  consumes: [() => build(({ bills }) => ({ consumes: bills })).job.spec.triggers[0].metadata.queueName, 'bills'],
  publishes: [() => envOf(build(({ bills }) => ({ publishes: [bills] }))).BILLS_QUEUE, 'bills'],
  scaling: [() => scaled({ maxWorkers: 7 }).spec.maxReplicaCount, 7],
  attemptDeadline: [() => envOf(build({ attemptDeadline: Duration.minutes(3) })).ATTEMPT_DEADLINE_SECONDS, '180'],
  idleTimeout: [() => envOf(build({ idleTimeout: Duration.seconds(45) })).IDLE_TIMEOUT_SECONDS, '45'],
  command: [
    () => build({ command: ['pack', '--all'] }).container.command,
    ['python3', '/opt/queue-worker/consume.py', '--', 'pack', '--all'],
  ],
  args: [() => build({ args: ['--fast'] }).container.args, ['--fast']],
  metrics: [
    () => {
      const { tree, spec, job } = build({ metrics: { port: 9100 } });
      const { annotations } = job.spec.jobTargetRef.template.metadata;
      return [spec.containers[0].ports, annotations['prometheus.io/port'], tree.names().length];
    },
    [[{ name: 'metrics', containerPort: 9100, protocol: 'TCP' }], '9100', 5],
  ],
  files: [
    () => build({ files: { '/etc/pack.conf': 'fast' } }).tree.get('ConfigMap', 'packer-config').data,
    { 'etc-pack.conf': 'fast' },
  ],
  workingDir: [() => build({ workingDir: '/srv' }).container.workingDir, '/srv'],
  settledBy: [() => build({ settledBy: 'program' }).container.command, undefined],
  exitCodes: [() => envOf(build({ exitCodes: { 3: 'dead-letter' } })).EXIT_CODES, '{"3":"dead-letter"}'],
  secretFiles: [
    () => {
      const test = makeSystem();
      const keys = new Credential(test.application, 'key', { name: 'key', keys: { pem: outside('a key') } });
      const broker = new RabbitMq(test.application, 'broker', {
        storage: Size.gibibytes(2),
        resources: { cpu: Cpu.millis(200), memory: Size.mebibytes(512) },
      });
      new QueueWorker(test.application, 'packer', {
        image: 'shop/packer:1.0',
        consumes: broker.addQueue('orders'),
        priority: priorities.low,
        resources: small,
        attemptDeadline: Duration.minutes(1),
        scaling: { maxWorkers: 1 },
        secretFiles: { '/app/key.pem': keys.key('pem') },
      });
      return test.render().get('ScaledJob').spec.jobTargetRef.template.spec.containers[0].volumeMounts.at(-1);
    },
    { name: 'secret-files', mountPath: '/app/key.pem', subPath: 'app-key.pem', readOnly: true },
  ],
  scratch: [
    () => build({ scratch: ['/work'] }).container.volumeMounts.at(-1),
    { name: 'scratch-0', mountPath: '/work' },
  ],
  resources: [
    () => build({ resources: { cpu: Cpu.units(2), memory: Size.gibibytes(1) } }).container.resources.requests,
    { cpu: '2', memory: '1Gi' },
  ],
  tier: [() => build({ tier: 'pack' }).job.spec.jobTargetRef.template.metadata.labels, { app: 'shop', tier: 'pack' }],
  workloadName: [() => build({ workloadName: 'pack-job' }).job.metadata.name, 'pack-job'],
  env: [() => envOf(build({ env: { MODE: 'fast' } })).MODE, 'fast'],
  ...podSettingRows('ScaledJob', 'packer', (settings) => build((_, application) => settings(application)).tree),
});

test('the program of a queue worker is told its grace period', () => {
  expect(envOf(build({ terminationGracePeriod: Duration.seconds(90) })).TERMINATION_GRACE_SECONDS).toBe('90');
  expect(envOf(build()).TERMINATION_GRACE_SECONDS).toBe('30');
});

describeEveryProp('Scaling', {
  pollingInterval: [() => scaled({ pollingInterval: Duration.seconds(30) }).spec.pollingInterval, 30],
  acceptFastPolling: [
    () => scaled({ pollingInterval: Duration.seconds(2), acceptFastPolling: true }).spec.pollingInterval,
    2,
  ],
  minWorkers: [() => scaled({ minWorkers: 2 }).spec.minReplicaCount, 2],
  maxWorkers: [() => scaled({ maxWorkers: 3 }).spec.maxReplicaCount, 3],
  successfulJobsHistory: [() => scaled({ successfulJobsHistory: 1 }).spec.successfulJobsHistoryLimit, 1],
  failedJobsHistory: [() => scaled({ failedJobsHistory: 2 }).spec.failedJobsHistoryLimit, 2],
  backoffLimit: [() => scaled({ backoffLimit: 4 }).spec.jobTargetRef.backoffLimit, 4],
  finishedFor: [() => scaled({ finishedFor: Duration.hours(2) }).spec.jobTargetRef.ttlSecondsAfterFinished, 7200],
  paused: [() => scaled({ paused: true }).metadata.annotations['autoscaling.keda.sh/paused'], 'true'],
});

test('scaling that is given as undefined is the default', () => {
  expect(scaled({ pollingInterval: undefined, minWorkers: undefined }).spec).toMatchObject({
    pollingInterval: 10,
    minReplicaCount: 0,
  });
});

test.each<[string, Given]>([
  ['whose attempt ends a second before the consumer timeout', { attemptDeadline: Duration.seconds(24 * 60 - 1) }],
  ['that polls as fast as it may', { scaling: { pollingInterval: Duration.seconds(5) } }],
  ['with as many workers at least as at most', { scaling: { minWorkers: 2, maxWorkers: 2 } }],
  ['whose name leaves just the room for those of Jobs', { workloadName: 'p'.repeat(52) }],
])('a queue worker %s is built', (_, given) => {
  expect(build(given).job.kind).toBe('ScaledJob');
});

describe('a queue worker is refused', () => {
  test.each<[string, Given, string]>([
    [
      'that waits for half a second',
      { idleTimeout: Duration.millis(500) },
      'idleTimeout is 0.5 s, give whole seconds, at least 0',
    ],
    [
      'whose attempt may outlast the consumer timeout',
      { attemptDeadline: Duration.minutes(26) },
      "attempt deadline of 26 minutes is too long for queue 'orders', whose consumer timeout is 30 minutes: the broker would hand the message to a second worker; give the queue a `consumerTimeout` of more than 32 minutes, or shorten `attemptDeadline`",
    ],
    [
      'whose attempt may last as long as the consumer timeout',
      { attemptDeadline: Duration.minutes(24) },
      "attempt deadline of 24 minutes is too long for queue 'orders', whose consumer timeout is 30 minutes: the broker would hand the message to a second worker; give the queue a `consumerTimeout` of more than 30 minutes, or shorten `attemptDeadline`",
    ],
    [
      'with a minimum above the maximum',
      { scaling: { minWorkers: 3, maxWorkers: 2 } },
      'minWorkers 3 exceeds maxWorkers 2, lower the minimum or raise the maximum',
    ],
    ['without any Job', { scaling: { maxWorkers: 0 } }, 'maxWorkers is 0, give a whole number of at least 1'],
    [
      'that polls too fast',
      { scaling: { pollingInterval: Duration.seconds(4) } },
      'polling interval of 4 seconds is below 5 seconds, and KEDA may then miss Jobs it has just made: raise it, or set `acceptFastPolling`',
    ],
    [
      'that keeps finished Jobs for no time',
      { scaling: { finishedFor: Duration.millis(500) } },
      'finishedFor is 0.5 s, give whole seconds, at least 1',
    ],
    ['without a throttle', { scaling: { backoffLimit: 0 } }, 'backoffLimit is 0, give a whole number of at least 1'],
    [
      'whose name leaves no room for those of Jobs',
      { workloadName: 'p'.repeat(53) },
      `name '${'p'.repeat(53)}' has 53 characters, at most 52 are allowed: KEDA adds its own to the names of Jobs`,
    ],
  ])('%s', (_, given, message) => {
    expect(problemsFrom(() => build(given))).toBe(`local/shop/shop-app/packer: ${message}`);
  });
});
