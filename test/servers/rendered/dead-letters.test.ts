import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConfirmChannel } from 'amqplib';
import { until } from '../support';
import { RenderedBroker, type Row } from './broker';
import { rendered, Secrets } from './manifests';

const fetching = { count: 1, ackmode: 'ack_requeue_true', encoding: 'auto' };

const page = readFileSync(resolve(__dirname, '../../../docs/runbooks/dead-letters.md'), 'utf8');

/** Bodies that the page sends, by the address that it sends them to. */
const sent = new Map(
  [...page.matchAll(/api\/(\S+) -d (?:'(.*)'|@- <<'JSON'\n([\s\S]*?)\nJSON)/g)].map(([, path, line, lines]) => [
    path!,
    JSON.parse((line ?? lines)!) as unknown,
  ]),
);
const [look, putBack] = ['queues/zamperla/report.dead-letter/get', 'parameters/shovel/zamperla/put-back-report'];

describe('dead letters of the rendered broker', () => {
  const output = rendered('production');
  const secrets = new Secrets(output);
  let broker: RenderedBroker;
  let channel: ConfirmChannel;
  beforeAll(async () => {
    broker = await RenderedBroker.start(output, secrets);
    channel = await (await broker.connectAsAdministrator()).createConfirmChannel();
  });
  afterAll(() => broker?.stop());

  const asOperator = (path: string, method = 'GET', body?: unknown) =>
    broker.request(path, 'operator', broker.password('operator'), method, body);
  const count = async (queue: string) => (await channel.checkQueue(queue)).messageCount;
  const kill = async (bodies: readonly string[]) => {
    for (const body of bodies) {
      channel.sendToQueue('report', Buffer.from(body), { persistent: true, messageId: body });
      await channel.waitForConfirms();
      const message = await channel.get('report');
      if (message) channel.reject(message, false);
    }
    await until('they are dead', async () => (await count('report.dead-letter')) === bodies.length);
  };

  test('are looked at by the operator, and stay', async () => {
    await kill(['one']);
    const answer = await asOperator(look, 'POST', sent.get(look));
    const letters = (await answer.json()) as { payload: string; properties: { headers: { 'x-death': Row[] } } }[];
    expect(letters.map(({ payload }) => payload)).toEqual(['one']);
    expect(letters[0]!.properties.headers['x-death']).toMatchObject([{ queue: 'report', reason: 'rejected' }]);
    expect(await count('report.dead-letter')).toBe(1);
    await channel.purgeQueue('report.dead-letter');
  });

  test('are put back by a shovel of the operator: all of them, unchanged, and the shovel is gone afterwards', async () => {
    const bodies = Array.from({ length: 50 }, (_, index) => `letter ${index}`);
    await kill(bodies);
    const made = await asOperator(putBack, 'PUT', sent.get(putBack));
    expect([made.status, await made.text()]).toEqual([201, '']);
    await until('all are back', async () => (await count('report')) === bodies.length, 30_000);
    expect(await count('report.dead-letter')).toBe(0);
    const back: string[] = [];
    for (;;) {
      const message = await channel.get('report', { noAck: true });
      if (!message) break;
      expect(message.properties).toMatchObject({ messageId: message.content.toString(), deliveryMode: 2 });
      back.push(message.content.toString());
    }
    expect(back).toEqual(bodies);
    await until('the shovel has gone', async () => (await broker.api('parameters/shovel')).length === 0);
  });

  test('one that is put back and fails again is dead again, after as many tries as a new message has', async () => {
    await kill(['again']);
    await asOperator(putBack, 'PUT', sent.get(putBack));
    await until('it is back', async () => (await count('report')) === 1, 30_000);
    let tries = 0;
    while ((await count('report.dead-letter')) === 0) {
      const message = await channel.get('report');
      if (message) {
        tries += 1;
        channel.reject(message, true);
      }
    }
    expect(tries).toBe(21);
    await channel.purgeQueue('report.dead-letter');
  });

  test('are thrown away by the operator, who is shown them', async () => {
    await kill(['useless']);
    const answer = await asOperator(look, 'POST', { ...(sent.get(look) as object), ackmode: 'ack_requeue_false' });
    expect(await answer.json()).toMatchObject([{ payload: 'useless' }]);
    expect(await count('report.dead-letter')).toBe(0);
  });

  test.each<[what: string, path: string, method: string, body: unknown]>([
    ['publish', 'exchanges/zamperla/amq.default/publish', 'POST', letter('report')],
    ['take a message of a work queue', 'queues/zamperla/report/get', 'POST', fetching],
    ['delete a queue', 'queues/zamperla/report', 'DELETE', undefined],
    ['declare a queue', 'queues/zamperla/new', 'PUT', { durable: true }],
    ['make a user', 'users/other', 'PUT', { password: 'x', tags: '' }],
    ['read the passwords of others', 'definitions', 'GET', undefined],
  ])('the operator cannot %s', async (_, path, method, body) => {
    const { status } = await asOperator(path, method, body);
    expect([400, 401, 403]).toContain(status);
  });
});

function letter(key: string) {
  return { properties: {}, routing_key: key, payload: 'x', payload_encoding: 'string' };
}
