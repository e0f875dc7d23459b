import { Client } from 'pg';
import { type Daemon, freePorts, mustRun, type Outcome } from '../support';
import type { Rendered, Secrets } from './manifests';
import { type ExecOptions, RenderedPod, type Workload } from './pod';

/** Variables that the tests add to those of the container. */
export const addedVariables = {
  PGPORT: 'a free port: several servers run at once',
  POSTGRES_INITDB_ARGS: 'the loopback address asks for a password too, as every other address does in the cluster',
} as const;

/**
 * The first start of the official image, in its own order: initdb, a server on the socket only, the database, the init
 * scripts by name (shell scripts sourced unless executable, SQL by psql as the superuser), a restart with the given
 * arguments. Written from the image's documentation.
 */
const firstStart = `set -Eeo pipefail
value() { local file="$1_FILE"; if [ -n "\${!file:-}" ]; then printf '%s' "$(< "\${!file}")"; else printf '%s' "\${!1:-}"; fi; }
POSTGRES_PASSWORD=$(value POSTGRES_PASSWORD)
mkdir -p "$PGDATA"
chmod 0700 "$PGDATA"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  eval 'initdb --username="$POSTGRES_USER" --pwfile=<(printf "%s\\n" "$POSTGRES_PASSWORD") --no-sync '"$POSTGRES_INITDB_ARGS"
  printf '\\nhost all all all scram-sha-256\\n' >> "$PGDATA/pg_hba.conf"
  export PGPASSWORD="\${PGPASSWORD:-$POSTGRES_PASSWORD}"
  unset PGHOST
  pg_ctl -D "$PGDATA" -o "$(printf '%q ' "\${@:2}") -c listen_addresses=''" -w start
  sql() { psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --no-password --dbname "\${POSTGRES_DB}" "$@"; }
  echo 'CREATE DATABASE :"db" ;' | POSTGRES_DB=postgres sql --set db="$POSTGRES_DB"
  for script in /docker-entrypoint-initdb.d/*; do
    case "$script" in
      *.sh) if [ -x "$script" ]; then echo "running $script"; "$script"; else echo "sourcing $script"; . "$script"; fi ;;
      *.sql) echo "running $script"; sql -f "$script" ;;
      *) echo "ignoring $script" ;;
    esac
  done
  pg_ctl -D "$PGDATA" -m fast -w stop
  unset PGPASSWORD
  echo 'init process complete'
fi
exec "$@"
`;

/** The pod of the rendered database, started as the official image starts it. */
export class RenderedDatabase {
  private readonly clients: Client[] = [];

  private constructor(
    readonly rendered: Rendered,
    readonly secrets: Secrets,
    readonly pod: RenderedPod,
    readonly port: number,
    private daemon: Daemon,
  ) {}

  static async start(rendered: Rendered, secrets: Secrets): Promise<RenderedDatabase> {
    const pod = RenderedPod.of(rendered, rendered.object<Workload>('StatefulSet', 'db'), secrets);
    pod.folder.write('first-start.sh', firstStart);
    const [port] = (await freePorts(1)) as [number];
    const database = new RenderedDatabase(rendered, secrets, pod, port, start(pod, port));
    try {
      await database.ready();
    } catch (error) {
      await database.stop();
      throw error;
    }
    return database;
  }

  get log(): string {
    return this.daemon.log;
  }

  /** The rendered readiness probe. */
  async ready(): Promise<void> {
    const { readinessProbe } = this.pod.container('db') as { readinessProbe?: { exec: { command: string[] } } };
    const { command } = readinessProbe!.exec;
    const probe = () => this.pod.run('db', { command, env: environment(this.port) });
    await this.daemon.ready('the readiness probe passes', async () => (await probe()).code === 0);
  }

  /** Ends the pod and starts the next one on the same volume. */
  async restart(): Promise<void> {
    await this.disconnect();
    await this.daemon.stop('SIGINT');
    this.pod.refill();
    this.daemon = start(this.pod, this.port);
    await this.ready();
  }

