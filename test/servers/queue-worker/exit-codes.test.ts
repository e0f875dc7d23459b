import { DELIVERY_LIMIT, Workbench } from './workbench';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterEach(() => bench.clear());
afterAll(() => bench.close());

interface Row {
  readonly command: string;
  readonly code: number;
  /** What is in the work queue afterwards: `empty`, or the counted failures of the message. */
  readonly queue: 'empty' | number;
  readonly dead: boolean;
  readonly env?: Record<string, string>;
}

const contract: Record<string, Row> = {
  'success is acknowledged': { command: 'exit 0', code: 0, queue: 'empty', dead: false },
  'poison (65) goes to the dead-letter queue': { command: 'exit 65', code: 0, queue: 'empty', dead: true },
  'a passing fault (75) comes back, not counted': { command: 'exit 75', code: 75, queue: 0, dead: false },
  'another code comes back, counted': { command: 'exit 3', code: 1, queue: 1, dead: false },
  'an uncaught exception comes back, counted': {
    command: 'exec python3 -c "raise RuntimeError()"',
    code: 1,
    queue: 1,
    dead: false,
  },
  'death by a signal comes back, counted': { command: 'kill -9 $$', code: 1, queue: 1, dead: false },
  'the deadline comes back, counted': {
    command: 'exec sleep 60',
    code: 1,
    queue: 1,
    dead: false,
    env: { ATTEMPT_DEADLINE_SECONDS: '0.5' },
  },
};

describe.each([
  ['the newest Python and pika', 'root'],
  ['the oldest pika', 'floor'],
] as const)('with %s', (_title, root) => {
  test.each(Object.entries(contract))('%s', async (title, row) => {
    const queue = await bench.queue(`${root}.${title.replace(/\W+/g, '-')}`);
    await bench.publish(queue, 'body');
    const { code, worker } = await bench.run({ queue, command: row.command, env: row.env, root });
    const seen = { code, queue: await bench.countOf(queue), dead: (await bench.take('dead')) !== undefined };
    expect({ ...seen, output: worker.output }).toMatchObject({ code: row.code, queue: row.queue, dead: row.dead });
  });
});

test('a message that always fails is dead-lettered after the delivery limit, one that always asks for time never', async () => {
  const failing = await bench.queue('limited.failing');
  const waiting = await bench.queue('limited.waiting');
  await bench.publish(failing, 'body');
  await bench.publish(waiting, 'body');
  const runs = { failing: [] as (number | null)[], waiting: [] as (number | null)[] };
  for (let attempt = 0; attempt <= DELIVERY_LIMIT; attempt++) {
    runs.failing.push((await bench.run({ queue: failing, command: 'exit 1' })).code);
    runs.waiting.push((await bench.run({ queue: waiting, command: 'exit 75' })).code);
  }
  expect(runs).toEqual({ failing: [1, 1, 1], waiting: [75, 75, 75] });
  expect(await bench.countOf(failing)).toBe('empty');
  expect(await bench.countOf(waiting)).toBe(0);
  const dead = await bench.take('dead');
  expect(dead?.properties.headers?.['x-first-death-reason']).toBe('delivery_limit');
});

test('the count a command sees grows with each failed attempt', async () => {
  const queue = await bench.queue('counting');
  await bench.publish(queue, 'body');
  const seen: unknown[] = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    const { worker } = await bench.run({ queue, command: 'echo "count $MESSAGE_DELIVERY_COUNT"; exit 1' });
    seen.push(/count (\d+)/.exec(worker.output)?.[1]);
  }
  expect(seen).toEqual(['0', '1', '2']);
});

test.each([
  ['a new row', 'exit 3', '{"3": "dead-letter"}', { code: 0, queue: 'empty', dead: true }],
  ['a changed row', 'exit 65', '{"65": "requeue"}', { code: 75, queue: 0, dead: false }],
  ['other codes', 'exit 9', '{"other": "requeue"}', { code: 75, queue: 0, dead: false }],
  ['rows not named stay', 'exit 65', '{"3": "ack"}', { code: 0, queue: 'empty', dead: true }],
])('EXIT_CODES changes the table: %s', async (title, command, EXIT_CODES, expected) => {
  const queue = await bench.queue(`table.${title.replaceAll(' ', '-')}`);
  await bench.publish(queue, 'body');
  const { code } = await bench.run({ queue, command, env: { EXIT_CODES } });
  const dead = (await bench.take('dead')) !== undefined;
  expect({ code, queue: await bench.countOf(queue), dead }).toEqual(expected);
});

test('a command that cannot be started counts as a failure', async () => {
  const queue = await bench.queue('not-started');
  await bench.publish(queue, 'body');
  const program = bench.folder.write('no-program', 'not a program', 0o755);
  const { code, worker } = await bench.run({ queue, command: [program] });
  expect(code).toBe(1);
  expect(worker.events.map((event) => event.event)).toEqual(['taken', 'not-started']);
  expect(await bench.countOf(queue)).toBe(1);
});
