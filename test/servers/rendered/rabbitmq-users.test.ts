import type { ConfirmChannel } from 'amqplib';
import { RenderedBroker, type Row } from './broker';
import { environments, rendered, Secrets } from './manifests';

/** Who may do what: read off the tiers, not off the permissions. */
const users: Readonly<Record<string, { consumes?: readonly string[]; publishes: boolean; looks?: boolean }>> = {
  data: { publishes: true },
  'data-sftp-downloader': { consumes: ['sftp-download'], publishes: true },
  'data-postprocessor': { consumes: ['post-process'], publishes: true },
  'data-reporter': { consumes: ['report'], publishes: false },
  definitions: { publishes: false, looks: true },
  monitoring: { publishes: false, looks: true },
  operator: {
    consumes: ['post-process.dead-letter', 'report.dead-letter', 'sftp-download.dead-letter'],
    publishes: false,
    looks: true,
  },
};
const allQueues = ['post-process', 'report', 'sftp-download'].flatMap((queue) => [queue, `${queue}.dead-letter`]);

/** Without the administrator of the tests. */
const own = (name: unknown) => !String(name).includes('of-the-tests');
const sorted = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();

describe.each(environments)('users of the rendered broker of %s', (environment) => {
  const output = rendered(environment);
  const secrets = new Secrets(output);
  const definitions = JSON.parse(output.file('rabbitmq-definitions', 'definitions.json')) as {
    readonly users: { readonly name: string; readonly tags: string[] }[];
    readonly permissions: Row[];
  };
  let broker: RenderedBroker;
  let channel: ConfirmChannel;
  beforeAll(async () => {
    broker = await RenderedBroker.start(output, secrets);
    channel = await (await broker.connectAsAdministrator()).createConfirmChannel();
  });
  afterAll(() => broker?.stop());

  const publish = async (queue: string, body: string) => {
    channel.sendToQueue(queue, Buffer.from(body), { persistent: true });
    await channel.waitForConfirms();
  };
  const get = async (queue: string, noAck = true) => (await channel.get(queue, { noAck })) || undefined;

  test('has exactly the users, with their tags and permissions', async () => {
    const rows = (await broker.api('users')).filter(({ name }) => own(name));
    expect(rows.map(({ name, tags }) => ({ name, tags }))).toEqual(
      definitions.users.map(({ name, tags }) => ({ name, tags })),
    );
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(users).sort());
    const permissions = (await broker.api('permissions')).filter(({ user }) => own(user));
    expect(sorted(permissions)).toEqual(sorted(definitions.permissions));
    expect((await broker.api('topic-permissions')).filter(({ user }) => own(user))).toEqual([]);
  });

  test('guest is not there and cannot log in, nor can anybody without a name', async () => {
    await expect(broker.connect('guest', 'guest')).rejects.toThrow(/ACCESS_REFUSED|403/);
    expect((await broker.request('whoami', 'guest', 'guest')).status).toBe(401);
    expect((await fetch(`http://127.0.0.1:${broker.ports.management}/api/queues`)).status).toBe(401);
    await expect(broker.connectAnonymously()).rejects.toThrow('SASL mechanism ANONYMOUS is not provided by the server');
  });

  test('a wrong password is refused', async () => {
    await expect(broker.connect('data', 'wrong-password')).rejects.toThrow(/ACCESS_REFUSED|403/);
  });

  describe.each(Object.entries(users))('user %s', (user, { consumes, publishes, looks }) => {
    /** What the broker answers to a try on a channel of its own. */
    const attempt = async (act: (channel: ConfirmChannel) => Promise<unknown>): Promise<string> => {
      const client = await broker.connect(user);
      const own = await client.createConfirmChannel();
      const refused = new Promise<string>((resolve) => own.once('error', (error) => resolve(String(error.message))));
      const done = act(own)
        .then(() => own.waitForConfirms())
        .then(() => 'allowed');
      const answer = await Promise.race([refused, done.catch(() => refused)]);
      await client.close();
      return answer;
    };
    const denied = expect.stringContaining('ACCESS_REFUSED');

    test.each(allQueues)(
      `queue %s: can be consumed by its worker, dead letters by the operator, only`,
      async (queue) => {
        const answer = attempt((own) => own.consume(queue, () => undefined, { noAck: false }));
        expect(await answer).toEqual(consumes?.includes(queue) ? 'allowed' : denied);
      },
    );

    test(`${publishes ? 'publishes' : 'cannot publish'} over the default exchange`, async () => {
      const answer = await attempt(async (own) => own.sendToQueue('report', Buffer.from(`from ${user}`)));
      expect(answer).toEqual(publishes ? 'allowed' : denied);
      expect((await get('report'))?.content.toString()).toBe(publishes ? `from ${user}` : undefined);
    });

    test.each<[string, (own: ConfirmChannel) => Promise<unknown>]>([
      ['publish to the dead-letter exchange', async (own) => own.publish('dead-letter', 'report', Buffer.from('x'))],
      ['publish to amq.direct', async (own) => own.publish('amq.direct', 'report', Buffer.from('x'))],
      ['declare a queue', (own) => own.assertQueue('new', { durable: true })],
      ['declare an exchange', (own) => own.assertExchange('new', 'direct')],
      ['bind a queue', (own) => own.bindQueue('report.dead-letter', 'dead-letter', 'data')],
      ['delete a queue', (own) => own.deleteQueue('report')],
      ['purge the queue of another', (own) => own.purgeQueue(consumes?.includes('report') ? 'post-process' : 'report')],
    ])('cannot %s', async (_title, act) => {
      expect(await attempt(act)).toEqual(denied);
    });

    test(looks ? 'reads the management API' : 'cannot use the management API', async () => {
      const { status } = await broker.request('queues/zamperla', user, broker.password(user));
      expect(status).toBe(looks ? 200 : 401);
    });
  });

  test('KEDA reads the number of messages, taken ones included, with the rendered trigger and its login', async () => {
    await publish('report', 'one');
    await publish('report', 'two');
    const taken = await get('report', false);
    const count = await until(async () => (await keda(broker, 'data-reporter-scaledjob')).messages, 2);
    expect(count).toBe(2);
    channel.ack(taken!);
    await channel.purgeQueue('report');
  });

  test('the monitoring user cannot publish, fetch, purge or declare over the management API', async () => {
    const message = { properties: {}, routing_key: 'report', payload: 'x', payload_encoding: 'string' };
    const fetching = { count: 1, ackmode: 'ack_requeue_true', encoding: 'auto' };
    const tries: [string, string, unknown, number, string][] = [
      ['exchanges/zamperla/amq.default/publish', 'POST', message, 400, "write access to exchange 'amq.default'"],
      ['queues/zamperla/report/get', 'POST', fetching, 401, "read access to queue 'report'"],
      ['queues/zamperla/report/contents', 'DELETE', undefined, 401, 'Access refused'],
      ['queues/zamperla/new', 'PUT', { durable: true }, 401, 'Access refused'],
      ['users/other', 'PUT', { password: 'x', tags: '' }, 401, 'Not administrator user'],
    ];
    for (const [path, method, body, status, reason] of tries) {
      const answer = await broker.request(path, 'monitoring', broker.password('monitoring'), method, body);
      expect([path, answer.status, await answer.text()]).toEqual([path, status, expect.stringContaining(reason)]);
    }
  });
});