  /** Runs a command in the container. */
  exec(command: readonly string[], input = ''): Promise<Outcome> {
    return this.pod.run('db', { command, input, env: environment(this.port) });
  }

  /** SQL as the superuser over the socket; gives what psql prints. */
  async query(sql: string, database = 'backend'): Promise<string> {
    const psql = ['psql', '-X', '-q', '-t', '-A', '-v', 'ON_ERROR_STOP=1', '-U', 'postgres', '-d', database, '-f', '-'];
    const outcome = await this.exec(psql, sql);
    if (outcome.code !== 0) throw new Error(outcome.stderr);
    return outcome.stdout.trim();
  }

  /** The schema, but for what the migrations keep about themselves. */
  async schema(): Promise<string> {
    const dump = [
      'pg_dump',
      '--schema-only',
      '--exclude-table=schema_migrations|schema_contents',
      '-U',
      'postgres',
      'backend',
    ];
    const outcome = await this.exec(dump);
    if (outcome.code !== 0) throw new Error(outcome.stderr);
    return outcome.stdout.replace(/^\\(un)?restrict .*$/gm, '');
  }

  /** Logs in over TCP. */
  async client(user: string, password: string, database = 'backend'): Promise<Client> {
    const client = new Client({ host: '127.0.0.1', port: this.port, user, password, database });
    client.on('error', () => undefined);
    await client.connect();
    this.clients.push(client);
    return client;
  }

  /** Runs the rendered migration Job. @param env over the rendered variables */
  async migrate(env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    return this.job('db-migration', env);
  }

  /** Runs a rendered Job that is the server's client. @param env over the rendered variables */
  async job(name: string, env: Readonly<Record<string, string>> = {}, release = this.rendered): Promise<Outcome> {
    return this.runIn(name, release.object<Workload>('Job', name), { env, release });
  }

  /** Runs a container of a rendered workload that is the server's client. @param options `env` over the rendered variables */
  async runIn(
    container: string,
    workload: Workload & { metadata: { name: string } },
    options: ExecOptions & { readonly release?: Rendered } = {},
  ): Promise<Outcome> {
    const pod = RenderedPod.of(options.release ?? this.rendered, workload, this.secrets);
    try {
      expect(pod.env(pod.container(container)).PGPORT).toBe('5432');
      const env = { PGPORT: String(this.port), WAIT_SECONDS: '2', ...options.env };
      return await pod.run(container, { ...options, env });
    } finally {
      pod.remove();
    }
  }

  async stop(): Promise<void> {
    await this.disconnect();
    await this.daemon.stop('SIGINT'); // the image's stop signal
    this.pod.remove();
  }

  private async disconnect(): Promise<void> {
    await Promise.all(this.clients.splice(0).map((client) => client.end().catch(() => undefined)));
  }
}

function environment(port: number): Record<keyof typeof addedVariables, string> {
  return { PGPORT: String(port), POSTGRES_INITDB_ARGS: '--auth-host=scram-sha-256' };
}

function start(pod: RenderedPod, port: number): Daemon {
  const command = ['bash', '/first-start/first-start.sh', ...(pod.container('db').args ?? [])];
  return pod.start('db', {
    command,
    env: environment(port),
    mounts: { '/first-start/first-start.sh': 'first-start.sh' },
  });
}

/** What the server makes of a setting, without starting: `postgres -C`. */
export async function effectiveSetting(args: readonly string[], name: string): Promise<string> {
  const script = `initdb -D "$folder" --no-sync > /dev/null && exec postgres -D "$folder" -C "$@"`;
  const command = [
    'bash',
    '-c',
    `folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; ${script.replace('exec ', '')}`,
    'sh',
  ];
  return (await mustRun([...command, name, ...args])).trim();
}
