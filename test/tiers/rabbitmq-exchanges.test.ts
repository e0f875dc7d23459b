import { Size } from 'cdk8s';
import { Cpu } from '../../src/kubernetes';
import { UserCredential } from '../../src/secrets';
import {
  type BindingMatch,
  type ExchangeProps,
  type ExchangeType,
  RabbitMq,
  type RabbitMqExchange,
  WebService,
} from '../../src/tiers';
import {
  describeEveryProp,
  type LooseObject,
  makeSystem,
  problemsFrom,
  type RenderedTree,
  small,
  type TestSystem,
} from '../fixtures';

const resources = { cpu: Cpu.millis(200), memory: Size.mebibytes(512) };
const brokerIn = (test: TestSystem, id = 'broker') =>
  new RabbitMq(test.application, id, { storage: Size.gibibytes(2), resources });
const web = (test: TestSystem, name: string) =>
  new WebService(test.application, name, { image: 'web:1.0', port: 80, resources: small });
const definitionsIn = (tree: RenderedTree) =>
  JSON.parse(tree.get('ConfigMap', 'broker-definitions').data['definitions.json']) as LooseObject;

/** A broker with queues `a` and `b`, and an exchange that `bind` binds. */
function build(
  type: ExchangeType,
  bind: (exchange: RabbitMqExchange, queues: ReturnType<RabbitMq['addQueue']>[]) => void,
) {
  const test = makeSystem();
  const broker = brokerIn(test);
  const queues = [broker.addQueue('a'), broker.addQueue('b')];
  const exchange = broker.addExchange('events', { type });
  bind(exchange, queues);
  const definitions = () => definitionsIn(test.render());
  return { test, broker, exchange, definitions, bindings: () => definitions().bindings.slice(2) as LooseObject[] };
}

describe('an exchange', () => {
  test('is durable, and hands one message to every queue that is bound', () => {
    const { definitions, bindings } = build('fanout', (exchange, [a, b]) => exchange.bind(b!).bind(a!).bind(b!));
    expect(definitions().exchanges).toEqual(
      [
        ['dead-letter', 'direct'],
        ['events', 'fanout'],
      ].map(([name, type]) => ({
        name,
        vhost: 'shop',
        type,
        durable: true,
        auto_delete: false,
        internal: false,
        arguments: {},
      })),
    );
    expect(bindings()).toEqual(
      ['a', 'b'].map((destination) => ({
        source: 'events',
        vhost: 'shop',
        destination,
        destination_type: 'queue',
        routing_key: '',
        arguments: {},
      })),
    );
  });

  test.each<[ExchangeType, BindingMatch[], unknown]>([
    ['direct', ['new', 'a.*b'], [{ routing_key: 'a.*b' }, { routing_key: 'new' }]],
    [
      'topic',
      ['orders.*', '#', '*', 'a'.repeat(255)],
      ['#', '*', 'a'.repeat(255), 'orders.*'].map((routing_key) => ({ routing_key })),
    ],
    [
      'headers',
      [{ headers: { size: 3, format: 'pdf' } }, { headers: { urgent: true }, match: 'any' }],
      [
        { routing_key: '', arguments: { 'x-match': 'all', format: 'pdf', size: 3 } },
        { routing_key: '', arguments: { 'x-match': 'any', urgent: true } },
      ],
    ],
  ])('of type %s chooses queues by what they are bound with', (type, matches, expected) => {
    const { bindings } = build(type, (exchange, [a]) => {
      for (const match of matches) exchange.bind(a!, match);
    });
    expect(bindings()).toMatchObject(expected as LooseObject[]);
    expect(bindings()).toHaveLength(matches.length);
  });

  test('is known to the broker, and its order does not depend on who came first', () => {
    const names = (order: readonly string[]) => {
      const test = makeSystem();
      const broker = brokerIn(test);
      const queue = broker.addQueue('a');
      for (const name of order) broker.addExchange(name, { type: 'fanout' }).bind(queue);
      return { held: broker.exchanges.map(({ name }) => name), definitions: definitionsIn(test.render()) };
    };
    expect(names(['y', 'x']).held).toEqual(['y', 'x']);
    expect(names(['y', 'x']).definitions).toEqual(names(['x', 'y']).definitions);
    expect(names(['y', 'x']).definitions.exchanges.map(({ name }: LooseObject) => name)).toEqual([
      'dead-letter',
      'x',
      'y',
    ]);
  });
});

