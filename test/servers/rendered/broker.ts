import { type ChannelModel, connect } from 'amqplib';
import { Daemon, freePorts, RunFolder, until } from '../support';
import type { Rendered, Secrets } from './manifests';
import { RenderedPod, type Workload } from './pod';

/** Settings of `rabbitmq.conf` that differ in the tests. */
export const changedSettings = {
  'listeners.tcp.default': 'a free port of the loopback address: several brokers run at once',
  'management.tcp.port': 'a free port',
  'prometheus.tcp.port': 'a free port',
} as const;

/** Variables that the tests add to those of the container. */
export const addedVariables = {
  HOME: "the image's own value",
  RABBITMQ_LOGS: "the image's own value",
  RUNNING_UNDER_SYSTEMD: 'the start script becomes the server, so that it can be stopped by its process',
  RABBITMQ_CONFIG_FILES: 'no further files',
  RABBITMQ_DIST_PORT: 'a free port',
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: 'the port mapper is started before it; few threads',
  ERL_EPMD_PORT: 'a free port',
  ERL_EPMD_ADDRESS: 'the loopback address',
} as const;

const administrator = { name: 'administrator-of-the-tests', password: 'password-of-the-tests' };

export type Row = Readonly<Record<string, unknown>>;

/** The pod of the rendered broker: its init container and its server, on a volume that outlives both. */
export class RenderedBroker {
  readonly pod: RenderedPod;
  private daemon: Daemon | undefined;
  private readonly clients: ChannelModel[] = [];

  private constructor(
    readonly rendered: Rendered,
    readonly secrets: Secrets,
    readonly ports: { readonly amqp: number; readonly management: number; readonly prometheus: number },
    private readonly distribution: number,
    private readonly epmdPort: number,
    private readonly epmdFolder: RunFolder,
    private readonly epmd: Daemon,
  ) {
    this.pod = RenderedPod.of(rendered, rendered.object<Workload>('StatefulSet', 'rabbitmq'), secrets);
  }

  /** Boots a blank node. */
  static async start(rendered: Rendered, secrets: Secrets): Promise<RenderedBroker> {
    const [amqp, management, prometheus, distribution, epmdPort] = (await freePorts(5)) as number[] as Five;
    const folder = new RunFolder('epmd');
    const epmd = new Daemon('epmd', folder, ['epmd', '-port', String(epmdPort), '-address', '127.0.0.1']);
    const ports = { amqp, management, prometheus };
    const broker = new RenderedBroker(rendered, secrets, ports, distribution, epmdPort, folder, epmd);
    try {
      await broker.boot();
    } catch (error) {
      await broker.stop();
      throw error;
    }
    return broker;
  }

  /** The configuration that the node is given: the rendered one but for `changedSettings`. */
  get configuration(): string {
    const values: Record<keyof typeof changedSettings, string> = {
      'listeners.tcp.default': `127.0.0.1:${this.ports.amqp}`,
      'management.tcp.port': String(this.ports.management),
      'prometheus.tcp.port': String(this.ports.prometheus),
    };
    let text = this.rendered.file('rabbitmq-config', 'rabbitmq.conf');
    for (const [key, value] of Object.entries(values)) {
      const line = new RegExp(`^${key.replaceAll('.', '\\.')} = .*$`, 'm');
      if (!line.test(text)) throw new Error(`rabbitmq.conf has no ${key}`);
      text = text.replace(line, `${key} = ${value}`);
    }
    return text;
  }

  get log(): string {
    return this.daemon?.log ?? '';
  }

