import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import { Size } from 'cdk8s';
import { Cpu } from '../../../src/kubernetes';
import { RabbitMq, WebService } from '../../../src/tiers';
import { makeSystem, small } from '../../fixtures';
import { RabbitMqServer } from '../support';

/** Four exchanges with two queues behind, and a tier that publishes to each of them alone. */
function declare(): RabbitMq {
  const { application } = makeSystem();
  const resources = { cpu: Cpu.millis(200), memory: Size.mebibytes(512) };
  const broker = new RabbitMq(application, 'broker', { storage: Size.gibibytes(2), resources });
  const [one, two] = [broker.addQueue('one'), broker.addQueue('two')];
  const exchanges = [
    broker.addExchange('all', { type: 'fanout' }).bind(one).bind(two),
    broker
      .addExchange('by-pattern', { type: 'topic' })
      .bind(one, 'orders.*')
      .bind(two, '#.new')
      .bind(two, 'orders.new'),
    broker.addExchange('by-key', { type: 'direct' }).bind(one, 'a').bind(two, 'b'),
    broker
      .addExchange('by-headers', { type: 'headers' })
      .bind(one, { headers: { format: 'pdf', pages: 3 } })
      .bind(two, { headers: { format: 'pdf', urgent: true }, match: 'any' }),
  ];
  const tier = (id: string) => new WebService(application, id, { image: 'web:1.0', port: 80, resources: small });
  for (const exchange of exchanges) tier(`to-${exchange.name}`).publishTo(exchange);
  tier('to-queues').publishTo(one);
  tier('reader').consumeFrom(one);
  return broker;
}

const passwordOf = (user: string) => `PasswordOf${user.replaceAll('-', '')}`;
const definitions = JSON.stringify(declare().definitions).replace(/\{\{password:([^}]*)\}\}/g, (_, user) =>
  passwordOf(user),
);

let server: RabbitMqServer;
let admin: ConfirmChannel;
const clients: ChannelModel[] = [];
beforeAll(async () => {
  server = await RabbitMqServer.start({ definitions });
  const client = await connect(server.amqpUrl({ vhost: 'shop' }));
  clients.push(client);
  admin = await client.createConfirmChannel();
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close().catch(() => undefined)));
  await server?.stop();
});

/** What the broker answers to a user's try, on a connection of its own. */
async function attempt(user: string, act: (channel: ConfirmChannel) => unknown): Promise<string> {
  const client = await connect(server.amqpUrl({ vhost: 'shop', user, password: passwordOf(user) }));
  client.on('error', () => undefined);
  const channel = await client.createConfirmChannel();
  const refused = new Promise<string>((resolve) => channel.once('error', (error) => resolve(String(error.message))));
  const done = Promise.resolve(act(channel))
    .then(() => channel.waitForConfirms())
    .then(() => 'allowed');
  const answer = await Promise.race([refused, done.catch(() => refused)]);
  await client.close();
  return answer;
}

const publish = (exchange: string, key: string, headers?: object) => (channel: ConfirmChannel) =>
  channel.publish(exchange, key, Buffer.from('message'), { headers });

/** Takes all that is in a queue, and counts. */
async function taken(queue: string): Promise<number> {
  let count = 0;
  while (await admin.get(queue, { noAck: true })) count++;
  return count;
}

test.each<[string, string, object | undefined, number, number]>([
  ['all', '', undefined, 1, 1],
  ['by-pattern', 'orders.paid', undefined, 1, 0],
  ['by-pattern', 'orders.new', undefined, 1, 1],
  ['by-pattern', 'bills.of.today.new', undefined, 0, 1],
  ['by-pattern', 'orders.paid.late', undefined, 0, 0],
  ['by-key', 'a', undefined, 1, 0],
  ['by-key', 'b', undefined, 0, 1],
  ['by-key', 'c', undefined, 0, 0],
  ['by-headers', '', { format: 'pdf', pages: 3 }, 1, 1],
  ['by-headers', '', { format: 'pdf' }, 0, 1],
  ['by-headers', '', { urgent: true }, 0, 1],
  ['by-headers', '', { pages: 3 }, 0, 0],
])(
  'a message to %s with key %j and headers %j: queue one gets %i, queue two %i',
  async (exchange, key, headers, one, two) => {
    expect(await attempt(`to-${exchange}`, publish(exchange, key, headers))).toBe('allowed');
    expect([await taken('one'), await taken('two')]).toEqual([one, two]);
  },
);

const exchanges = ['all', 'by-pattern', 'by-key', 'by-headers', 'dead-letter', 'amq.fanout', ''];

test.each([
  ['to-all', ['all']],
  ['to-by-key', ['by-key']],
  ['to-queues', ['']],
  ['reader', []],
])('%s publishes to %j and to nothing else', async (user, allowed: string[]) => {
  for (const exchange of exchanges) {
    const answer = await attempt(user, publish(exchange, 'one'));
    expect([exchange, answer]).toEqual([
      exchange,
      allowed.includes(exchange) ? 'allowed' : expect.stringContaining('ACCESS_REFUSED'),
    ]);
  }
  await taken('one');
  await taken('two');
});

test.each<[string, (channel: ConfirmChannel) => unknown]>([
  ['bind a queue to its exchange', (channel) => channel.bindQueue('one', 'all', '')],
  ['unbind one', (channel) => channel.unbindQueue('one', 'all', '')],
  ['declare an exchange', (channel) => channel.assertExchange('mine', 'fanout')],
  ['delete its exchange', (channel) => channel.deleteExchange('all')],
  ['consume a queue', (channel) => channel.consume('one', () => undefined)],
])('a publisher cannot %s', async (_title, act) => {
  expect(await attempt('to-all', act)).toContain('ACCESS_REFUSED');
});

test('the exchanges are durable, and what a publisher needs to look at them it may', async () => {
  const rows = await server.api('exchanges/shop');
  const own = rows.filter(({ name }) => name !== '' && !String(name).startsWith('amq.'));
  expect(
    own.map(({ name, type, durable, auto_delete, internal }) => [name, type, durable, auto_delete, internal]),
  ).toEqual([
    ['all', 'fanout', true, false, false],
    ['by-headers', 'headers', true, false, false],
    ['by-key', 'direct', true, false, false],
    ['by-pattern', 'topic', true, false, false],
    ['dead-letter', 'direct', true, false, false],
  ]);
  expect(await attempt('to-all', (channel) => channel.checkExchange('all'))).toBe('allowed');
});
