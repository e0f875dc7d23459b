import { mustRun, type SandboxOptions } from './sandbox';
import { Daemon, freePorts, RunFolder, until } from './server';

export interface RabbitMqOptions {
  /** Content of a definitions file, imported at the boot of the blank node. @default - none: the default vhost `/` only */
  readonly definitions?: string | object;
  /** Lines of `rabbitmq.conf`; listeners, definitions and log are then set over them. @default - none */
  readonly config?: string;
  /** @default - management and prometheus, as in the official management image */
  readonly plugins?: readonly string[];
}

/** A user, a vhost's name and the like, as they come in the management API's answers. */
export type Row = Readonly<Record<string, unknown>>;

/** A one-node RabbitMQ of its own on the loopback address, with its own epmd, node name and cookie. */
export class RabbitMqServer {
  /** The administrator that the harness adds after the boot, to look at the broker with. */
  static readonly ADMINISTRATOR = 'administrator-of-the-tests';
  static readonly PASSWORD = 'password-of-the-tests';

  readonly host = '127.0.0.1';

  private constructor(
    private readonly epmd: Daemon,
    private readonly daemon: Daemon,
    readonly folder: RunFolder,
    readonly ports: { readonly amqp: number; readonly management: number; readonly prometheus: number },
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(options: RabbitMqOptions = {}): Promise<RabbitMqServer> {
    const folder = new RunFolder('rabbitmq');
    const [amqp, management, prometheus, distribution, epmdPort] = (await freePorts(5)) as number[] as Five;
    const ports = { amqp, management, prometheus };
    writeConfiguration(folder, options, ports);
    const environment = nodeEnvironment(folder, epmdPort, distribution);
    const epmd = new Daemon('epmd', folder, ['epmd', '-port', String(epmdPort), '-address', '127.0.0.1']);
    const daemon = new Daemon('rabbitmq', folder, ['/usr/lib/rabbitmq/bin/rabbitmq-server'], { env: environment });
    const server = new RabbitMqServer(epmd, daemon, folder, ports, environment);
    try {
      await daemon.ready('RabbitMQ has started', () => daemon.log.includes('Server startup complete'), 90_000);
      await server.addAdministrator();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  get log(): string {
    return this.daemon.log;
  }

  /** `amqp://` URL; with the harness's administrator unless a user is given. */
  amqpUrl(options: { readonly vhost?: string; readonly user?: string; readonly password?: string } = {}): string {
    const { vhost = '/', user = RabbitMqServer.ADMINISTRATOR, password = RabbitMqServer.PASSWORD } = options;
    const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
    return `amqp://${credentials}@${this.host}:${this.ports.amqp}/${encodeURIComponent(vhost)}`;
  }

  /** Calls the management API as the administrator; the answer's JSON, or undefined when it has no body. */
  async api<Answer = Row[]>(path: string, method = 'GET', body?: unknown): Promise<Answer> {
    const token = Buffer.from(`${RabbitMqServer.ADMINISTRATOR}:${RabbitMqServer.PASSWORD}`).toString('base64');
    const answer = await fetch(`http://${this.host}:${this.ports.management}/api/${path}`, {
      method,
      headers: { authorization: `Basic ${token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  /** Runs `rabbitmqctl` (about 2 s). Gives stdout. */
  async ctl(args: readonly string[]): Promise<string> {
    return mustRun(['/usr/lib/rabbitmq/bin/rabbitmqctl', ...args], this.commandOptions());
  }

  /** Halts the broker with its connections open, as a node that hangs would. */
  pause(): void {
    this.daemon.signal('SIGSTOP');
  }

  resume(): void {
    this.daemon.signal('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.daemon.stop();
    await this.epmd.stop();
    this.folder.remove();
  }

  private commandOptions(): SandboxOptions {
    return { env: this.environment };
  }

  // One call of the command line tool instead of three.
  private async addAdministrator(): Promise<void> {
    const name = `<<"${RabbitMqServer.ADMINISTRATOR}">>`;
    await this.ctl([
      'eval',
      `ok = rabbit_auth_backend_internal:add_user(${name}, <<"${RabbitMqServer.PASSWORD}">>, <<"tests">>),
       ok = rabbit_auth_backend_internal:set_tags(${name}, [administrator], <<"tests">>),
       [ok = rabbit_auth_backend_internal:set_permissions(${name}, V, <<".*">>, <<".*">>, <<".*">>, <<"tests">>)
        || V <- rabbit_vhost:list_names()].`,
    ]);
    await until('the management API answers', async () => (await this.api('whoami')) !== undefined);
  }
}

type Five = [number, number, number, number, number];

function writeConfiguration(folder: RunFolder, options: RabbitMqOptions, ports: RabbitMqServer['ports']): void {
  const lines = [
    `listeners.tcp.default = 127.0.0.1:${ports.amqp}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${ports.management}`,
    'prometheus.tcp.ip = 127.0.0.1',
    `prometheus.tcp.port = ${ports.prometheus}`,
    'log.file = false',
    'log.console = true',
    'log.console.level = info',
  ];
  if (options.definitions !== undefined) {
    const { definitions } = options;
    const text = typeof definitions === 'string' ? definitions : JSON.stringify(definitions);
    lines.push('definitions.import_backend = local_filesystem');
    lines.push(`definitions.local.path = ${folder.write('definitions.json', text)}`);
  }
  folder.write('conf.d/10-given.conf', `${options.config ?? ''}\n`);
  folder.write('conf.d/90-tests.conf', `${lines.join('\n')}\n`);
  const plugins = options.plugins ?? ['rabbitmq_management', 'rabbitmq_prometheus'];
  folder.write('enabled_plugins', `[${plugins.join(',')}].\n`);
  folder.write('home/.erlang.cookie', 'COOKIEOFTHETESTS', 0o400);
}

function nodeEnvironment(folder: RunFolder, epmdPort: number, distribution: number): Record<string, string> {
  return {
    HOME: `${folder.path}/home`,
    RUNNING_UNDER_SYSTEMD: 'true', // the start script then becomes the server instead of waiting for it
    RABBITMQ_NODENAME: `tests-${distribution}@localhost`,
    RABBITMQ_CONFIG_FILES: `${folder.path}/conf.d`,
    RABBITMQ_CONFIG_FILE: `${folder.path}/none`,
    RABBITMQ_CONF_ENV_FILE: `${folder.path}/none-either`,
    RABBITMQ_ENABLED_PLUGINS_FILE: `${folder.path}/enabled_plugins`,
    RABBITMQ_MNESIA_BASE: folder.folder('data'),
    RABBITMQ_LOG_BASE: folder.folder('log'),
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `-start_epmd false -kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none`,
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
}
