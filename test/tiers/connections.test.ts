import { ApiObject, Duration, Size } from 'cdk8s';
import type { IGrantee, IGrantsRights } from '../../src/endpoints';
import { type ConnectedComponent, GuestWorkload, Postgres, QueueWorker, RabbitMq, WebService } from '../../src/tiers';
import { makeSystem, problemsFrom, small, type TestSystem } from '../fixtures';
import { envLines } from '../fixtures/env-lines';
import { Kafka } from '../fixtures/kafka';

interface Clients {
  readonly web: WebService;
  readonly guest: GuestWorkload;
}

function shop() {
  const test = makeSystem();
  const { application } = test;
  const web = new WebService(application, 'web', { image: 'web:1.0', port: 80, resources: small });
  const workload = new ApiObject(application, 'reports', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'reports' },
    spec: { template: { spec: { containers: [{ name: 'main', image: 'reports:1.0' }] } } },
  });
  const guest = new GuestWorkload(application, 'guest', { workload, tier: 'reports' });
  const database = new Postgres(application, 'db', {
    database: 'sales',
    storage: Size.gibibytes(1),
    resources: small,
  });
  const broker = new RabbitMq(application, 'mq', {
    storage: Size.gibibytes(1),
    resources: { ...small, memory: Size.mebibytes(256) },
  });
  return { ...test, web, guest, database, broker, orders: broker.addQueue('orders') };
}

/** Variables of a tier's first container as lines, in their order. */
function variablesOf(test: Pick<TestSystem, 'render'>, tier: 'web' | 'reports'): string[] {
  return envLines(test.render().get('Deployment', tier).spec.template.spec.containers[0]);
}

describe.each<[string, keyof Clients, 'web' | 'reports']>([
  ['a tier', 'web', 'web'],
  ['a workload of others', 'guest', 'reports'],
])('%s', (_, client, tier) => {
  test('gets the variables that its program knows, texts after what they refer to', () => {
    const test = shop();
    test[client].connectTo(test.database, {
      env: {
        DSN: 'postgresql://{user}:{password}@{address}/{database}?sslmode=disable',
        PGHOST: 'host',
        PGUSER: 'user',
      },
    });
    expect(variablesOf(test, tier)).toEqual([
      'DSN_PASSWORD from key password of Secret db-owner',
      'PGUSER from key username of Secret db-owner',
      'DSN=postgresql://$(PGUSER):$(DSN_PASSWORD)@db.shop.svc.cluster.local:5432/sales?sslmode=disable',
      'PGHOST=db.shop.svc.cluster.local',
    ]);
  });

  test('gets no variables where it wants none, but a way', () => {
    const test = shop();
    test[client].connectTo(test.database, { env: false });
    expect(variablesOf(test, tier)).toEqual([]);
    expect(test.render().get('NetworkPolicy', tier).spec.egress).toHaveLength(1);
  });

  test('publishes by variables that its program knows', () => {
    const test = shop();
    test[client].publishTo(test.orders, { env: { CELERY_BROKER: '{url}?heartbeat=30', CELERY_QUEUE: 'name' } });
    expect(variablesOf(test, tier)).toEqual([
      `CELERY_BROKER_USER from key username of Secret mq-user-${tier}`,
      `CELERY_BROKER_PASSWORD from key password of Secret mq-user-${tier}`,
      'CELERY_BROKER=amqp://$(CELERY_BROKER_USER):$(CELERY_BROKER_PASSWORD)@mq.shop.svc.cluster.local:5672/shop?heartbeat=30',
      'CELERY_QUEUE=orders',
    ]);
  });
});

