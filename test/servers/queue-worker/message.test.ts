import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { until } from '../support';
import { Workbench } from './workbench';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterEach(() => bench.clear());
afterAll(() => bench.close());

const bodies: Record<string, Buffer> = {
  'every byte': Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
  nothing: Buffer.alloc(0),
  'one megabyte': Buffer.alloc(1024 * 1024, 'not only zeros, '),
  'JSON without an end of line': Buffer.from('{"rule_id": 1, "log_file_path": "über"}'),
};

test.each(Object.entries(bodies))('the command gets the exact body on stdin: %s', async (title, body) => {
  const queue = await bench.queue(`body.${title.replaceAll(' ', '-')}`);
  await bench.publish(queue, body);
  const { code } = await bench.run({ queue, command: 'cat > "$FOLDER/body"' });
  expect(code).toBe(0);
  expect(sha256(readFileSync(`${bench.folder.path}/body`))).toBe(sha256(body));
});

test('a command that does not read its stdin is no failure', async () => {
  const queue = await bench.queue('unread');
  await bench.publish(queue, bodies['one megabyte']!);
  expect((await bench.run({ queue, command: 'exec 0<&-; exit 0' })).code).toBe(0);
});

test("the command sees the message's properties and its trace, and keeps the pod's environment", async () => {
  const queue = await bench.queue('properties');
  await bench.publish(queue, 'body', {
    messageId: 'm-1\nsecond line',
    correlationId: 'c-1',
    contentType: 'application/json',
    timestamp: 1700000000,
    headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', tracestate: 'a=b' },
  });
  const { worker } = await bench.run({
    queue,
    command: ['python3', '-c', 'import os, json; print("ENV" + json.dumps(dict(os.environ)))'],
    env: { OWN: 'kept', TRACEPARENT: 'of the pod, not of the message' },
  });
  const line = worker.output.split('\n').find((candidate) => candidate.startsWith('ENV'))!;
  expect(JSON.parse(line.slice(3))).toMatchObject({
    OWN: 'kept',
    QUEUE: queue,
    MESSAGE_ID: 'm-1\nsecond line',
    MESSAGE_CORRELATION_ID: 'c-1',
    MESSAGE_CONTENT_TYPE: 'application/json',
    MESSAGE_TIMESTAMP: '1700000000',
    MESSAGE_DELIVERY_COUNT: '0',
    TRACEPARENT: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    TRACESTATE: 'a=b',
  });
});

test('a message without a trace does not inherit one from the pod', async () => {
  const queue = await bench.queue('no-trace');
  await bench.publish(queue, 'body');
  const command = 'echo "trace=[$TRACEPARENT] id=[$MESSAGE_ID]"';
  const { worker } = await bench.run({ queue, command, env: { TRACEPARENT: 'of the pod' } });
  expect(worker.output).toContain('trace=[] id=[]');
});

test('a worker takes one message, and leaves the others untouched and uncounted', async () => {
  const queue = await bench.queue('several');
  for (const body of ['first', 'second', 'third']) await bench.publish(queue, body);
  const seen: string[] = [];
  for (const exit of [0, 65]) {
    const { worker } = await bench.run({ queue, command: `echo "body: $(cat)"; exit ${exit}` });
    seen.push(...[...worker.output.matchAll(/body: (\w+)/g)].map((match) => match[1]!));
  }
  expect(seen).toEqual(['first', 'second']);
  const third = await bench.take(queue);
  expect(third?.content.toString()).toBe('third');
  expect(third?.properties.headers?.['x-delivery-count']).toBeUndefined();
  expect(third?.fields.redelivered).toBe(false);
});

test('two workers on two messages take one each, at the same time', async () => {
  const queue = await bench.queue('pair');
  await bench.publish(queue, 'first');
  await bench.publish(queue, 'second');
  // Each waits for the other's file: in turn they would wait for ever.
  const command =
    'body=$(cat); : > "$FOLDER/$body"; until [ -e "$FOLDER/first" ] && [ -e "$FOLDER/second" ]; do sleep 0.1; done';
  const workers = [bench.start({ queue, command }), bench.start({ queue, command })];
  expect(await Promise.all(workers.map((worker) => worker.code))).toEqual([0, 0]);
  expect(await bench.countOf(queue)).toBe('empty');
});

test('a message that comes late is served at once', async () => {
  const queue = await bench.queue('late');
  const worker = bench.start({ queue, command: 'exit 0' });
  await until('it consumes', async () => (await bench.channel.checkQueue(queue)).consumerCount > 0);
  const published = Date.now();
  await bench.publish(queue, 'body');
  await worker.saw('taken');
  expect(Date.now() - published).toBeLessThan(1000);
  expect(await worker.code).toBe(0);
});

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