describeEveryProp('ExchangeProps', {
  type: [() => build('topic', (exchange, [a]) => exchange.bind(a!, '#')).definitions().exchanges[1].type, 'topic'],
});

describe('a publisher to an exchange', () => {
  test('may write to that one alone, and is told its name', () => {
    const { test, exchange, broker } = build('fanout', (events, [a]) => events.bind(a!));
    const other = broker.addExchange('other.v1', { type: 'fanout' }).bind(broker.queues[1]!);
    web(test, 'front').publishTo(exchange);
    const both = web(test, 'back');
    both.publishTo(other);
    both.publishTo(broker.queues[0]!);
    const tree = test.render();
    const permissions = definitionsIn(tree).permissions as LooseObject[];
    const clients = permissions.filter(({ user }) => user === 'back' || user === 'front');
    expect(clients.map(({ user, configure, write, read }) => [user, configure, write, read])).toEqual([
      ['back', '^$', '^(amq\\.default|other\\.v1)$', '^$'],
      ['front', '^$', '^events$', '^$'],
    ]);
    const env = (name: string) => tree.get('Deployment', name).spec.template.spec.containers[0].env as LooseObject[];
    expect(env('front').map(({ name, value }) => [name, value])).toEqual([
      ['BROKER_USER', undefined],
      ['BROKER_PASSWORD', undefined],
      ['BROKER_URL', 'amqp://$(BROKER_USER):$(BROKER_PASSWORD)@broker.shop.svc.cluster.local:5672/shop'],
      ['EVENTS_EXCHANGE', 'events'],
    ]);
    expect(
      env('back')
        .slice(3)
        .map(({ name, value }) => [name, value]),
    ).toEqual([
      ['OTHER_V1_EXCHANGE', 'other.v1'],
      ['A_QUEUE', 'a'],
    ]);
  });

  test('of a server outside logs in as its administrators said', () => {
    const test = makeSystem();
    const credentials = UserCredential.fromSecretName(test.application, 'login', 'mq-login');
    const place = { host: 'mq.example.com', networks: ['198.51.100.0/24'], vhost: 'shop', credentials };
    const front = web(test, 'front');
    front.publishTo(RabbitMq.fromAddress(test.application, 'mq', place).exchange('amq.topic'));
    const { env } = test.render().get('Deployment').spec.template.spec.containers[0];
    expect(env.map(({ name }: LooseObject) => name)).toEqual([
      'BROKER_USER',
      'BROKER_PASSWORD',
      'BROKER_URL',
      'AMQ_TOPIC_EXCHANGE',
    ]);
    expect(env[3].value).toBe('amq.topic');
  });
});