describe("a tier's own variables", () => {
  test('may refer to those of a connection, which come before them', () => {
    const test = makeSystem();
    const env = {
      DSN: 'host=$(DB_HOST) password=$(DB_PASSWORD) cost=$$(DB_PORT)',
      CHAIN: '$(DSN)',
      UNKNOWN: '$(NOWHERE)',
      ITSELF: '$(ITSELF)',
    };
    const web = new WebService(test.application, 'web', { image: 'web:1.0', port: 80, resources: small, env });
    const props = { database: 'sales', storage: Size.gibibytes(1), resources: small };
    web.connectTo(new Postgres(test.application, 'db', props));
    expect(variablesOf(test, 'web')).toEqual([
      'DB_HOST=db.shop.svc.cluster.local',
      'DB_PASSWORD from key password of Secret db-owner',
      'DSN=host=$(DB_HOST) password=$(DB_PASSWORD) cost=$$(DB_PORT)',
      'CHAIN=$(DSN)',
      'UNKNOWN=$(NOWHERE)',
      'ITSELF=$(ITSELF)',
      'DB_PORT=5432',
      'DB_NAME=sales',
      'DB_USER from key username of Secret db-owner',
    ]);
  });
});

describe('publishing and consuming', () => {
  const variablesAfter = (use: (tier: ConnectedComponent, test: ReturnType<typeof shop>) => void) => {
    const test = shop();
    use(test.web, test);
    return variablesOf(test, 'web');
  };

  test('give a variable with the name, and those of the broker', () => {
    const expected = [
      'BROKER_USER from key username of Secret mq-user-web',
      'BROKER_PASSWORD from key password of Secret mq-user-web',
      'BROKER_URL=amqp://$(BROKER_USER):$(BROKER_PASSWORD)@mq.shop.svc.cluster.local:5672/shop',
      'ORDERS_QUEUE=orders',
    ];
    expect(variablesAfter((tier, { orders }) => tier.publishTo(orders))).toEqual(expected);
    expect(variablesAfter((tier, { orders }) => tier.consumeFrom(orders))).toEqual(expected);
  });

  test('give none where none is wanted', () => {
    expect(variablesAfter((tier, { orders }) => tier.publishTo(orders, { env: false }))).toEqual([]);
    expect(variablesAfter((tier, { orders }) => tier.publishTo(orders, { brokerEnv: false }))).toEqual([
      'ORDERS_QUEUE=orders',
    ]);
  });

  test("give the broker's own variables beside those of the program where both are said", () => {
    const names = (line: string) => /^\w+/.exec(line)?.[0];
    const both = variablesAfter((tier, { orders }) =>
      tier.consumeFrom(orders, { env: { QUEUE: 'name' }, brokerEnv: 'MQ' }),
    );
    expect(both.map(names)).toEqual(['MQ_USER', 'MQ_PASSWORD', 'MQ_URL', 'QUEUE']);
  });

  test('are two rights: who consumes may read the queue and not write', () => {
    const test = shop();
    test.web.consumeFrom(test.orders);
    const definitions = JSON.parse(test.render().get('ConfigMap', 'mq-definitions').data['definitions.json']);
    expect(definitions.permissions.at(-1)).toEqual({
      user: 'web',
      vhost: 'shop',
      configure: '^$',
      write: '^$',
      read: '^orders$',
    });
  });

  test('give a worker the names of its program besides its contract', () => {
    const { application, orders, render } = shop();
    const worker = new QueueWorker(application, 'worker', {
      image: 'worker:1.0',
      consumes: orders,
      settledBy: 'program',
      attemptDeadline: Duration.minutes(5),
      scaling: { maxWorkers: 2 },
      resources: small,
    });
    worker.consumeFrom(orders, { env: { AMQP_PASSWORD: 'password', AMQP_QUEUE: 'name' } });
    const lines = envLines(render().get('ScaledJob').spec.jobTargetRef.template.spec.containers[0]);
    expect(lines.slice(-2)).toEqual(['AMQP_PASSWORD from key password of Secret mq-user-worker', 'AMQP_QUEUE=orders']);
    expect(lines).toContain('BROKER_PASSWORD from key password of Secret mq-user-worker');
  });

  test("take the parts of a stranger's broker", () => {
    const test = shop();
    const kafka = new Kafka(test.application, 'kafka');
    test.web.publishTo(kafka.topic('events'), { env: { KAFKA_URL: 'kafka://{servers}', KAFKA_TOPIC: 'name' } });
    test.web.consumeFrom(kafka.group('bills', 'web'), { env: { BILLS: 'name' } });
    expect(kafka.grants).toEqual(['web writes events', 'web reads bills']);
    expect(variablesOf(test, 'web')).toEqual([
      'KAFKA_URL=kafka://kafka-kafka-bootstrap.kafka.svc.cluster.local:9092',
      'KAFKA_TOPIC=events',
      'BILLS=bills',
    ]);
  });
});

