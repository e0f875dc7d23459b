import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Database,
  type DatabasePart,
  type DatabaseRights,
  databaseParts,
  defaultParts,
  type IEndpoint,
  type IGrantee,
  type IGrantsRights,
  type IPostgres,
  type OutsideAddress,
  type OutsideDatabaseProps,
  type OutsideService,
  type Parts,
  serviceHost,
  type WaitStep,
} from '../../endpoints';
import { images } from '../../images';
import { labelNameProblem, Probe, sizeProblem, Volume } from '../../kubernetes';
import { refuse } from '../../problem';
import { fixed, generated, UserCredential } from '../../secrets';
import { OwnStorage } from '../../storage';
import type { Component } from '../../topology';
import type { SelectorProps } from '../pod-settings';
import { createService } from '../service';
import { createStatefulSet } from '../stateful-set';
import { Tier, type TierProps } from '../tier';
import { PostgresDatabase, type PostgresDatabaseProps } from './added-database';
import { asClient } from './granted';
import { createInitScripts, initScriptProblem } from './init-scripts';
import { layoutFor, majorOf, userFor } from './layout';
import { Migration } from './migration';
import { addedNameProblem, groupProblem, nameProblems, superuserName } from './names';
import { type ImagePods, PostgresRoles } from './roles';
import { serverArguments, sharedMemoryOf, sharedMemoryProblem } from './server-settings';

/** Size, storage and behaviour of a {@link Postgres}. */
export interface PostgresProps extends TierProps, SelectorProps {
  /** Name of the database. */
  readonly database: string;
  /** Role that owns the database and its schema; applications log in as it, never as the superuser. @default - the database's name */
  readonly owner?: string;
  /** Size of the volume. */
  readonly storage: Size;
  /** Official image, with major and minor version. @default - the library's */
  readonly image?: string;
  /** Name of the Service. @default - the tier */
  readonly serviceName?: string;
  /** SQL that makes the schema in an empty data folder, run as the owner; file name to text. @default - none */
  readonly initSql?: Readonly<Record<string, string>>;
  /** Name of the ConfigMap of the init scripts. @default - `<tier>-initdb` */
  readonly initConfigName?: string;
  /** SQL of every change of the schema, in the order of the file names; run by a Job at each rollout. @default - none */
  readonly migrations?: Readonly<Record<string, string>>;
  /** Name of the claim, where it does not come from a template. @default - `<tier>-data` */
  readonly claimName?: string;
  /** Name of the static volume, without the owner's prefix. @default - the claim's name */
  readonly staticVolumeName?: string;
  /** Folder of the static volume. @default - the claim's name */
  readonly folder?: string;
  /** Shared memory of parallel queries, part of the memory limit. @default - a quarter of the memory, at least 64Mi */
  readonly sharedMemory?: Size;
  /** Settings of the server, as in postgresql.conf. @default - shared_buffers a quarter of the memory */
  readonly settings?: Readonly<Record<string, string>>;
}

const port = 5432;
const engine = 'postgresql';
const secretsPath = '/run/secrets/postgres';

/**
 * PostgreSQL, one server: StatefulSet, Service, volume, credentials, init scripts and migrations.
 *
 * It has no replica and does not fail over: after the loss of its node it comes back with its volume.
 *
 * @example
 * const database = new Postgres(data, 'database', { database: 'shop', storage: Size.gibibytes(5), resources });
 * web.connectTo(database, { env: 'DATABASE' }); // DATABASE_HOST, DATABASE_USER, DATABASE_PASSWORD and the rest
 */
export class Postgres extends Tier implements IPostgres, IGrantsRights<DatabaseRights, DatabasePart> {
  /**
   * A database outside the cluster, on port 5432 unless told otherwise.
   *
   * @example
   * const credentials = UserCredential.fromSecretName(app, 'login', 'warehouse-login');
   * const place = { host: 'db.example.com', networks: ['198.51.100.0/24'] };
   * const warehouse = Postgres.fromAddress(app, 'warehouse', { ...place, database: 'sales', credentials });
   */
  static fromAddress(scope: Construct, id: string, props: OutsideAddress & OutsideDatabaseProps): IPostgres {
    return Database.ofEngine(scope, id, props, props, engine, props.port ?? port);
  }