describe('a broker refuses', () => {
  const bindTo = (type: ExchangeType, match?: BindingMatch) => () =>
    build(type, (exchange, [a]) => exchange.bind(a!, match));
  const cannot = "can't bind queue 'a' to exchange 'events': ";

  test.each<[string, () => unknown, string]>([
    [
      'two exchanges of one name',
      () => build('fanout', () => undefined).broker.addExchange('events', { type: 'topic' }),
      "exchange 'events' is declared twice, use the first one or choose another name",
    ],
    [
      'an exchange named as those of the server',
      () => brokerIn(makeSystem()).addExchange('amq.orders', { type: 'fanout' }),
      "exchange name 'amq.orders' begins with 'amq.', as those of the server itself do: choose another name",
    ],
    [
      'a queue named as those of the server',
      () => brokerIn(makeSystem()).addQueue('amq.orders'),
      "queue name 'amq.orders' begins with 'amq.', as those of the server itself do: choose another name",
    ],
    [
      'the exchange of dead letters',
      () => brokerIn(makeSystem()).addExchange('dead-letter', { type: 'direct' }),
      "exchange 'dead-letter' is where queues leave what they gave up, choose another name",
    ],
    [
      'an exchange of an impossible name',
      () => brokerIn(makeSystem()).addExchange('a'.repeat(201), { type: 'fanout' }),
      `exchange name '${'a'.repeat(201)}' is not possible, use at most 200 letters, digits, '.', '_' and '-'`,
    ],
    [
      'a type that the server has not',
      () => brokerIn(makeSystem()).addExchange('events', { type: 'queue' } as unknown as ExchangeProps),
      "exchange 'events' has the type 'queue', use fanout, topic, direct, headers",
    ],
    [
      'an exchange that drops all',
      () => build('fanout', () => undefined).test.render(),
      "exchange 'events' has no queue, so all that is published to it is dropped: `bind` one, or leave it out",
    ],
    [
      'to bind a queue of another broker',
      () => build('fanout', (exchange) => exchange.bind(brokerIn(makeSystem(), 'other').addQueue('q'))),
      "can't bind queue 'q' to exchange 'events': queue 'q' is of broker 'other', ask that one for rights to it",
    ],
    [
      'to bind a queue that nobody declared',
      () => build('fanout', (exchange, [a]) => exchange.bind({ ...a!, name: 'c' })),
      "can't bind queue 'c' to exchange 'events': queue 'c' is not known to broker 'broker', declare it by `addQueue`",
    ],
    [
      'a routing key of a fanout',
      bindTo('fanout', ''),
      `${cannot}a fanout hands on every message and looks at no routing key or header: leave it out, or make the exchange a topic`,
    ],
    [
      'a topic without a pattern',
      bindTo('topic'),
      `${cannot}the exchange chooses by routing key: give a pattern of routing keys, such as 'orders.*'`,
    ],
    [
      'headers of a direct exchange',
      bindTo('direct', { headers: { a: 'b' } }),
      `${cannot}the exchange chooses by routing key: give the routing key of its messages`,
    ],
    [
      'a pattern of a direct exchange',
      bindTo('direct', 'orders.#'),
      `${cannot}a direct exchange compares routing keys as they are, 'orders.#' is no pattern to it: make the exchange a topic`,
    ],
    [
      'a pattern of parts of words',
      bindTo('topic', '#.new*'),
      `${cannot}'new*' in pattern '#.new*' is taken literally: '*' stands for one whole word between dots, '#' for any number of them`,
    ],
    [
      'a routing key that is too long',
      bindTo('direct', `é${'a'.repeat(254)}`),
      `${cannot}routing key 'é${'a'.repeat(254)}' has 256 bytes, at most 255 are allowed (AMQP 0-9-1)`,
    ],
    [
      'a routing key of a headers exchange',
      bindTo('headers', 'pdf'),
      `${cannot}the exchange chooses by headers: give those that a message needs, such as { headers: { format: 'pdf' } }`,
    ],
    [
      'no headers',
      bindTo('headers', { headers: {} }),
      `${cannot}the exchange chooses by headers: give at least one that a message needs`,
    ],
    [
      'headers that the server does not look at',
      bindTo('headers', { headers: { format: 'pdf', 'x-size': 1 } }),
      `${cannot}header 'x-size' begins with 'x-', and the server does not look at those: use another name`,
    ],
    [
      'to let a tier publish to an exchange that nobody declared',
      () => {
        const { test, exchange, broker } = build('fanout', (events, [a]) => events.bind(a!));
        broker.grantPublish(web(test, 'front'), { kind: exchange.kind, name: 'missing', broker });
      },
      "exchange 'missing' is not known to broker 'broker', declare it by `addExchange`",
    ],
    [
      'what it does not have at all',
      () => {
        const { test, broker } = build('fanout', (events, [a]) => events.bind(a!));
        broker.grantPublish(web(test, 'front'), { kind: 'topic', name: 'orders', broker });
      },
      "topic 'orders' is not known to broker 'broker', it has queues and exchanges",
    ],
  ])('%s', (_, act, message) => {
    expect(problemsFrom(act)).toBe(`local/shop/shop-app/broker: ${message}`);
  });

  test('all that is wrong with a binding at once', () => {
    expect(problemsFrom(() => build('topic', (exchange, [a]) => exchange.bind({ ...a!, name: 'c' })))).toBe(
      [
        "local/shop/shop-app/broker: can't bind queue 'c' to exchange 'events': queue 'c' is not known to broker 'broker', declare it by `addQueue`",
        "local/shop/shop-app/broker: can't bind queue 'c' to exchange 'events': the exchange chooses by routing key: give a pattern of routing keys, such as 'orders.*'",
      ].join('\n'),
    );
  });

  test('all that is wrong with a queue or an exchange at once', () => {
    const broker = brokerIn(makeSystem());
    expect(problemsFrom(() => broker.addQueue('amq.a', { deliveryLimit: 0 }))).toMatch(
      /delivery limit.*\n.*begins with 'amq\.'/,
    );
    expect(problemsFrom(() => broker.addExchange('amq.a', {} as unknown as ExchangeProps))).toMatch(
      /has the type 'undefined'.*\n.*begins with 'amq\.'/,
    );
  });
});