describe('rights', () => {
  const ledgerOf = (): IGrantsRights<'read' | 'write', 'user'> => {
    const reached = {
      name: 'ledger',
      target: { kind: 'addresses', cidrs: ['192.0.2.0/24'], name: 'ledger' } as const,
      ports: [{ port: 1 }],
    };
    const grant = ({ component }: IGrantee, right: string) => ({
      ...reached,
      parts: { user: `${component.name}-${right}` },
    });
    return { ...reached, parts: { user: 'everybody' }, grant };
  };

  test('give the client a login of its own, which it gets by the same variables', () => {
    const test = shop();
    test.web.connectTo(ledgerOf(), { rights: 'read' });
    test.guest.connectTo(ledgerOf(), { rights: 'write', env: { ME: 'user' } });
    expect(variablesOf(test, 'web')).toEqual(['LEDGER_USER=web-read']);
    expect(variablesOf(test, 'reports')).toEqual(['ME=reports-write']);
  });

  test('are not asked for by a client that says none', () => {
    const test = shop();
    test.web.connectTo(ledgerOf());
    expect(variablesOf(test, 'web')).toEqual(['LEDGER_USER=everybody']);
  });

  test('are refused where the endpoint grants none', () => {
    const { web, broker } = shop();
    expect(problemsFrom(() => web.connectTo(broker.management, { rights: 'read' as never }))).toBe(
      "local/shop/shop-app/web: wants right 'read' to 'mq', which grants none: drop `rights`",
    );
  });
});

describe('a connection is refused', () => {
  test.each<[string, (test: ReturnType<typeof shop>) => void, string]>([
    [
      'for parts that the endpoint has not',
      ({ web, database }) => web.connectTo(database, { env: { A: 'hots' as 'host', B: '{host}{prot}' } }),
      [
        "variable 'A' asks for part 'hots' of 'local/shop/shop-app/db', its parts are host, port, address, database, user, password, url",
        "local/shop/shop-app/web: variable 'B' asks for part 'prot' of 'local/shop/shop-app/db', its parts are host, port, address, database, user, password, url",
      ].join('\n'),
    ],
    [
      'for parts that the broker has not',
      ({ web, orders }) => web.publishTo(orders, { env: { A: 'queue' as 'name' } }),
      "variable 'A' asks for part 'queue' of 'local/shop/shop-app/mq', its parts are host, port, address, vhost, user, password, url, name",
    ],
    [
      'for a name that is no variable',
      ({ web, database }) => web.connectTo(database, { env: { 'db-host': 'host' } }),
      "'db-host' is not a variable name: use letters, digits and '_', not beginning with a digit",
    ],
    [
      'for a variable that a template needs itself',
      ({ web, database }) => web.connectTo(database, { env: { DSN: '{password}', DSN_PASSWORD: 'host' } }),
      "environment variable 'DSN_PASSWORD' is set twice, to key password of Secret db-owner and to 'db.shop.svc.cluster.local'; give one of the connections another `env`",
    ],
  ])('%s', (_, connect, message) => {
    expect(problemsFrom(() => connect(shop()))).toBe(`local/shop/shop-app/web: ${message}`);
  });

  test.each<[string, (test: ReturnType<typeof shop>) => void, string]>([
    [
      'to a queue',
      ({ web, orders }) => web.connectTo(orders as never),
      "can't connectTo(...) 'orders', which is not an endpoint: publishTo(...) or consumeFrom(...) a queue",
    ],
    [
      'to a text',
      ({ web }) => web.connectTo('database' as never),
      "can't connectTo(...) 'database', which is not an endpoint: publishTo(...) or consumeFrom(...) a queue",
    ],
    [
      'to nothing',
      ({ web }) => web.connectTo(undefined as never),
      "can't connectTo(...) 'undefined', which is not an endpoint: publishTo(...) or consumeFrom(...) a queue",
    ],
    [
      'that publishes to a database',
      ({ web, database }) => web.publishTo(database as never),
      "can't publishTo(...) 'db', which is not held by a broker: connectTo(...) an endpoint",
    ],
    [
      'that consumes a broker',
      ({ web, broker }) => web.consumeFrom(broker as never),
      "can't consumeFrom(...) 'mq', which is not held by a broker: connectTo(...) an endpoint",
    ],
  ])('%s, as JavaScript may ask for it', (_, connect, message) => {
    expect(problemsFrom(() => connect(shop()))).toBe(`local/shop/shop-app/web: ${message}`);
  });

  test('to a part by a name that every object has', () => {
    const { web, database } = shop();
    expect(problemsFrom(() => web.connectTo(database, { env: { A: 'constructor' as 'host' } }))).toMatch(
      "asks for part 'constructor' of 'local/shop/shop-app/db'",
    );
  });
});