  /** A Service of a database that this project does not emit, on port 5432 unless told otherwise. */
  static fromService(scope: Construct, id: string, props: OutsideService & OutsideDatabaseProps): IPostgres {
    return Database.ofEngine(scope, id, props, props, engine, props.port ?? port);
  }

  readonly engine = engine;
  readonly port = port;
  readonly ports = [{ port }];
  readonly defaultParts = defaultParts.database;
  readonly database: string;
  /** Name of the role that owns the database. */
  readonly owner: string;
  readonly serviceName: string;
  /** The role that owns the database: what applications log in as. */
  readonly credentials: UserCredential;
  /** The superuser, for administrators. */
  readonly superuser: UserCredential;
  /** The Job that brings the schema up to date. */
  readonly migration?: Migration;
  private readonly jobPods: ImagePods;
  private rolesJob: PostgresRoles | undefined;

  constructor(scope: Construct, id: string, props: PostgresProps) {
    const image = props.image ?? images.postgres;
    super(scope, id, props, { defaultUser: userFor(image), gracePeriod: Duration.seconds(120) });
    const major = this.inContext(() => majorOf(image));
    const layout = layoutFor(major);
    const ownerName = props.owner ?? props.database;
    const { imagePullSecrets, nodeSelector, tolerations, sharedMemory } = props;
    this.jobPods = { image, imagePullSecrets, nodeSelector, tolerations };
    this.owner = ownerName;
    this.database = props.database;
    this.serviceName = props.serviceName ?? this.tier;
    this.check(props, ownerName);
    this.superuser = new UserCredential(this, 'superuser', {
      name: `${this.tier}-superuser`,
      keys: { username: fixed(superuserName), password: generated() },
    });
    this.credentials = new UserCredential(this, 'owner', {
      name: `${this.tier}-owner`,
      keys: { username: fixed(ownerName), password: generated() },
    });
    this.topology.order(this.component, this.superuser.component);
    this.topology.order(this.component, this.credentials.component);

    const initScripts = createInitScripts(this, {
      name: props.initConfigName ?? `${this.tier}-initdb`,
      tier: this.tier,
      owner: ownerName,
      sql: props.initSql ?? {},
    });
    const storage = new OwnStorage(this, 'storage', {
      claimName: props.claimName ?? `${this.tier}-data`,
      templateName: 'data',
      statefulSet: true,
      size: props.storage,
      purpose: 'database',
      accessMode: 'ReadWriteOnce',
      labels: { tier: this.tier },
      volumeName: props.staticVolumeName,
      folder: props.folder,
    });
    if (storage.volume) this.pod.addVolume(storage.volume);
    const ready = ['pg_isready', '-h', '127.0.0.1', '-U', superuserName, '-d', props.database];
    const { memory } = props.resources;
    this.addContainer({
      name: this.tier,
      image,
      args: ['postgres', ...serverArguments(memory, props.settings)],
      resources: props.resources,
      env: {
        PGDATA: layout.dataDirectory,
        POSTGRES_DB: props.database,
        POSTGRES_USER: superuserName,
        POSTGRES_PASSWORD_FILE: `${secretsPath}/superuser-password`,
        DATABASE_OWNER: ownerName,
        DATABASE_OWNER_PASSWORD_FILE: `${secretsPath}/owner-password`,
        ...props.env,
      },
      ports: [{ name: 'postgres', port }],
      // The server of the first start listens on the socket only, so the address keeps the pod unready until it has ended.
      readiness: Probe.exec(ready),
      // Half an hour: after a crash the server replays its log and refuses connections. There is no liveness probe, as
      // a restart would only begin the replay again.
      startup: Probe.exec(ready, { period: Duration.seconds(10), failures: 180 }),
      mounts: [
        { volume: storage.volumeName, path: layout.mountPath },
        {
          volume: Volume.config('db-initdb', initScripts, { restart: false }),
          path: '/docker-entrypoint-initdb.d',
          readOnly: true,
        },
        {
          volume: Volume.secrets('credentials', {
            'superuser-password': this.superuser.password,
            'owner-password': this.credentials.password,
          }),
          path: secretsPath,
          readOnly: true,
        },
        { volume: Volume.scratch('run', { limit: Size.mebibytes(16) }), path: '/var/run/postgresql' },
        { volume: Volume.scratch('tmp'), path: '/tmp' },
        {
          volume: Volume.scratch('shared-memory', { memory: true, limit: sharedMemoryOf({ memory, sharedMemory }) }),
          path: '/dev/shm',
        },
      ],
    });
    createService(this, 'service', {
      name: this.serviceName,
      tier: this.tier,
      selector: this.selectorLabels,
      ports: [{ name: 'postgres', port, targetPort: 'postgres' }],
    });
    createStatefulSet(this, {
      name: this.workloadName,
      tier: this.tier,
      serviceName: this.serviceName,
      selector: this.selectorLabels,
      storage,
      template: () => this.template(),
    });
    if (props.migrations && Object.keys(props.migrations).length > 0) {
      this.migration = new Migration(scope, `${id}-migration`, {
        ...this.jobPods,
        database: this,
        files: props.migrations,
      });
    }
  }

