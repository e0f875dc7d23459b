import { createHash } from 'node:crypto';
import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { readAsset } from '../../asset';
import { type DatabasePart, endpointPath, type IEndpoint, type IPostgres, type WaitStep } from '../../endpoints';
import { ConfigFiles, Cpu, type Resources, Volume } from '../../kubernetes';
import { createJob } from '../job';
import type { PodSettings } from '../pod-settings';
import { Tier } from '../tier';
import { asClient } from './granted';
import { userFor } from './layout';

const migrateScript = readAsset('postgres/migrate.sh');
const waitScript = readAsset('postgres/wait.sh');

/** The database of a {@link Migration}, and its SQL. */
export interface MigrationProps extends PodSettings {
  /** The database whose schema it changes, as the role that owns it. */
  readonly database: IPostgres;
  /** The database's own image: it holds the client of the same version. */
  readonly image: string;
  /** SQL of every change, in the order of the file names. A file that has been applied never changes again. */
  readonly files: Readonly<Record<string, string>>;
  /** CPU and memory of the client. @default 50m CPU, 64Mi memory */
  readonly resources?: Resources;
  /** Time for one attempt. @default 30 minutes */
  readonly attemptDeadline?: Duration;
}

/**
 * Brings the schema up to date at every rollout: a Job that applies the files that are new.
 *
 * It is a hook of Argo CD with a fixed name, made anew each time, because a Job can't be changed. It runs after the database
 * and before what connects to it: pods of clients wait until the database has the content that this migration leaves, or has had it,
 * whoever starts them and whenever. Pods of an earlier release go on.
 *
 * @example
 * new Migration(data, 'database-migration', {
 *   database,
 *   image: images.postgres,
 *   files: { '0001_orders.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY);' },
 * });
 */
export class Migration extends Tier {
  /**
   * What its files leave in the database, written down when all of them are applied: the sha256 of what `sha256sum` prints of them in
   * the order of their names.
   */
  readonly content: string;
  /** What clients wait for: the content. */
  readonly waitStep: WaitStep<DatabasePart>;
  private readonly database: IPostgres;

  constructor(scope: Construct, id: string, props: MigrationProps) {
    const resources = props.resources ?? { cpu: Cpu.millis(50), memory: Size.mebibytes(64) };
    super(scope, id, { ...props, resources }, { defaultUser: userFor(props.image) });
    const { database, image, imagePullSecrets } = props;
    const names = Object.keys(props.files).sort();
    this.database = database;
    this.content = contentOf(names, props.files);
    this.waitStep = {
      image,
      command: ['bash', '-c', waitScript],
      env: { CONTENT: this.content },
      parts: { PGHOST: 'host', PGPORT: 'port', PGDATABASE: 'database', PGUSER: 'user', PGPASSWORD: 'password' },
      imagePullSecrets,
    };
    const { username, password } = database.credentials;
    this.tell(this.whyUnreadable(password, ` of '${endpointPath(database) ?? database.name}'`));
    this.checkFiles(names);
    const scripts = new ConfigFiles(this, 'script', {
      name: `${this.tier}-script`,
      labels: { tier: this.tier },
      files: { 'migrate.sh': migrateScript },
    });
    const files = new ConfigFiles(this, 'files', {
      name: `${this.tier}-files`,
      labels: { tier: this.tier },
      files: props.files,
    });
    this.addContainer({
      name: this.tier,
      image,
      command: ['bash', '/opt/migrate/migrate.sh', ...names],
      resources,
      env: {
        MIGRATIONS: '/migrations',
        CONTENT: this.content,
        PGPASSWORD_FILE: '/run/secrets/database/password',
      },
      mounts: [
        { volume: Volume.config('script', scripts), path: '/opt/migrate', readOnly: true },
        { volume: Volume.config('migrations', files), path: '/migrations', readOnly: true },
        {
          volume: Volume.secrets('credentials', { password }),
          path: '/run/secrets/database',
          readOnly: true,
        },
        { volume: Volume.scratch('tmp'), path: '/tmp' },
      ],
    });
    const { env } = this.mainContainer;
    env.add('PGHOST', database.host);
    env.add('PGPORT', String(database.port));
    env.add('PGDATABASE', database.database);
    env.add('PGUSER', username);
    this.topology.allow({
      from: this.pods,
      to: database.target,
      ports: database.ports,
      purpose: `migration of ${database.name}`,
      origin: 'derived',
    });
    const before = [...(database.component ? [database.component] : []), ...(database.prerequisites ?? [])];
    for (const component of before) this.topology.order(this.component, component);
    const activeDeadline = props.attemptDeadline ?? Duration.minutes(30);
    createJob(this, {
      name: this.workloadName,
      tier: this.tier,
      runs: 'rollout',
      template: () => this.template({ restartPolicy: 'Never', activeDeadline }),
    });
  }

  /**
   * The database, to clients that need what this migration leaves: for one that was not given its migrations itself.
   *
   * @example
   * const change = new Migration(data, 'change', { database: warehouse, image: images.postgres, files });
   * web.connectTo(change.migrated);
   */
  get migrated(): IEndpoint<DatabasePart> {
    const { database, waitStep } = this;
    return asClient(database, { credentials: database.credentials, after: this.component, waitStep });
  }

  // As the script reads them: a name that it refuses would show only in the cluster.
  private checkFiles(names: readonly string[]): void {
    const form = 'name them like 0001_initial_schema.sql';
    if (names.length === 0) this.tell(`needs at least one file, ${form}`);
    for (const [index, name] of names.entries()) {
      if (!/^\d{4}_[a-z0-9_-]+\.sql$/.test(name)) {
        this.tell(`migration '${name}' has an impossible name, ${form}`);
      }
      const before = names[index - 1];
      if (before?.slice(0, 4) === name.slice(0, 4)) {
        this.tell(`migrations '${before}' and '${name}' have one number, give each its own`);
      }
    }
  }
}

/** As the script works it out. */
function contentOf(names: readonly string[], files: Readonly<Record<string, string>>): string {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  return digest(names.map((name) => `${digest(files[name] ?? '')}  ${name}\n`).join(''));
}
