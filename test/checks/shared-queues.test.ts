import { runChecks } from '../../src/checks';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { ManifestSet } from '../../src/manifests';

interface Worker {
  readonly name: string;
  readonly namespace?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly login?: string;
  readonly paused?: string;
  readonly kind?: string;
}

const host = 'http://mq.shop.svc.cluster.local:15672';

const worker = ({
  name,
  namespace = 'shop',
  metadata,
  login,
  paused,
  kind = 'ScaledJob',
}: Worker): KubernetesObject => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind,
  metadata: { name, namespace, ...(paused && { annotations: { 'autoscaling.keda.sh/paused': paused } }) },
  spec: {
    triggers: [
      {
        type: 'rabbitmq',
        metadata: { host, vhostName: 'shop', queueName: 'orders', mode: 'QueueLength', value: '1', ...metadata },
        ...(login && { authenticationRef: { name: login } }),
      },
    ],
  },
});

/** What the rule says of two workers. */
const told = (one: Omit<Worker, 'name'>, other: Omit<Worker, 'name'>) =>
  runChecks(ManifestSet.of([worker({ name: 'one', ...one }), worker({ name: 'two', ...other })]))
    .findings.filter(({ rule }) => rule === 'worker-queue-shared')
    .map(({ object, field, message }) => ({ object, field, message }));

test('two workers of one queue are told, at the second', () => {
  const field = 'spec.triggers[0].metadata.queueName';
  expect(told({}, {})).toEqual([
    {
      object: 'keda.sh/ScaledJob shop/two',
      field,
      message: `keda.sh/ScaledJob shop/two ${field}: two workers work off one queue (orders, the queue of ScaledJob one); a message goes to one of the two, so that of two programs either sees a part only; and KEDA starts Jobs of both for all that wait; give each worker a queue of its own and bind both queues to one exchange, or keep one worker with a higher maxReplicaCount`,
    },
  ]);
});

const without = (name: string) => ({ [name]: undefined as unknown as string });

test.each<[string, Omit<Worker, 'name'>, Omit<Worker, 'name'>]>([
  ['in two namespaces', {}, { namespace: 'other' }],
  ['one of which writes the address short', {}, { metadata: { host: 'http://mq.shop:15672/' } }],
  ['one of which speaks AMQP', {}, { metadata: { host: 'amqp://mq.shop.svc:5672', protocol: 'amqp' } }],
  [
    'the address of which is in one Secret',
    { metadata: without('host'), login: 'a' },
    { metadata: without('host'), login: 'a' },
  ],
  [
    'the virtual host of which is in one Secret',
    { metadata: without('vhostName'), login: 'a' },
    { metadata: without('vhostName'), login: 'a' },
  ],
  ['that name no virtual host at all', { metadata: without('vhostName') }, { metadata: without('vhostName') }],
  ['one of which is not paused', {}, { paused: 'false' }],
])('workers of one queue are told: %s', (_title, one, other) => {
  expect(told(one, other)).toHaveLength(1);
});

test.each<[string, Omit<Worker, 'name'>, Omit<Worker, 'name'>]>([
  ['another queue', {}, { metadata: { queueName: 'bills' } }],
  ['another virtual host', {}, { metadata: { vhostName: 'other' } }],
  ['another broker', {}, { metadata: { host: 'http://mq2.shop.svc.cluster.local:15672' } }],
  [
    'a broker of the same name in another namespace',
    {},
    { metadata: { host: 'http://mq.other.svc.cluster.local:15672' } },
  ],
  [
    'an address in another Secret',
    { metadata: without('host'), login: 'a' },
    { metadata: without('host'), login: 'b' },
  ],
  ['an address in a variable', { metadata: without('host') }, { metadata: without('host') }],
  [
    'an address in a Secret of another namespace',
    { metadata: without('host'), login: 'a' },
    { metadata: without('host'), login: 'a', namespace: 'other' },
  ],
  ['the same, but paused', {}, { paused: 'true' }],
  ['the same, where the first is paused', { paused: 'true' }, {}],
  ['the same, for pods that run on', {}, { kind: 'ScaledObject' }],
  ['no queue', { metadata: without('queueName') }, { metadata: without('queueName') }],
])('a worker of %s is none of the same queue', (_title, one, other) => {
  expect(told(one, other)).toEqual([]);
});