  private check(props: PostgresProps, owner: string): void {
    this.tell(
      ...nameProblems(props.database, owner),
      ...Object.keys(props.initSql ?? {}).map(initScriptProblem),
      labelNameProblem(this.serviceName),
      sizeProblem('storage', props.storage),
      sharedMemoryProblem({ ...props.resources, sharedMemory: props.sharedMemory }),
    );
  }

  get host(): string {
    return serviceHost(this.root.environment, this.serviceName, this.namespace);
  }

  get prerequisites(): Component[] {
    return this.migration ? [this.migration.component] : [];
  }

  get waitStep(): WaitStep<DatabasePart> | undefined {
    return this.migration?.waitStep;
  }

  get parts(): Parts<DatabasePart> {
    return databaseParts(this);
  }

  /**
   * Gives a tier a role of its own: `read` looks at all tables, `write` changes rows, `owner` changes tables; no role reaches another
   * database. The greatest rights that a tier is granted hold.
   *
   * @example
   * web.connectTo(database, { rights: 'write' });
   */
  grant(client: IGrantee, rights: DatabaseRights): IEndpoint<DatabasePart> {
    const { roles, waitStep } = this;
    return asClient(this, { credentials: roles.grant(this, client, rights), after: roles.component, waitStep });
  }

  /**
   * A further database of this server, with an owner of its own.
   *
   * @example
   * const audit = database.addDatabase('audit', { migrations: { '0001_trail.sql': 'CREATE TABLE trail (id bigint PRIMARY KEY);' } });
   * web.connectTo(audit, { rights: 'write' }); // AUDIT_HOST, AUDIT_USER and the rest
   * @throws if the name is taken
   */
  addDatabase(name: string, props: PostgresDatabaseProps = {}): PostgresDatabase {
    const { roles } = this;
    refuse(this.node.path, [
      addedNameProblem(name, roles.known),
      ...nameProblems(name, props.owner ?? name),
      groupProblem(name),
    ]);
    return new PostgresDatabase(this, name, props, roles, this.jobPods);
  }

  /** The Job of its roles, made when somebody asks for the first one. */
  private get roles(): PostgresRoles {
    if (!this.rolesJob) {
      refuse(this.node.path, [groupProblem(this.database)]);
      this.rolesJob = new PostgresRoles(this.node.scope!, `${this.node.id}-roles`, { ...this.jobPods, server: this });
      this.rolesJob.addDatabase(this);
      if (this.migration) this.topology.order(this.migration.component, this.rolesJob.component);
    }
    return this.rolesJob;
  }
}
