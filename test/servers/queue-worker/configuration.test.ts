import { mustRun, type RabbitMqServer } from '../support';
import { Workbench } from './workbench';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterEach(() => bench.clear());
afterAll(() => bench.close());

const bad: Record<string, { env: Record<string, string>; command?: string[]; problems: string[] }> = {
  'no queue': { env: { QUEUE: '' }, problems: ['QUEUE is missing'] },
  'no URL': { env: { BROKER_URL: '' }, problems: ['BROKER_URL is missing'] },
  'a URL of another kind': {
    env: { BROKER_URL: 'http://user:hidden-password@host' },
    problems: ['BROKER_URL does not start with amqp:// or amqps://'],
  },
  'a URL that cannot be parsed': {
    env: { BROKER_URL: 'amqp://user:hidden-password/x@host:5672/' },
    problems: [
      'BROKER_URL cannot be parsed; special characters of a password must be percent-encoded, or given in BROKER_PASSWORD',
    ],
  },
  'times out of range': {
    env: { IDLE_TIMEOUT_SECONDS: '-1', HEARTBEAT_SECONDS: '0', ATTEMPT_DEADLINE_SECONDS: '10m' },
    problems: [
      "IDLE_TIMEOUT_SECONDS is '-1', but must be a number of seconds, 0 or more",
      "ATTEMPT_DEADLINE_SECONDS is '10m', but must be a number of seconds, 0 or more",
      "HEARTBEAT_SECONDS is '0', but must be a number of seconds above 0",
    ],
  },
  'a time that is no number': {
    env: { TERMINATION_GRACE_SECONDS: 'nan' },
    problems: ["TERMINATION_GRACE_SECONDS is 'nan', but must be a number of seconds above 0"],
  },
  'a table that is no table': {
    env: { EXIT_CODES: '["ack"]' },
    problems: ['EXIT_CODES is not a JSON object like {"65": "dead-letter"}'],
  },
  'unknown codes and actions': {
    env: { EXIT_CODES: '{"256": "ack", "3": "drop", "4": ["ack"]}' },
    problems: [
      'EXIT_CODES has the code \'256\', but codes are "0" to "255" and "other"',
      "EXIT_CODES gives 'drop' to '3', but actions are ack, dead-letter, requeue, retry",
      "EXIT_CODES gives ['ack'] to '4', but actions are ack, dead-letter, requeue, retry",
    ],
  },
  'a command that is not there': {
    env: {},
    command: ['/app/job.py'],
    problems: ["command '/app/job.py' cannot be found or executed"],
  },
  'several at once': {
    env: { QUEUE: '', BROKER_URL: '' },
    command: [],
    problems: ['QUEUE is missing', 'BROKER_URL is missing', 'no command given: consume.py -- COMMAND [ARG...]'],
  },
};

test.each(Object.entries(bad))('refuses with 64, before it touches a message: %s', async (_title, row) => {
  const queue = await bench.queue('configured');
  await bench.publish(queue, 'body');
  const { code, worker } = await bench.run({ queue, command: row.command ?? 'exit 0', env: row.env });
  expect(worker.events).toEqual(
    row.problems.map((problem) => ({ component: 'queue-worker', event: 'bad-configuration', problem })),
  );
  expect(code).toBe(64);
  expect(worker.output).not.toContain('hidden-password');
  expect(await bench.countOf(queue)).toBe(0);
});

test('user and password of their own variables win over the URL, with any characters', async () => {
  const queue = await bench.queue('own-user');
  const password = 'p@ss/w:rd#%?';
  await bench.broker.api('users/other', 'PUT', { password, tags: '' });
  await bench.broker.api('permissions/work/other', 'PUT', { configure: '', write: '', read: '.*' });
  await bench.publish(queue, 'body');
  const url = `amqp://127.0.0.1:${bench.broker.ports.amqp}/work`;
  const env = { BROKER_URL: url, BROKER_USER: 'other', BROKER_PASSWORD: password };
  expect((await bench.run({ queue, command: 'exit 0', env })).code).toBe(0);
  expect(await bench.countOf(queue)).toBe('empty');
});

const unreachable: Record<string, { queue?: string; url: (broker: RabbitMqServer) => string }> = {
  'a port nobody listens on': { url: () => 'amqp://worker:hidden-password@127.0.0.1:1/work' },
  'a name nobody knows': { url: () => 'amqp://worker:hidden-password@no-such-host.invalid/work' },
  'a wrong password': { url: (broker) => broker.amqpUrl({ vhost: 'work', user: 'worker', password: 'hidden-too' }) },
  'a vhost that is not there': { url: (broker) => broker.amqpUrl({ vhost: 'none' }) },
  'a queue that is not there': {
    queue: 'no-such-queue',
    url: (broker) => broker.amqpUrl({ vhost: 'work', user: 'worker', password: 'hidden-password' }),
  },
};

describe.each(['root', 'floor'] as const)('in the root %s', (root) => {
  test.each(Object.entries(unreachable))('gives up with 75 after the bounded time: %s', async (_title, row) => {
    const queue = row.queue ?? (await bench.queue('unreached'));
    const env = { BROKER_URL: row.url(bench.broker), CONNECT_TIMEOUT_SECONDS: '1' };
    const started = Date.now();
    const { code, worker } = await bench.run({ queue, command: 'exit 0', env, root });
    expect({ code, output: worker.output }).toMatchObject({ code: 75 });
    expect(Date.now() - started).toBeLessThan(20_000);
    expect(worker.events.at(-1)).toMatchObject({ event: 'broker-lost', error: 'not reachable within 1 s' });
    expect(worker.output.split('\n').filter((line) => line && !line.startsWith('{'))).toEqual([]);
    expect(worker.output).not.toMatch(/hidden|password-of-the-tests/);
  });
});

test('a queue that comes later is served', async () => {
  const worker = bench.start({ queue: 'comes-later', command: 'exit 0' });
  await worker.saw('broker-unreachable');
  await bench.publish(await bench.queue('comes-later'), 'body');
  expect(await worker.code).toBe(0);
  expect(await bench.countOf('comes-later')).toBe('empty');
});

test('its syntax is that of Python 3.8', async () => {
  const check = `import ast; ast.parse(open('${bench.folder.path}/consume.py').read(), feature_version=(3, 8))`;
  expect(await mustRun(['python3', '-c', check], { root: 'floor' })).toBe('');
});
