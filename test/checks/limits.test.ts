import { runChecks } from '../../src/checks';
import { compareManifests } from '../../src/checks/change-safety';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { ManifestSet } from '../../src/manifests';

const make = (apiVersion: string, kind: string, name: string, rest: object = {}): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name, namespace: 'shop' }, ...rest }) as KubernetesObject;
const severityOf = (rule: string, ...objects: KubernetesObject[]): string | undefined =>
  runChecks(ManifestSet.of(objects)).findings.find((finding) => finding.rule === rule)?.severity;

const pod = (container: object, spec: object = {}) => ({
  spec: { containers: [{ name: 'a', image: 'a:1', ...container }], ...spec },
});
const scaledJob = (spec: object, name = 'mailer') =>
  make('keda.sh/v1alpha1', 'ScaledJob', name, { spec: { jobTargetRef: { template: pod({}) }, triggers: [], ...spec } });
const served = (deadline: number, timeout: number) => [
  make('keda.sh/v1alpha1', 'ScaledJob', 'mailer', {
    spec: {
      jobTargetRef: { backoffLimit: 10, template: pod({}, { activeDeadlineSeconds: deadline }) },
      triggers: [{ type: 'rabbitmq', metadata: { queueName: 'mails', host: 'amqp://broker.shop.svc:5672' } }],
    },
  }),
  make('v1', 'ConfigMap', 'definitions', {
    data: {
      'definitions.json': JSON.stringify({
        queues: [{ name: 'mails', vhost: '/' }],
        policies: [{ name: 'all', vhost: '/', pattern: '.*', definition: { 'consumer-timeout': timeout } }],
      }),
    },
  }),
];
const budget = (minAvailable: number) => [
  make('policy/v1', 'PodDisruptionBudget', 'web', {
    spec: { minAvailable, selector: { matchLabels: { app: 'web' } } },
  }),
  make('apps/v1', 'Deployment', 'web', {
    spec: { replicas: 2, template: { metadata: { labels: { app: 'web' } }, ...pod({}) } },
  }),
];
const sentinel = (milliseconds: number) =>
  make('v1', 'ConfigMap', 'sentinel', {
    data: { 'sentinel.conf': `sentinel down-after-milliseconds main ${milliseconds}\n` },
  });
const postgres = (seconds: number) =>
  make('v1', 'Pod', 'db', pod({ image: 'postgres:18.1' }, { terminationGracePeriodSeconds: seconds }));
const liveness = (failureThreshold: number) => make('v1', 'Pod', 'web', pod({ livenessProbe: { failureThreshold } }));
const priority = (value: number) =>
  ({ ...make('scheduling.k8s.io/v1', 'PriorityClass', 'high'), metadata: { name: 'high' }, value }) as KubernetesObject;
const nodePort = (port: number) => make('v1', 'Service', 'web', { spec: { ports: [{ port: 80, nodePort: port }] } });
const configMap = (bytes: number) => make('v1', 'ConfigMap', 'a', { data: { key: 'x'.repeat(bytes - 3) } });
const migration = (seconds: number) =>
  make('batch/v1', 'Job', 'migrate', {
    spec: { activeDeadlineSeconds: seconds, template: pod({ args: ['alembic', 'upgrade'] }) },
  });

