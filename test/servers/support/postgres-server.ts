import { Client } from 'pg';
import { mustRun, type Outcome, run } from './sandbox';
import { Daemon, freePorts, RunFolder } from './server';

export interface SessionOptions {
  /** @default 'postgres' */
  readonly database?: string;
  /** @default 'postgres', the superuser */
  readonly user?: string;
}

/**
 * A PostgreSQL server of its own on the loopback address. As in the official image the local socket trusts everybody
 * and TCP asks for a password (scram-sha-256).
 */
export class PostgresServer {
  /** Password of the superuser `postgres`. */
  static readonly PASSWORD = 'superuser-of-the-tests';

  readonly host = '127.0.0.1';

  private constructor(
    private readonly daemon: Daemon,
    readonly folder: RunFolder,
    readonly port: number,
    private readonly clients: Client[] = [],
  ) {}

  /** @param settings further `name=value` settings of the server */
  static async start(settings: readonly string[] = []): Promise<PostgresServer> {
    const folder = new RunFolder('postgres');
    const [port] = (await freePorts(1)) as [number];
    const data = `${folder.path}/data`;
    const password = folder.write('password', PostgresServer.PASSWORD, 0o600);
    await mustRun([
      ...['initdb', '-D', data, '-U', 'postgres', '--locale=C.UTF-8', '--encoding=UTF8', '--pwfile', password],
      ...['--auth-local=trust', '--auth-host=scram-sha-256', '--no-sync'],
    ]);
    const chosen = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${folder.path}`,
      'fsync=off',
    ];
    const arguments_ = [...chosen, ...settings].flatMap((setting) => ['-c', setting]);
    const daemon = new Daemon('postgres', folder, ['postgres', '-D', data, ...arguments_]);
    const server = new PostgresServer(daemon, folder, port);
    await daemon.ready('PostgreSQL accepts connections', async () => {
      return (await run(['pg_isready', '-h', '127.0.0.1', '-p', String(port)])).code === 0;
    });
    return server;
  }

  get log(): string {
    return this.daemon.log;
  }

  /** Runs `psql` over the local socket, strict (`ON_ERROR_STOP`), tuples only and unaligned, with the SQL on stdin. */
  async psql(sql: string, options: SessionOptions = {}): Promise<Outcome> {
    return run(['psql', '-X', '-q', '-t', '-A', '-v', 'ON_ERROR_STOP=1', ...this.session(options), '-f', '-'], {
      input: sql,
    });
  }

  /** As `psql`, but a failure throws. Gives stdout, trimmed. */
  async query(sql: string, options: SessionOptions = {}): Promise<string> {
    const outcome = await this.psql(sql, options);
    if (outcome.code !== 0) throw new Error(outcome.stderr);
    return outcome.stdout.trim();
  }

  /** `pg_dump` of a database: `['--schema-only']`; lines that differ at each run are left out. */
  async dump(args: readonly string[], options: SessionOptions = {}): Promise<string> {
    const text = await mustRun(['pg_dump', ...args, ...this.session(options)]);
    return text.replace(/^\\(un)?restrict .*$/gm, '');
  }

  /** A connected client of the package `pg`, over TCP with the superuser's password; ended with the server. */
  async client(options: SessionOptions & { readonly password?: string } = {}): Promise<Client> {
    const client = new Client({
      host: this.host,
      port: this.port,
      user: options.user ?? 'postgres',
      password: options.password ?? PostgresServer.PASSWORD,
      database: options.database ?? 'postgres',
    });
    await client.connect();
    this.clients.push(client);
    return client;
  }

  /** Makes an empty database and gives its name. */
  async createDatabase(name: string): Promise<string> {
    await this.query(`CREATE DATABASE ${name}`);
    return name;
  }

  async stop(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.end().catch(() => undefined)));
    await this.daemon.stop('SIGINT'); // fast shutdown, the image's stop signal
    this.folder.remove();
  }

  private session(options: SessionOptions): string[] {
    const { database = 'postgres', user = 'postgres' } = options;
    return ['-h', this.folder.path, '-p', String(this.port), '-U', user, '-d', database];
  }
}
