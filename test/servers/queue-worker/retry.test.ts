import { until } from '../support';
import { RETRY_MILLISECONDS, Workbench } from './workbench';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterEach(() => bench.clear());
afterAll(() => bench.close());

/** Starts workers that fail on every message, and gives their number of tries. */
async function failing(queue: string, count: number): Promise<() => number> {
  const workers = Array.from({ length: count }, () =>
    bench.start({ queue, command: 'exit 1', env: { IDLE_TIMEOUT_SECONDS: '60' } }),
  );
  await until('all wait', async () => (await bench.channel.checkQueue(queue)).consumerCount === count, 30_000);
  return () => workers.filter(({ events }) => events.some(({ event }) => event === 'ended')).length;
}

describe('a message that fails while other workers wait', () => {
  test('is tried by each of them at once: the back-off of a Job throttles its own pod only', async () => {
    const queue = await bench.queue('crashing');
    const tries = await failing(queue, 4);
    const started = Date.now();
    await bench.publish(queue, 'body');
    await until('all have tried', () => tries() === 4, 20_000);
    expect(Date.now() - started).toBeLessThan(2 * RETRY_MILLISECONDS);
    await until('it is back', async () => (await bench.channel.checkQueue(queue)).messageCount === 1);
    expect(await bench.countOf(queue)).toBe(4);
  });

  test('waits after each failure where the policy of its queue says so, and is counted by scalers meanwhile', async () => {
    const queue = await bench.queue('delayed.crashing');
    const tries = await failing(queue, 3);
    await bench.publish(queue, 'body');
    await until('one has tried', () => tries() === 1, 20_000);
    const failed = Date.now();
    const counted = async () => (await bench.broker.api<Record<string, unknown>>(`queues/work/${queue}`)).messages;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS * 0.6));
    expect(tries()).toBe(1);
    await until('the second has tried', () => tries() === 2, 20_000);
    const again = Date.now();
    expect(again - failed).toBeGreaterThan(RETRY_MILLISECONDS * 0.9);
    await until('scalers count it', async () => (await counted()) === 1, 20_000);
    await until('the third has tried', () => tries() === 3, 20_000);
    expect(Date.now() - again).toBeGreaterThan(RETRY_MILLISECONDS * 0.9);
  });
});
