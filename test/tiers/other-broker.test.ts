import { Duration } from 'cdk8s';
import { priorities } from '../../src/kubernetes';
import { Credential, fixed, outside } from '../../src/secrets';
import { QueueWorker, type QueueWorkerProps, WebService } from '../../src/tiers';
import { type LooseObject, makeSystem, problemsFrom, small, type TestSystem } from '../fixtures';
import { Kafka } from '../fixtures/kafka';

const login = (test: TestSystem, application = test.application) =>
  new Credential(application, 'kafka-login', {
    name: 'kafka-login',
    keys: { sasl: fixed('scram_sha512'), username: fixed('keda'), password: outside("KEDA's password") },
  });

const work = (test: TestSystem, props: Pick<QueueWorkerProps, 'consumes'> & Partial<QueueWorkerProps>, id = 'biller') =>
  new QueueWorker(test.application, id, {
    image: 'shop/biller:1.0',
    settledBy: 'program',
    priority: priorities.low,
    resources: small,
    attemptDeadline: Duration.hours(3),
    scaling: { maxWorkers: 4 },
    ...props,
  });

const egress = (tree: ReturnType<TestSystem['render']>, name: string) => tree.get('NetworkPolicy', name).spec.egress;

describe('a worker on the queue of a broker that the library does not know', () => {
  function build() {
    const test = makeSystem();
    const kafka = new Kafka(test.application, 'events', login(test));
    const worker = work(test, { consumes: kafka.group('orders', 'billing'), publishes: [kafka.topic('bills')] });
    return { test, kafka, worker, tree: test.render() };
  }

  test('is scaled by the trigger that its queue gives', () => {
    const { tree } = build();
    expect(tree.get('ScaledJob').spec.triggers).toEqual([
      {
        type: 'kafka',
        metadata: {
          bootstrapServers: 'events-kafka-bootstrap.kafka.svc.cluster.local:9092',
          consumerGroup: 'billing',
          topic: 'orders',
          lagThreshold: '1',
        },
        authenticationRef: { name: 'shop-app-events-scaler' },
      },
    ]);
    expect(tree.get('TriggerAuthentication').spec.secretTargetRef).toEqual([
      { parameter: 'sasl', name: 'kafka-login', key: 'sasl' },
      { parameter: 'username', name: 'kafka-login', key: 'username' },
      { parameter: 'password', name: 'kafka-login', key: 'password' },
    ]);
  });

  test('runs its own program, which is told the contract and where the broker is', () => {
    const { tree } = build();
    const [container] = tree.get('ScaledJob').spec.jobTargetRef.template.spec.containers;
    expect([container.command, container.workingDir]).toEqual([undefined, undefined]);
    expect(container.volumeMounts.map(({ mountPath }: LooseObject) => mountPath)).toEqual(['/tmp']);
    expect(container.env).toEqual([
      { name: 'QUEUE', value: 'orders' },
      { name: 'IDLE_TIMEOUT_SECONDS', value: '60' },
      { name: 'ATTEMPT_DEADLINE_SECONDS', value: '10800' },
      { name: 'TERMINATION_GRACE_SECONDS', value: '30' },
      { name: 'BROKER_SERVERS', value: 'events-kafka-bootstrap.kafka.svc.cluster.local:9092' },
      { name: 'BILLS_TOPIC', value: 'bills' },
    ]);
    expect(tree.all('ConfigMap')).toEqual([]);
  });

  test('asks the broker for its rights, and may reach it', () => {
    const { kafka, tree } = build();
    expect(kafka.grants).toEqual(['biller reads orders', 'biller writes bills']);
    expect(egress(tree, 'biller')).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kafka' } },
            podSelector: { matchLabels: { 'strimzi.io/cluster': 'events' } },
          },
        ],
        ports: [{ protocol: 'TCP', port: 9092 }],
      },
    ]);
  });

  test('may hold a message for hours where the broker does not mind', () => {
    expect(build().worker.queue.consumerTimeout).toBeUndefined();
    const [pod] = build().tree.all('ScaledJob');
    expect(pod!.spec.jobTargetRef.template.spec.activeDeadlineSeconds).toBe(60 + 3 * 3600 + 300);
  });

  test('may bring command and folder', () => {
    const test = makeSystem();
    const consumes = new Kafka(test.application, 'events').group('orders', 'billing');
    work(test, { consumes, command: ['bill'], workingDir: '/srv' });
    const [container] = test.render().get('ScaledJob').spec.jobTargetRef.template.spec.containers;
    expect([container.command, container.workingDir]).toEqual([['bill'], '/srv']);
  });

  test('has no login where the trigger needs none', () => {
    const test = makeSystem();
    work(test, { consumes: new Kafka(test.application, 'events').group('orders', 'billing') });
    const tree = test.render();
    expect(tree.all('TriggerAuthentication')).toEqual([]);
    expect(tree.get('ScaledJob').spec.triggers[0].authenticationRef).toBeUndefined();
  });
});

