import { until } from '../support';
import { childrenOf, processesOf, Workbench } from './workbench';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterEach(() => bench.clear());
afterAll(() => bench.close());

/** A queue with one message. */
async function loaded(name: string): Promise<string> {
  const queue = await bench.queue(name);
  await bench.publish(queue, 'body');
  return queue;
}

async function gone(text: string): Promise<void> {
  await until(`no process is ${text}`, () => processesOf(text).length === 0, 5_000);
}

async function running(text: string): Promise<void> {
  await until(`a process is ${text}`, () => processesOf(text).length > 0, 10_000);
}

describe('without a message', () => {
  test('the idle timeout ends the worker with 0', async () => {
    const queue = await bench.queue('idle');
    const { code, worker } = await bench.run({ queue, command: 'exit 1', env: { IDLE_TIMEOUT_SECONDS: '0.5' } });
    expect(code).toBe(0);
    expect(worker.events).toMatchObject([{ event: 'stopped', reason: 'no message within the idle timeout' }]);
  });

  test('an idle timeout of 0 waits, and still serves what comes', async () => {
    const queue = await bench.queue('patient');
    const worker = bench.start({ queue, command: 'exit 0', env: { IDLE_TIMEOUT_SECONDS: '0' } });
    await consumer(queue);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(worker.child.exitCode).toBeNull();
    await bench.publish(queue, 'body');
    expect(await worker.code).toBe(0);
    expect(worker.events).toMatchObject([{ event: 'taken' }, { event: 'ended', action: 'ack' }]);
  });

  test('SIGTERM ends an idle worker with 0', async () => {
    const queue = await bench.queue('idle-terminated');
    const worker = bench.start({ queue, command: 'exit 1' });
    await consumer(queue);
    worker.child.kill('SIGTERM');
    expect(await worker.code).toBe(0);
    expect(worker.events).toMatchObject([{ event: 'stopped', reason: 'terminated without a message' }]);
  });

  test('SIGTERM ends a worker that has not reached the broker yet with 0', async () => {
    const worker = bench.start({ queue: 'no-such-queue', command: 'exit 1' });
    await worker.saw('broker-unreachable');
    worker.child.kill('SIGTERM');
    expect(await worker.code).toBe(0);
  });
});

describe('SIGTERM while the command runs', () => {
  test('reaches the command; the message comes back, not counted; exit 75', async () => {
    const queue = await loaded('terminated');
    const worker = bench.start({ queue, command: 'trap "echo asked to end; exit 3" TERM; echo up; sleep 60 & wait' });
    await until('the command runs', () => worker.output.includes('up'));
    worker.child.kill('SIGTERM');
    expect(await worker.code).toBe(75);
    expect(worker.output).toContain('asked to end');
    expect(worker.events.at(-1)).toMatchObject({ event: 'ended', reason: 'terminated', code: 3, action: 'requeue' });
    expect(await bench.countOf(queue)).toBe(0);
  });

  test('work that is done in time all the same is acknowledged: it must not be done twice', async () => {
    const queue = await loaded('terminated-and-done');
    const worker = bench.start({ queue, command: 'trap "" TERM; echo up; sleep 1; exit 0' });
    await until('the command runs', () => worker.output.includes('up'));
    worker.child.kill('SIGTERM');
    expect(await worker.code).toBe(0);
    expect(worker.events.at(-1)).toMatchObject({ event: 'ended', reason: 'terminated', code: 0, action: 'ack' });
    expect(await bench.countOf(queue)).toBe('empty');
  });

  test.each([
    ['poison', '65', {}],
    ['a failure', '1', {}],
    ['a code that means nothing, of a table where nothing is done', '9', { EXIT_CODES: '{"other": "ack"}' }],
  ])('%s, told after it, is asked of the next worker: exit 75, not counted', async (_, code, env) => {
    const queue = await loaded(`terminated-${code}`);
    const worker = bench.start({ queue, command: `trap "exit ${code}" TERM; echo up; sleep 60 & wait`, env });
    await until('the command runs', () => worker.output.includes('up'));
    worker.child.kill('SIGTERM');
    expect(await worker.code).toBe(75);
    expect(worker.events.at(-1)).toMatchObject({ reason: 'terminated', code: Number(code), action: 'requeue' });
    expect(await bench.countOf(queue)).toBe(0);
  });

  test('a command that ignores it, and all it started, is killed within the grace', async () => {
    const queue = await loaded('deaf');
    const command = 'trap "" TERM; sleep 7001 & sleep 7001 & echo up; wait';
    const worker = bench.start({ queue, command, env: { TERMINATION_GRACE_SECONDS: '2' } });
    await until('the command runs', () => worker.output.includes('up'));
    const asked = Date.now();
    worker.child.kill('SIGTERM');
    expect(await worker.code).toBe(75);
    expect(Date.now() - asked).toBeLessThan(2500);
    expect(worker.events.at(-1)).toMatchObject({ code: -9, reason: 'terminated', action: 'requeue' });
    expect(await bench.countOf(queue)).toBe(0);
    await gone('sleep 7001');
  });

  test('after the command has ended, its own exit code counts', async () => {
    const queue = await loaded('ended-first');
    // The entrypoint is stopped while the command ends, then finds both: the end, and the signal.
    const worker = bench.start({ queue, command: 'echo up; sleep 0.5; exit 0' });
    await until('the command runs', () => worker.output.includes('up'));
    worker.child.kill('SIGSTOP');
    await until('the command has ended', () => childrenOf(worker.child.pid!).every(({ state }) => state === 'Z'));
    worker.child.kill('SIGTERM');
    worker.child.kill('SIGCONT');
    expect(await worker.code).toBe(0);
    expect(await bench.countOf(queue)).toBe('empty');
  });
});