  /** Runs the init container and then the server, as a new pod would; the administrator of the tests is added. */
  async boot(): Promise<void> {
    this.pod.refill();
    await this.pod.mustRun('prepare');
    this.pod.folder.write('rabbitmq.conf', this.configuration);
    this.daemon = this.pod.start('rabbitmq', this.execution(['/usr/lib/rabbitmq/bin/rabbitmq-server']));
    const { daemon } = this;
    await daemon.ready('RabbitMQ has started', () => daemon.log.includes('Server startup complete'), 90_000);
    const { name, password } = administrator;
    await this.ctl([
      'eval',
      `case rabbit_auth_backend_internal:exists(<<"${name}">>) of true -> ok; false ->
       ok = rabbit_auth_backend_internal:add_user(<<"${name}">>, <<"${password}">>, <<"tests">>),
       ok = rabbit_auth_backend_internal:set_tags(<<"${name}">>, [administrator], <<"tests">>),
       [ok = rabbit_auth_backend_internal:set_permissions(<<"${name}">>, V, <<".*">>, <<".*">>, <<".*">>, <<"tests">>)
        || V <- rabbit_vhost:list_names()] end.`,
    ]);
    await until('the management API answers', async () => (await this.api('whoami')) !== undefined);
  }

  /** Ends the pod and starts the next one on the same volume. */
  async reboot(): Promise<void> {
    await this.disconnect();
    await this.daemon?.stop();
    await this.boot();
  }

  async ctl(args: readonly string[]): Promise<string> {
    return this.pod.mustRun('rabbitmq', this.execution(['/usr/lib/rabbitmq/bin/rabbitmqctl', ...args]));
  }

  /** Asks the management API as the administrator of the tests. */
  async api<Answer = Row[]>(path: string, method = 'GET', body?: unknown): Promise<Answer> {
    const answer = await this.request(path, administrator.name, administrator.password, method, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  /** Asks the management API as somebody. */
  request(path: string, user: string, password: string, method = 'GET', body?: unknown): Promise<Response> {
    const token = Buffer.from(`${user}:${password}`).toString('base64');
    return fetch(`http://127.0.0.1:${this.ports.management}/api/${path}`, {
      method,
      headers: { authorization: `Basic ${token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  password(user: string): string {
    return this.secrets.value(`rabbitmq-user-${user}`, 'password');
  }

  /** Logs in over AMQP, to the system's vhost. */
  async connect(user: string, password = this.password(user), vhost = 'zamperla'): Promise<ChannelModel> {
    const client = await connect(
      { hostname: '127.0.0.1', port: this.ports.amqp, username: user, password, vhost },
      { timeout: 10_000 },
    );
    client.on('error', () => undefined);
    this.clients.push(client);
    return client;
  }

  /** Logs in as the administrator of the tests. */
  connectAsAdministrator(): Promise<ChannelModel> {
    return this.connect(administrator.name, administrator.password);
  }

  /** Tries to log in without a name. */
  connectAnonymously(): Promise<ChannelModel> {
    const credentials = { mechanism: 'ANONYMOUS', response: () => Buffer.from('') };
    return connect(
      { hostname: '127.0.0.1', port: this.ports.amqp, vhost: 'zamperla' },
      { credentials, timeout: 10_000 },
    );
  }

  async stop(): Promise<void> {
    await this.disconnect();
    await this.daemon?.stop();
    await this.epmd.stop();
    this.epmdFolder.remove();
    this.pod.remove();
  }

  private async disconnect(): Promise<void> {
    await Promise.all(this.clients.splice(0).map((client) => client.close().catch(() => undefined)));
  }

  private execution(command: readonly string[]) {
    const env: Record<keyof typeof addedVariables, string> = {
      HOME: '/var/lib/rabbitmq',
      RABBITMQ_LOGS: '-',
      RUNNING_UNDER_SYSTEMD: 'true',
      RABBITMQ_CONFIG_FILES: '/none',
      RABBITMQ_DIST_PORT: String(this.distribution),
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-start_epmd false -kernel inet_dist_use_interface {127,0,0,1} +S 2:2',
      ERL_EPMD_PORT: String(this.epmdPort),
      ERL_EPMD_ADDRESS: '127.0.0.1',
    };
    return { command, env, mounts: { '/etc/rabbitmq/rabbitmq.conf': 'rabbitmq.conf' } };
  }
}

type Five = [number, number, number, number, number];
