import { Duration, Size } from 'cdk8s';
import { validateObject } from '../../../src/checks/schemas';
import { HttpEndpoint } from '../../../src/endpoints';
import { Cpu, type KubernetesObject } from '../../../src/kubernetes';
import { Credential, outside } from '../../../src/secrets';
import { RabbitMq, ScaleOn } from '../../../src/tiers';
import { makeSystem, problemsFrom } from '../../fixtures';
import { Kafka } from '../../fixtures/kafka';
import { scaled } from './scaled';

const office = ScaleOn.cron({
  timeZone: 'Europe/Rome',
  start: '0 8 * * mon-fri',
  end: '0 18 * * mon-fri',
  replicas: 4,
});

function withBroker() {
  const test = makeSystem();
  const broker = new RabbitMq(test.add('shop-data'), 'broker', {
    storage: Size.gibibytes(2),
    resources: { cpu: Cpu.millis(200), memory: Size.mebibytes(512) },
  });
  return { test, queue: broker.addQueue('orders') };
}

const sources = { 'kubernetes.io/metadata.name': 'keda' };
const keda = { namespaceSelector: { matchLabels: sources }, podSelector: { matchLabels: { app: 'keda-operator' } } };

describe('a tier that is scaled by what KEDA knows', () => {
  test('has one ScaledObject, its own metrics among the triggers', () => {
    const tree = scaled({ min: 2, max: 10, on: [ScaleOn.cpu(70), office] });
    const object = tree.get('ScaledObject', 'web');
    expect(object).toMatchSnapshot('ScaledObject');
    expect(validateObject(object as KubernetesObject)).toEqual([]);
    expect(tree.get('Deployment').spec.replicas).toBeUndefined();
    expect(tree.all('HorizontalPodAutoscaler')).toEqual([]);
  });

  test('follows a queue by the login of its broker, which KEDA may ask', () => {
    const { test, queue } = withBroker();
    const tree = scaled({ min: 0, max: 10, on: [ScaleOn.queue(queue, { messages: 20 })] }, {}, test);
    expect(tree.get('ScaledObject').spec).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicaCount: 0,
      maxReplicaCount: 10,
      triggers: [
        {
          type: 'rabbitmq',
          metadata: {
            protocol: 'http',
            host: 'http://broker.shop.svc.cluster.local:15672',
            vhostName: 'shop',
            queueName: 'orders',
            mode: 'QueueLength',
            value: '20',
          },
          authenticationRef: { name: 'shop-app-broker-scaler' },
        },
      ],
    });
    expect(tree.get('TriggerAuthentication').metadata.name).toBe('shop-app-broker-scaler');
    expect(tree.get('NetworkPolicy', 'broker').spec.ingress).toContainEqual({
      from: [keda, { podSelector: { matchLabels: { app: 'shop', tier: 'broker-definitions' } } }],
      ports: [{ protocol: 'TCP', port: 15672 }],
    });
  });

  test("counts messages in the setting that the broker's scaler names", () => {
    const test = makeSystem();
    const queue = new Kafka(test.application, 'events').group('orders', 'billing');
    const [trigger] = scaled({ max: 4, on: [ScaleOn.queue(queue, { messages: 50 })] }, {}, test).get('ScaledObject')
      .spec.triggers;
    expect(trigger.metadata).toMatchObject({ lagThreshold: '50' });
    expect(trigger.metadata.value).toBeUndefined();
    expect(trigger.authenticationRef).toBeUndefined();
  });

  test('follows a query, whose server lets KEDA in', () => {
    const test = makeSystem();
    const server = HttpEndpoint.fromService(test.application, 'prometheus', {
      name: 'prometheus',
      namespace: 'monitoring',
      podLabels: { app: 'prometheus' },
      port: 9090,
    });
    const on = [ScaleOn.prometheus({ server, query: 'sum(rate(hits[2m]))', threshold: 0.5 })];
    expect(scaled({ max: 4, on }, {}, test).get('ScaledObject').spec.triggers).toEqual([
      {
        type: 'prometheus',
        metadata: {
          serverAddress: 'http://prometheus.monitoring.svc.cluster.local:9090',
          query: 'sum(rate(hits[2m]))',
          threshold: '0.5',
        },
      },
    ]);
    expect(test.root.topology.flows.map(({ purpose }) => purpose)).toEqual(['what KEDA scales by']);
  });

  test('takes any trigger, with a login of its own', () => {
    const test = makeSystem();
    const keys = { key: outside('a key') };
    const credential = new Credential(test.application, 'aws', { name: 'aws', keys });
    const source = ScaleOn.trigger({
      type: 'aws-sqs-queue',
      metadata: { queueURL: 'https://sqs.example.com/orders' },
      metricType: 'Value',
      authentication: { awsAccessKeyID: credential.key('key') },
    });
    const tree = scaled({ min: 0, max: 4, on: [source] }, {}, test);
    expect(tree.get('ScaledObject').spec.triggers).toEqual([
      {
        type: 'aws-sqs-queue',
        metadata: { queueURL: 'https://sqs.example.com/orders' },
        metricType: 'Value',
        authenticationRef: { name: 'shop-app-aws-sqs-queue-scaler' },
      },
    ]);
    expect(tree.get('TriggerAuthentication').spec.secretTargetRef).toEqual([
      { parameter: 'awsAccessKeyID', name: 'aws', key: 'key' },
    ]);
  });

  test('is as fast as it is told', () => {
    const behaviour = { scaleDown: { stabilizationWindow: Duration.minutes(1) } };
    expect(scaled({ max: 4, on: [office], behaviour }).get('ScaledObject').spec.advanced).toEqual({
      horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } },
    });
  });

  test('is refused when KEDA would look for the login in another namespace', () => {
    const test = makeSystem();
    const keys = { username: outside('a name'), password: outside('a password'), sasl: outside('a word') };
    const login = new Credential(test.add('other', 'elsewhere'), 'login', { name: 'kafka-login', keys });
    const queue = new Kafka(test.application, 'events', login).group('orders', 'billing');
    expect(problemsFrom(() => scaled({ max: 4, on: [ScaleOn.queue(queue, { messages: 5 })] }, {}, test))).toBe(
      "local/shop/shop-app/web/autoscaler: queue 'orders' has KEDA log in to 'events' with Secret 'kafka-login' of namespace 'elsewhere', but the tier is in 'shop': put both into one namespace",
    );
  });
});
