import type { ConfirmChannel } from 'amqplib';
import { servedMetrics } from '../../../src/observability';
import { changedSettings, RenderedBroker, type Row } from './broker';
import { environments, rendered, Secrets } from './manifests';

interface Definitions {
  readonly vhosts: Row[];
  readonly exchanges: Row[];
  readonly queues: { readonly name: string; readonly durable: boolean; readonly vhost: string }[];
  readonly bindings: Row[];
  readonly policies: { readonly name: string; readonly definition: Row }[];
}

const queues = ['post-process', 'report', 'sftp-download'];
const allQueues = queues.flatMap((queue) => [queue, `${queue}.dead-letter`]);

const sorted = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();
const pick = (row: Row, keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, row[key]]));

describe.each(environments)('the rendered broker of %s', (environment) => {
  const output = rendered(environment);
  const secrets = new Secrets(output);
  const definitions = JSON.parse(output.file('rabbitmq-definitions', 'definitions.json')) as Definitions;
  let broker: RenderedBroker;
  let channel: ConfirmChannel;
  const open = async () => {
    channel = await (await broker.connectAsAdministrator()).createConfirmChannel();
  };
  beforeAll(async () => {
    broker = await RenderedBroker.start(output, secrets);
    await open();
  });
  afterAll(() => broker?.stop());

  const publish = async (queue: string, body: string) => {
    channel.sendToQueue(queue, Buffer.from(body), { persistent: true });
    await channel.waitForConfirms();
  };
  const get = async (queue: string, noAck = true) => (await channel.get(queue, { noAck })) || undefined;

  test('boots a blank node; its rabbitmq.conf differs from the rendered one in the table of changed settings only', () => {
    const settings = (text: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => line.split(' = ')[0]!);
    const before = output.file('rabbitmq-config', 'rabbitmq.conf').trim().split('\n');
    const after = broker.configuration.trim().split('\n');
    const changed = before.filter((line, index) => line !== after[index]);
    expect(settings(changed.join('\n'))).toEqual(Object.keys(changedSettings));
    expect(after).toHaveLength(before.length);
    expect(broker.log).not.toMatch(/\[(error|critical)\]/);
  });

  test('takes every setting: the environment of the running node has them', async () => {
    const value = (expression: string) => broker.ctl(['eval', `${expression}.`]).then((text) => text.trim());
    expect(await value('application:get_env(rabbit, anonymous_login_user)')).toBe('{ok,none}');
    expect(await value('lists:sort(rabbit_misc:get_env(rabbit, auth_mechanisms, []))')).toBe(`['AMQPLAIN','PLAIN']`);
    const mark = Number(
      /high_watermark\.absolute = (\d+)MiB/.exec(output.file('rabbitmq-config', 'rabbitmq.conf'))![1],
    );
    expect(await value('vm_memory_monitor:get_memory_limit()')).toBe(String(mark * 1024 * 1024));
    expect(await value('rabbit_disk_monitor:get_disk_free_limit()')).toBe(String(mark * 1024 * 1024));
    expect(await value('application:get_env(rabbit, quorum_tick_interval)')).toBe('{ok,1000}');
    expect(await value('application:get_env(rabbit, collect_statistics_interval)')).toBe('{ok,1000}');
    expect(await value('node()')).toContain('rabbit@rabbitmq-0.rabbitmq-nodes.zamperla.svc.cluster.local');
  });

  test('has the rendered plugins, and serves metrics by queue', async () => {
    const enabled = (await broker.ctl(['eval', 'rabbit_plugins:enabled_plugins().'])).replaceAll(/\s/g, '');
    expect(enabled).toBe(output.file('rabbitmq-config', 'enabled_plugins').trim().slice(0, -1));
    const job = 'metrics/detailed?family=queue_coarse_metrics&family=queue_consumer_count';
    const page = await (await fetch(`http://127.0.0.1:${broker.ports.prometheus}/${job}`)).text();
    for (const metric of ['messages', 'messages_ready', 'messages_unacked', 'consumers']) {
      expect(page).toContain(`rabbitmq_detailed_queue_${metric}{vhost="zamperla",queue="report"}`);
    }
  });

  test('serves every metric of a broker that rules and dashboards may use', async () => {
    const page = async (path: string) => (await fetch(`http://127.0.0.1:${broker.ports.prometheus}/${path}`)).text();
    const served = await page('metrics');
    const byQueue = await page('metrics/detailed?family=queue_coarse_metrics&family=queue_consumer_count');
    const missing = (names: readonly string[], text: string) =>
      names.filter((name) => !new RegExp(`^${name}[{ ]`, 'm').test(text));
    expect(missing(servedMetrics['kubernetes-pods'], served)).toEqual([]);
    expect(missing(servedMetrics['rabbitmq-queues'], byQueue)).toEqual([]);
  });

  test('has exactly the vhost', async () => {
    const rows = await broker.api('vhosts');
    expect(rows.map(({ name, default_queue_type }) => ({ name, metadata: { default_queue_type } }))).toEqual(
      definitions.vhosts,
    );
    expect(rows.map((row) => row.default_queue_type)).toEqual(['quorum']);
  });

  test('has exactly the queues, all durable quorum queues', async () => {
    expect(definitions.queues.map(({ name }) => name).sort()).toEqual([...allQueues].sort());
    const keys = ['name', 'vhost', 'durable', 'auto_delete', 'arguments'];
    const rows = await broker.api('queues');
    expect(sorted(rows.map((row) => pick(row, keys)))).toEqual(sorted(definitions.queues as unknown as Row[]));
    expect(rows.map((row) => [row.type, row.durable])).toEqual(allQueues.map(() => ['quorum', true]));
  });

  test('has exactly the exchange and the bindings beside the built-in ones', async () => {
    const exchanges = (await broker.api('exchanges/zamperla')).filter(({ name }) => !/^(amq\..*)?$/.test(String(name)));
    const keys = ['name', 'vhost', 'type', 'durable', 'auto_delete', 'internal', 'arguments'];
    expect(exchanges.map((row) => pick(row, keys))).toEqual(definitions.exchanges);
    const bindings = (await broker.api('bindings/zamperla')).filter(({ source }) => source !== '');
    const bindingKeys = ['source', 'vhost', 'destination', 'destination_type', 'routing_key', 'arguments'];
    expect(sorted(bindings.map((row) => pick(row, bindingKeys)))).toEqual(sorted(definitions.bindings));
  });

  test('has exactly the policies, and each is the one in effect on its queue', async () => {
    const policies = await broker.api('policies');
    expect(sorted(policies)).toEqual(sorted(definitions.policies as unknown as Row[]));
    // The API tells it only once the broker has gathered its first figures of a queue.
    const rows = await eventually(async () => {
      const found = await broker.api('queues/zamperla');
      return found.every((row) => row.effective_policy_definition !== undefined) ? found : undefined;
    });
    const effective = Object.fromEntries(rows.map((row) => [row.name, row.effective_policy_definition]));
    expect(effective).toEqual(
      Object.fromEntries(definitions.policies.map(({ name, definition }) => [name, definition])),
    );
    for (const queue of queues) {
      expect(effective[queue]).toEqual({
        'delivery-limit': 20,
        'dead-letter-exchange': 'dead-letter',
        'dead-letter-routing-key': queue,
        'consumer-timeout': expect.any(Number),
      });
      expect(effective[`${queue}.dead-letter`]).toEqual({ 'delivery-limit': -1 });
    }
  });

  test.each(queues)('queue %s: a rejected message lands in the dead-letter queue with its body', async (queue) => {
    await publish(queue, `poison of ${queue}`);
    channel.reject((await get(queue, false))!, false);
    const dead = await eventually(() => get(`${queue}.dead-letter`));
    expect(dead.content.toString()).toBe(`poison of ${queue}`);
    expect(dead.properties.headers?.['x-death']).toMatchObject([{ queue, reason: 'rejected', count: 1 }]);
  });

  test('tells its scaler how long a queue is within 2 seconds, on average of six changes', async () => {
    const user = ['monitoring', broker.password('monitoring')] as const;
    const started = Date.now();
    for (const messages of [1, 0, 1, 0, 1, 0]) {
      if (messages === 1) await publish('report', 'counted');
      else await get('report');
      await eventually(async () => {
        const row = (await (await broker.request('queues/zamperla/report', ...user)).json()) as Row;
        return row.messages === messages || undefined;
      });
    }
    expect(Date.now() - started).toBeLessThan(6 * 2000);
  });

  test('a message that fails more often than the delivery limit is dead-lettered with its body', async () => {
    await publish('post-process', 'crash loop');
    let failures = 0;
    for (let message = await get('post-process', false); message; message = await get('post-process', false)) {
      channel.reject(message, true);
      failures += 1;
      await settled(broker, 'post-process', 'post-process.dead-letter');
    }
    expect(failures).toBe(21); // the first delivery and 20 more
    const dead = await eventually(() => get('post-process.dead-letter'));
    expect(dead.content.toString()).toBe('crash loop');
    expect(dead.properties.headers?.['x-death']).toMatchObject([{ reason: 'delivery_limit' }]);
  });

  test('a dead letter survives being looked at and put back, many times', async () => {
    await publish('report.dead-letter', 'evidence');
    for (let time = 0; time < 50; time++) {
      const message = await eventually(() => get('report.dead-letter', false));
      channel.reject(message, true);
    }
    expect((await eventually(() => get('report.dead-letter'))).content.toString()).toBe('evidence');
  });

  test('after a change of a password the next pod knows the new one only, and the messages are still there', async () => {
    const before = broker.password('data');
    await publish('sftp-download', 'survives');
    secrets.set('rabbitmq-user-data', 'password', 'AnotherPassword1');
    await broker.reboot();
    await open();
    await expect(broker.connect('data', before)).rejects.toThrow(/ACCESS_REFUSED|403/);
    await (await broker.connect('data', 'AnotherPassword1')).close();
    await (await broker.connect('data-reporter')).close();
    expect((await eventually(() => get('sftp-download'))).content.toString()).toBe('survives');
  });
});

async function eventually<T>(read: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error('nothing came');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until the only message of two queues is ready in one of them. */
async function settled(broker: RenderedBroker, ...names: string[]): Promise<void> {
  await eventually(async () => {
    const client = await broker.connectAsAdministrator();
    const own = await client.createChannel();
    const counts = await Promise.all(names.map((name) => own.checkQueue(name)));
    await client.close();
    return counts.some(({ messageCount }) => messageCount > 0) ? true : undefined;
  });
}