test('a web service publishes to a topic of such a broker', () => {
  const test = makeSystem();
  const kafka = new Kafka(test.application, 'events');
  new WebService(test.application, 'web', { image: 'web:1.0', port: 80, resources: small }).publishTo(
    kafka.topic('new.orders'),
    { brokerEnv: 'KAFKA' },
  );
  expect(test.render().get('Deployment').spec.template.spec.containers[0].env).toEqual([
    { name: 'KAFKA_SERVERS', value: 'events-kafka-bootstrap.kafka.svc.cluster.local:9092' },
    { name: 'NEW_ORDERS_TOPIC', value: 'new.orders' },
  ]);
  expect(kafka.grants).toEqual(['web writes new.orders']);
});

describe('such a worker is refused', () => {
  test('with our entrypoint, which speaks to RabbitMQ alone', () => {
    const test = makeSystem();
    const consumes = new Kafka(test.application, 'events').group('orders', 'billing');
    expect(problemsFrom(() => work(test, { consumes, settledBy: undefined }))).toBe(
      "local/shop/shop-app/biller: consumes queue 'orders' of broker 'events', which speaks kafka, but the entrypoint settles messages of RabbitMQ only: give an image whose program takes and settles the message itself, and say `settledBy: 'program'`",
    );
  });

  test('with exit codes that nobody would read', () => {
    const test = makeSystem();
    const consumes = new Kafka(test.application, 'events').group('orders', 'billing');
    expect(problemsFrom(() => work(test, { consumes, exitCodes: { 3: 'ack' } }))).toBe(
      'local/shop/shop-app/biller: has `exitCodes`, which the entrypoint reads, but its program settles messages itself: leave out one of the two',
    );
  });

  test('when KEDA would look for the login in another namespace', () => {
    const test = makeSystem();
    const kafka = new Kafka(test.application, 'events', login(test, test.add('other', 'elsewhere')));
    expect(problemsFrom(() => work(test, { consumes: kafka.group('orders', 'billing') }))).toBe(
      "local/shop/shop-app/biller: queue 'orders' has KEDA log in to 'events' with Secret 'kafka-login' of namespace 'elsewhere', but the tier is in 'shop': put both into one namespace",
    );
  });

  test('when one broker would have two logins in an Application', () => {
    const test = makeSystem();
    const kafka = new Kafka(test.application, 'events', login(test));
    work(test, { consumes: kafka.group('orders', 'billing') });
    const password = login(test, test.add('third')).key('password');
    expect(
      problemsFrom(() => work(test, { consumes: kafka.group('bills', 'mailing', { password } as never) }, 'mailer')),
    ).toBe(
      "local/shop/shop-app: queue 'bills' asks for another login of KEDA to 'events' than a tier before: give it one login for all, or another name",
    );
  });
});