/** Asks what KEDA's scaler asks: `<host>/api/queues/<vhost>/<queue>` with the login of the TriggerAuthentication. */
async function keda(broker: RenderedBroker, scaledJob: string): Promise<Row> {
  interface Trigger {
    readonly metadata: { readonly host: string; readonly vhostName: string; readonly queueName: string };
    readonly authenticationRef: { readonly name: string };
  }
  const { rendered: output } = broker;
  const { triggers } = output.object<{ spec: { triggers: [Trigger] } }>('ScaledJob', scaledJob).spec;
  const [{ metadata, authenticationRef }] = triggers;
  const authentication = output.object<{
    spec: { secretTargetRef: { parameter: string; name: string; key: string }[] };
  }>('TriggerAuthentication', authenticationRef.name);
  const login = Object.fromEntries(
    authentication.spec.secretTargetRef.map(({ parameter, name, key }) => [parameter, broker.secrets.value(name, key)]),
  );
  expect(metadata.host).toBe('http://rabbitmq-service.zamperla.svc.cluster.local:15672');
  const path = `queues/${encodeURIComponent(metadata.vhostName)}/${encodeURIComponent(metadata.queueName)}`;
  const answer = await broker.request(path, login.username!, login.password!);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Row;
}

/** Reads until the value has come (statistics lag by some seconds) or 20 seconds are over; gives what was read last. */
async function until<T>(read: () => Promise<T>, wanted: T): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const value = await read();
    if (value === wanted || Date.now() > end) return value;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