describe('what the command leaves', () => {
  test('processes it started in the background do not outlive a success', async () => {
    const queue = await loaded('background');
    const { code } = await bench.run({ queue, command: 'sleep 7002 & exit 0' });
    expect(code).toBe(0);
    await gone('sleep 7002');
  });

  test('the deadline ends the whole group', async () => {
    const queue = await loaded('deadline');
    const env = { ATTEMPT_DEADLINE_SECONDS: '1', TERMINATION_GRACE_SECONDS: '2' };
    const { code, worker } = await bench.run({ queue, command: 'trap "" TERM; sleep 7003 & wait; sleep 7003', env });
    expect(code).toBe(1);
    expect(worker.events.at(-1)).toMatchObject({ reason: 'deadline', action: 'retry' });
    expect(await bench.countOf(queue)).toBe(1);
    await gone('sleep 7003');
  });

  test('as process 1 it reaps orphans', async () => {
    const queue = await loaded('first-process');
    const orphan = '(setsid sh -c "sleep 0.3; exit 5" &)';
    const command = `${orphan}; ${orphan}; sleep 1; echo rested; sleep 1`;
    const worker = bench.start({ queue, command, firstProcess: true });
    await until('the command rests', () => worker.output.includes('rested'));
    const first = childrenOf(worker.child.pid!)[0]!.pid;
    expect(childrenOf(first).map(({ state }) => state)).toEqual([expect.not.stringContaining('Z')]);
    expect(await worker.code).toBe(0);
    expect(await bench.countOf(queue)).toBe('empty');
  });
});

describe('when the broker goes', () => {
  test('a deleted queue ends the idle worker with 75', async () => {
    const queue = await bench.queue('deleted-idle');
    const worker = bench.start({ queue, command: 'exit 0' });
    await consumer(queue);
    await bench.channel.deleteQueue(queue);
    expect(await worker.code).toBe(75);
    expect(worker.events.at(-1)).toMatchObject({ event: 'broker-lost', error: 'the broker cancelled the consumer' });
  });

  test('a deleted queue ends the busy worker and its command', async () => {
    const queue = await loaded('deleted-busy');
    const worker = bench.start({ queue, command: 'sleep 7004' });
    await running('sleep 7004');
    const deleted = Date.now();
    await bench.channel.deleteQueue(queue);
    expect(await worker.code).toBe(75);
    expect(Date.now() - deleted).toBeLessThan(5000);
    await gone('sleep 7004');
  });

  test('a closed connection ends the worker and its command, and the message comes back', async () => {
    const queue = await loaded('closed');
    const worker = bench.start({ queue, command: 'sleep 7005' });
    await running('sleep 7005');
    const connection = await found(async () => {
      const all = await bench.broker.api('connections');
      return all.find((row) => row.user === 'worker');
    });
    await bench.broker.api(`connections/${encodeURIComponent(String(connection.name))}`, 'DELETE');
    expect(await worker.code).toBe(75);
    await gone('sleep 7005');
    expect(worker.events.at(-1)!.event).toBe('broker-lost');
    expect(await bench.countOf(queue)).toBe(1);
  });

  test("the broker's consumer timeout ends the worker and its command, and the message comes back, not counted", async () => {
    const queue = await loaded('timeout.hung');
    const worker = bench.start({ queue, command: 'sleep 7006' });
    expect(await worker.code).toBe(75);
    await gone('sleep 7006');
    expect(worker.events.at(-1)!.event).toBe('broker-lost');
    expect(await bench.countOf(queue)).toBe(0);
  });

  test('a broker that hangs does not hold a terminated worker beyond its grace', async () => {
    const queue = await loaded('hanging');
    const worker = bench.start({ queue, command: 'sleep 7007', env: { TERMINATION_GRACE_SECONDS: '4' } });
    await running('sleep 7007');
    bench.broker.pause();
    const asked = Date.now();
    worker.child.kill('SIGTERM');
    const code = await worker.code;
    bench.broker.resume();
    expect(code).toBe(75);
    expect(Date.now() - asked).toBeLessThan(4000);
    expect(worker.events.at(-1)).toMatchObject({ event: 'broker-lost', error: 'the broker does not answer' });
    await until('the message is back', async () => (await bench.channel.checkQueue(queue)).messageCount === 1);
  });

  test('heartbeats go on while a command runs for many of them', async () => {
    const queue = await loaded('long');
    const { code, worker } = await bench.run({ queue, command: 'sleep 6', env: { HEARTBEAT_SECONDS: '1' } });
    expect({ code, output: worker.output }).toMatchObject({ code: 0 });
    expect(bench.broker.log).not.toContain('missed heartbeats');
    expect(await bench.countOf(queue)).toBe('empty');
  });
});

/** Waits until a queue has a consumer. */
async function consumer(queue: string): Promise<void> {
  await until(`${queue} has a consumer`, async () => (await bench.channel.checkQueue(queue)).consumerCount > 0);
}

async function found<Value>(find: () => Promise<Value | undefined>): Promise<Value> {
  let value: Value | undefined;
  await until('it is found', async () => {
    value = await find();
    return value !== undefined;
  });
  return value!;
}
