import { type ChildProcess, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ChannelModel, type ConfirmChannel, connect, type GetMessage, type Options } from 'amqplib';
import { enter, RabbitMqServer, type RootName, RunFolder, until } from '../support';

const entrypoint = readFileSync(resolve(__dirname, '../../../src/assets/queue-worker/consume.py'));

/** Deliveries that fail before a message is dead-lettered, in queues whose names begin with `limited`. */
export const DELIVERY_LIMIT = 2;

/** What a failed message waits before it is offered again, in queues whose names begin with `delayed`. */
export const RETRY_MILLISECONDS = 3000;

export interface WorkerOptions {
  readonly queue: string;
  /** The command, or a shell script. */
  readonly command: readonly string[] | string;
  readonly env?: Readonly<Record<string, string>>;
  /** @default 'root', the newest Python and pika */
  readonly root?: RootName;
  readonly firstProcess?: boolean;
}

export type Event = Readonly<Record<string, unknown>> & { readonly event: string };

/** A started entrypoint. */
export class Worker {
  output = '';
  readonly code: Promise<number | null>;

  constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
    // A process that outlives the worker may hold its output open: wait for the rest of it only a moment.
    this.code = new Promise((resolve) => {
      let timer: NodeJS.Timeout;
      child.once('exit', (code) => {
        timer = setTimeout(() => resolve(code), 1000);
      });
      child.once('close', (code) => {
        clearTimeout(timer);
        resolve(code);
      });
    });
  }

  get events(): Event[] {
    const lines = this.output.split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as Event);
  }

  async saw(event: string): Promise<Event> {
    const find = () => this.events.find((candidate) => candidate.event === event);
    await until(`the worker logs ${event}; it wrote: ${this.output}`, () => find() !== undefined, 20_000);
    return find()!;
  }
}

/** A broker with a vhost `work`, queues made on demand, and entrypoints run against it. */
export class Workbench {
  private workers: Worker[] = [];

  private constructor(
    readonly broker: RabbitMqServer,
    readonly folder: RunFolder,
    private readonly connection: ChannelModel,
    readonly channel: ConfirmChannel,
  ) {}

  static async open(): Promise<Workbench> {
    const limits = { 'dead-letter-exchange': '', 'dead-letter-routing-key': 'dead' };
    const policy = { vhost: 'work', 'apply-to': 'quorum_queues' };
    const broker = await RabbitMqServer.start({
      definitions: {
        vhosts: [{ name: 'work' }],
        users: [{ name: 'worker', password: 'hidden-password', tags: [] }],
        permissions: [{ user: 'worker', vhost: 'work', configure: '', write: '.*', read: '.*' }],
        policies: [
          { ...policy, name: 'queues', pattern: '.*', priority: 0, definition: { ...limits, 'delivery-limit': 20 } },
          {
            ...policy,
            name: 'limited',
            pattern: '^limited',
            priority: 1,
            definition: { ...limits, 'delivery-limit': DELIVERY_LIMIT },
          },
          {
            ...policy,
            name: 'delayed',
            pattern: '^delayed',
            priority: 1,
            definition: {
              ...limits,
              'delivery-limit': 20,
              'delayed-retry-type': 'failed',
              'delayed-retry-min': RETRY_MILLISECONDS,
            },
          },
          {
            ...policy,
            name: 'timeout',
            pattern: '^timeout',
            priority: 1,
            definition: { ...limits, 'delivery-limit': 20, 'consumer-timeout': 1000 },
          },
        ],
      },
    });
    const connection = await connect(broker.amqpUrl({ vhost: 'work' }));
    const bench = new Workbench(broker, new RunFolder('worker'), connection, await connection.createConfirmChannel());
    bench.folder.write('consume.py', entrypoint);
    await bench.queue('dead');
    return bench;
  }

  /** Declares a quorum queue and gives its name. */
  async queue(name: string): Promise<string> {
    await this.channel.assertQueue(name, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    return name;
  }

  async publish(queue: string, body: Buffer | string, options: Options.Publish = {}): Promise<void> {
    this.channel.sendToQueue(queue, Buffer.from(body), { persistent: true, ...options });
    await this.channel.waitForConfirms();
  }

  start(options: WorkerOptions): Worker {
    const command = typeof options.command === 'string' ? ['sh', '-c', options.command] : options.command;
    const child = enter(['/usr/bin/python3', this.folder.path.concat('/consume.py'), '--', ...command], {
      root: options.root,
      firstProcess: options.firstProcess,
      env: {
        BROKER_URL: this.broker.amqpUrl({ vhost: 'work', user: 'worker', password: 'hidden-password' }),
        QUEUE: options.queue,
        IDLE_TIMEOUT_SECONDS: '10',
        FOLDER: this.folder.path,
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const worker = new Worker(child);
    this.workers.push(worker);
    return worker;
  }

  /** Runs an entrypoint to its end. */
  async run(options: WorkerOptions): Promise<{ code: number | null; worker: Worker }> {
    const worker = this.start(options);
    return { code: await worker.code, worker };
  }

  /** Takes the next message for good; undefined when the queue is empty. */
  async take(queue: string): Promise<GetMessage | undefined> {
    return (await this.channel.get(queue, { noAck: true })) || undefined;
  }

  /** `empty`, or how often the delivery of the queue's first message was counted as failed. Takes the message. */
  async countOf(queue: string): Promise<number | 'empty'> {
    const message = await this.take(queue);
    return message ? Number(message.properties.headers?.['x-delivery-count'] ?? 0) : 'empty';
  }

  /** Ends the workers of a test and empties the dead-letter queue. */
  async clear(): Promise<void> {
    for (const worker of this.workers) {
      if (worker.child.exitCode === null) worker.child.kill('SIGKILL');
      await worker.code;
    }
    this.workers = [];
    await this.channel.purgeQueue('dead');
  }

  async close(): Promise<void> {
    await this.clear();
    await this.connection.close();
    await this.broker.stop();
    this.folder.remove();
  }
}

/** Process ids of the processes with exactly this command line, zombies excepted. */
export function processesOf(text: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() === text;
    } catch {
      return false; // it ended meanwhile
    }
  });
}

/** Process ids and states (`S`, `Z`, ...) of the children of a process. */
export function childrenOf(pid: number): { pid: number; state: string }[] {
  const lines = execFileSync('ps', ['--ppid', String(pid), '-o', 'pid=,state='], { encoding: 'utf8' }).trim();
  return lines.split('\n').map((line) => {
    const [child, state] = line.trim().split(/\s+/);
    return { pid: Number(child), state: state ?? '' };
  });
}