describe('connections that a client counts', () => {
  const annotation = 'tiers.cdk8s.io/connections';
  const addresses = (test: Pick<TestSystem, 'render'>, name: string) =>
    test.render().get('Deployment', name).spec.template.metadata.annotations?.[annotation];

  test.each(['web', 'guest'] as const)('are said by its pods, databases of one server together: %s', (which) => {
    const test = shop();
    const client = test[which];
    client.connectTo(test.database, { rights: 'read', connections: 5 });
    client.connectTo(test.database, { rights: 'write', connections: 3, env: false });
    client.connectTo(test.database.addDatabase('audit'), { connections: 2 });
    const api = new WebService(test.application, 'api', { image: 'api:1.0', port: 80, resources: small });
    client.connectTo(api, { connections: 7 });
    expect(addresses(test, which === 'web' ? 'web' : 'reports')).toBe(
      'api.shop.svc.cluster.local:80=7,db.shop.svc.cluster.local:5432=7',
    );
  });

  test('are told to the program by a prefix, and not where it has names of its own', () => {
    const test = shop();
    test.web.connectTo(test.database, { env: 'DATABASE', connections: 5 });
    test.guest.connectTo(test.database, { env: { PGHOST: 'host' }, connections: 5 });
    const tree = test.render();
    const variables = (name: string) => envLines(tree.get('Deployment', name).spec.template.spec.containers[0]);
    expect(variables('web')).toContain('DATABASE_CONNECTIONS=5');
    expect(variables('reports')).toEqual(['PGHOST=db.shop.svc.cluster.local']);
  });

  test.each([
    [0, 'connections is 0, give a whole number of at least 1'],
    [1.5, 'connections is 1.5, give a whole number of at least 1'],
  ])('are refused: %s', (connections, message) => {
    const { web, database } = shop();
    expect(problemsFrom(() => web.connectTo(database, { connections }))).toBe(`local/shop/shop-app/web: ${message}`);
  });

  test('are refused to what has no address', () => {
    const { web, database } = shop();
    const { target, ports } = database;
    expect(problemsFrom(() => web.connectTo({ name: 'it', target, ports, parts: {} }, { connections: 1 }))).toBe(
      "local/shop/shop-app/web: counts connections to 'it', which has no part 'address' to count them at: leave out `connections`",
    );
  });
});
