import { Duration } from 'cdk8s';
import { priorities } from '../../src/kubernetes';
import { UserCredential } from '../../src/secrets';
import { type OutsideQueueProps, type OutsideRabbitMqProps, QueueWorker, RabbitMq, WebService } from '../../src/tiers';
import { describeEveryProp, type LooseObject, makeSystem, problemsFrom, small } from '../fixtures';

const networks = ['198.51.100.0/24'];

/** A web tier that publishes to a queue outside, and a worker that consumes it. */
function build(props: Partial<OutsideRabbitMqProps & { podPort: number }> = {}, queue?: OutsideQueueProps, at = 'net') {
  const test = makeSystem();
  const { application } = test;
  const credentials = UserCredential.fromSecretName(application, 'login', 'mq-login');
  const broker =
    at === 'net'
      ? RabbitMq.fromAddress(application, 'mq', {
          host: 'mq.example.com',
          networks,
          vhost: 'shop',
          credentials,
          ...props,
        })
      : RabbitMq.fromService(application, 'mq', {
          name: 'mq',
          namespace: 'queues',
          podLabels: { app: 'mq' },
          vhost: 'shop',
          credentials,
          ...props,
        });
  const orders = broker.queue('orders', queue);
  new WebService(application, 'web', { image: 'web:1.0', port: 80, resources: small }).publishTo(orders);
  new QueueWorker(application, 'packer', {
    image: 'shop/packer:1.0',
    consumes: orders,
    priority: priorities.low,
    resources: small,
    attemptDeadline: Duration.minutes(20),
    scaling: { maxWorkers: 3 },
  });
  const tree = test.render();
  const job = tree.get('ScaledJob').spec;
  const env = Object.fromEntries(
    job.jobTargetRef.template.spec.containers[0].env.map(({ name, ...value }: LooseObject) => [
      name,
      value.value ?? value.valueFrom.secretKeyRef,
    ]),
  );
  return { tree, env, trigger: job.triggers[0], egress: tree.get('NetworkPolicy', 'packer').spec.egress };
}

describe('a RabbitMQ server outside the cluster', () => {
  test('is published to and consumed with the login that its administrators gave', () => {
    const { tree, env, egress } = build();
    expect(env).toMatchObject({
      QUEUE: 'orders',
      BROKER_USER: { name: 'mq-login', key: 'username' },
      BROKER_PASSWORD: { name: 'mq-login', key: 'password' },
      BROKER_URL: 'amqp://$(BROKER_USER):$(BROKER_PASSWORD)@mq.example.com:5672/shop',
    });
    expect(tree.get('Deployment').spec.template.spec.containers[0].env.map(({ name }: LooseObject) => name)).toEqual([
      'BROKER_USER',
      'BROKER_PASSWORD',
      'BROKER_URL',
      'ORDERS_QUEUE',
    ]);
    const reached = [{ to: [{ ipBlock: { cidr: '198.51.100.0/24' } }], ports: [{ protocol: 'TCP', port: 5672 }] }];
    expect(egress).toEqual(reached);
    expect(tree.get('NetworkPolicy', 'web').spec.egress).toEqual(reached);
  });

  test('is asked by KEDA over its management API', () => {
    const { tree, trigger } = build();
    expect(trigger).toEqual({
      type: 'rabbitmq',
      metadata: {
        protocol: 'http',
        host: 'http://mq.example.com:15672',
        vhostName: 'shop',
        queueName: 'orders',
        mode: 'QueueLength',
        value: '1',
      },
      authenticationRef: { name: 'shop-app-mq-scaler' },
    });
    expect(tree.get('TriggerAuthentication').spec.secretTargetRef).toEqual([
      { parameter: 'username', name: 'mq-login', key: 'username' },
      { parameter: 'password', name: 'mq-login', key: 'password' },
    ]);
  });

  test('may be a Service of somebody else', () => {
    const { env, trigger, egress } = build({ podPort: 5673 }, undefined, 'cluster');
    expect(env.BROKER_URL).toBe('amqp://$(BROKER_USER):$(BROKER_PASSWORD)@mq.queues.svc.cluster.local:5672/shop');
    expect(trigger.metadata.host).toBe('http://mq.queues.svc.cluster.local:15672');
    expect(egress).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'queues' } },
            podSelector: { matchLabels: { app: 'mq' } },
          },
        ],
        ports: [{ protocol: 'TCP', port: 5673 }],
      },
    ]);
  });
});

describeEveryProp('OutsideRabbitMqProps', {
  vhost: [() => build({ vhost: 'a/b' }).env.BROKER_URL, expect.stringMatching(/:5672\/a%2Fb$/)],
  credentials: [() => build().env.BROKER_USER, { name: 'mq-login', key: 'username' }],
  tls: [
    () => [build({ tls: true }).env.BROKER_URL, build({ tls: true }).trigger.metadata.host],
    ['amqps://$(BROKER_USER):$(BROKER_PASSWORD)@mq.example.com:5671/shop', 'https://mq.example.com:15671'],
  ],
  managementPort: [() => build({ managementPort: 443 }).trigger.metadata.host, 'http://mq.example.com:443'],
});

describeEveryProp('OutsideQueueProps', {
  consumerTimeout: [
    () => problemsFrom(() => build({}, { consumerTimeout: Duration.minutes(10) })),
    expect.stringContaining("for queue 'orders', whose consumer timeout is 10 minutes"),
  ],
});

describe('a RabbitMQ server outside is refused', () => {
  const outside = (id: string) => {
    const { application } = makeSystem();
    const credentials = UserCredential.fromSecretName(application, 'login', 'login');
    return RabbitMq.fromAddress(application, id, { host: 'mq.example.com', networks, vhost: '/', credentials });
  };

  test.each<[string, () => unknown, string]>([
    [
      'when it is asked for the rights of another',
      () => outside('mq').grantPublish({ component: {} as never, namespace: '' }, outside('other').queue('orders')),
      "queue 'orders' is of broker 'other', ask that one for rights to it",
    ],
    [
      'when it is asked to let the queue of another be consumed',
      () => outside('mq').grantConsume({ component: {} as never, namespace: '' }, outside('other').queue('orders')),
      "queue 'orders' is of broker 'other', ask that one for rights to it",
    ],
    [
      'with an impossible port of the management API',
      () => build({ managementPort: 0 }),
      'impossible port 0, allowed: a whole number from 1 to 65535',
    ],
  ])('%s', (_, act, message) => {
    expect(problemsFrom(act)).toBe(`local/shop/shop-app/mq: ${message}`);
  });
});