/** An object with a label whose prefix, a domain name, is of that many characters. */
const labelled = (length: number): KubernetesObject => {
  const object = make('v1', 'ConfigMap', 'a');
  const prefix = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(length - 192)}`;
  return { ...object, metadata: { ...object.metadata, labels: { [`${prefix}/part`]: 'of' } } };
};

describe('a limit is the last value that is right', () => {
  test.each<[rule: string, right: KubernetesObject[], wrong: KubernetesObject[], severity: string]>([
    ['priority-range', [priority(1_000_000_000)], [priority(1_000_000_001)], 'error'],
    ['node-port-clash', [nodePort(30_000)], [nodePort(29_999)], 'warning'],
    ['node-port-clash', [nodePort(32_767)], [nodePort(32_768)], 'warning'],
    ['configmap-size', [configMap(262_144)], [configMap(262_145)], 'info'],
    ['postgres-grace', [postgres(90)], [postgres(89)], 'warning'],
    ['probe-liveness-harsh', [liveness(2)], [liveness(1)], 'warning'],
    ['redis-down-after', [sentinel(500)], [sentinel(499)], 'error'],
    ['redis-down-after', [sentinel(60_000)], [sentinel(60_001)], 'warning'],
    ['budget-blocks-drain', budget(1), budget(2), 'error'],
    ['job-deadline-short', [migration(600)], [migration(599)], 'warning'],
    ['keda-polling', [scaledJob({ pollingInterval: 5 })], [scaledJob({ pollingInterval: 4 })], 'warning'],
    ['keda-min-replicas', [scaledJob({ minReplicaCount: 0 })], [scaledJob({ minReplicaCount: 1 })], 'warning'],
    ['keda-name-length', [scaledJob({}, 'a'.repeat(52))], [scaledJob({}, 'a'.repeat(53))], 'error'],
    ['name-syntax', [make('v1', 'Service', 'a'.repeat(63))], [make('v1', 'Service', 'a'.repeat(64))], 'error'],
    [
      'name-syntax',
      [make('batch/v1', 'CronJob', 'a'.repeat(52)), make('batch/v1', 'Job', 'a'.repeat(63))],
      [make('batch/v1', 'CronJob', 'a'.repeat(53))],
      'error',
    ],
    ['name-syntax', [make('batch/v1', 'Job', 'a'.repeat(63))], [make('batch/v1', 'Job', 'a'.repeat(64))], 'error'],
    ['name-syntax', [make('v1', 'Pod', 'a'.repeat(253))], [make('v1', 'Pod', 'a'.repeat(254))], 'error'],
    ['label-syntax', [labelled(253)], [labelled(254)], 'error'],
    ['rabbitmq-consumer-timeout', served(1799, 1_800_000), served(1800, 1_800_000), 'error'],
  ])('%s', (rule, right, wrong, severity) => {
    expect([severityOf(rule, ...right), severityOf(rule, ...wrong)]).toEqual([undefined, severity]);
  });

  test('a minimum of Jobs at the maximum is told as idle Jobs, above it as a contradiction', () => {
    const jobs = (minReplicaCount: number) => scaledJob({ minReplicaCount, maxReplicaCount: 3 });
    expect([3, 4].map((count) => severityOf('keda-min-replicas', jobs(count)))).toEqual(['warning', 'error']);
  });

  test('a ConfigMap of one MiB is taken, one byte more is not', () => {
    expect([1_048_576, 1_048_577].map((bytes) => severityOf('configmap-size', configMap(bytes)))).toEqual([
      'info',
      'error',
    ]);
  });
});

describe('the consumer timeout of a queue, in diff', () => {
  const policy = (name: string, priority: number, timeout: number, pattern = '.*') => ({
    name,
    vhost: '/',
    pattern,
    priority,
    definition: { 'consumer-timeout': timeout },
  });
  const set = (policies: readonly object[]): ManifestSet => {
    const [job, definitions] = served(3600, 0);
    const data = { 'definitions.json': JSON.stringify({ queues: [{ name: 'mails', vhost: '/' }], policies }) };
    return ManifestSet.of([job!, { ...definitions!, data } as KubernetesObject]);
  };
  const told = (policies: readonly object[]): string[] =>
    compareManifests(set([policy('long', 0, 7_200_000)]), set(policies))
      .findings.filter(({ rule }) => rule === 'deadline-over-consumer-timeout')
      .map(({ consequence }) => consequence);

  test.each([
    ['the one of the higher priority', [policy('long', 1, 7_200_000), policy('short', 5, 60_000)], [60]],
    ['whatever their order', [policy('short', 5, 60_000), policy('long', 1, 7_200_000)], [60]],
    ['also if it is longer', [policy('short', 1, 60_000), policy('long', 5, 7_200_000)], []],
    ['also if it is longer, in the other order', [policy('long', 5, 7_200_000), policy('short', 1, 60_000)], []],
    ['no policy of other queues', [policy('long', 0, 7_200_000), policy('short', 9, 60_000, '^orders$')], []],
  ])('is that of %s', (_, policies, seconds) => {
    expect(told(policies)).toEqual(
      seconds.map(
        (timeout) =>
          `an attempt with a deadline of 3600 s outlives the consumer timeout of ${timeout} s on queue mails: the message returns and is worked on twice`,
      ),
    );
  });
});

describe('names that our tables do not hold', () => {
  const told = (rule: string, ...objects: KubernetesObject[]) =>
    runChecks(ManifestSet.of(objects))
      .findings.filter((finding) => finding.rule === rule)
      .map(({ severity, message }) => `${severity}: ${message.slice(message.indexOf(': ') + 2)}`);
  const type = (name: string) => scaledJob({ triggers: [{ type: name, metadata: {} }] });
  const prometheus = (text: string) => [
    make('v1', 'ConfigMap', 'prometheus', { data: { 'prometheus.yml': text } }),
    make('v1', 'Pod', 'prometheus', {
      spec: {
        containers: [
          { name: 'a', image: 'prom/prometheus:v3.1.0', volumeMounts: [{ name: 'c', mountPath: '/etc/prometheus' }] },
        ],
        volumes: [{ name: 'c', configMap: { name: 'prometheus' } }],
      },
    }),
  ];

  test('a trigger type may be that of a newer KEDA, or misspelt', () => {
    const why = 'a misspelt type builds no scaler, and nothing is ever scaled';
    expect(told('keda-trigger-type', type('rabbitmqq'))).toEqual([
      `warning: the KEDA that we know has no trigger of this type (rabbitmqq); ${why}; did you mean rabbitmq?`,
    ]);
    expect(told('keda-trigger-type', type('quantum-entanglement'))).toEqual([
      `warning: the KEDA that we know has no trigger of this type (quantum-entanglement); ${why}; correct the type; for one of a newer KEDA waive the rule`,
    ]);
    expect(told('keda-trigger-type', type('rabbitmq'))).toEqual([]);
  });

  test('a section of Prometheus is misspelt, in the wrong place, or of a newer version', () => {
    const title = 'the Prometheus configuration has a section that Prometheus does not know';
    const why = 'Prometheus stops at start with a parse error';
    const place = 'global, alerting.alertmanagers[].static_configs[].targets';
    expect(told('prometheus-config-fields', ...prometheus('globals: {}\nscrape_configs: []\n'))).toEqual([
      `error: ${title} (globals); ${why}; did you mean global?`,
    ]);
    expect(told('prometheus-config-fields', ...prometheus('job_name: a\nscrape_configs: []\n'))).toEqual([
      `error: ${title} (job_name); ${why}; correct the name: ${place}`,
    ]);
    expect(told('prometheus-config-fields', ...prometheus('crystal_ball: {}\nscrape_configs: []\n'))).toEqual([
      `warning: ${title} (crystal_ball); ${why}; correct the name: ${place}`,
    ]);
  });
});
