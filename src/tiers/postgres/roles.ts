import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { readAsset } from '../../asset';
import type { DatabaseRights, IEndpoint, IGrantee } from '../../endpoints';
import { ConfigFiles, Cpu, Volume } from '../../kubernetes';
import { compare, ProblemsError } from '../../problem';
import { fixed, generated, UserCredential } from '../../secrets';
import { ClientUsers } from '../client-users';
import { createJob } from '../job';
import type { PodSettings } from '../pod-settings';
import { Tier } from '../tier';
import { userFor } from './layout';
import { roleOf } from './names';

const scripts = Object.fromEntries(
  ['roles.sh', 'roles.sql', 'rights.sql'].map((name) => [name, readAsset(`postgres/${name}`)]),
);

/** Rights from least to most. */
const ladder: readonly DatabaseRights[] = ['read', 'write', 'owner'];

/** A database, and the role that owns it. */
export interface OwnedDatabase {
  readonly database: string;
  readonly owner: string;
  readonly credentials: UserCredential;
}

/** What Jobs of a server take over from it: its own image, which holds the client of the same version, and where that can run. */
export interface ImagePods extends Pick<PodSettings, 'imagePullSecrets' | 'nodeSelector' | 'tolerations'> {
  readonly image: string;
}

/** A server, as the Job of its roles knows it. */
export interface RolesProps extends ImagePods {
  readonly server: Required<Pick<IEndpoint, 'name' | 'target' | 'ports' | 'component'>> & {
    readonly tier: string;
    readonly host: string;
    readonly port: number;
    readonly superuser: UserCredential;
  };
}

/**
 * The Job that gives a server its declared roles and databases at each rollout, before migrations and clients.
 *
 * It runs as the superuser, on an empty server and on one with data; passwords are those of the Secrets as they are then. A role
 * that is no longer declared can't log in and has no rights, but stays: something may belong to it. Databases always stay.
 */
export class PostgresRoles extends Tier {
  private readonly databases = new Map<string, OwnedDatabase>();
  /** Begins the names of Secrets. */
  private readonly server: string;
  private readonly clients: ClientUsers<Map<string, DatabaseRights>>;

  /** @internal */
  constructor(scope: Construct, id: string, { server, image, ...settings }: RolesProps) {
    const resources = { cpu: Cpu.millis(50), memory: Size.mebibytes(64) };
    super(scope, id, { ...settings, resources }, { defaultUser: userFor(image) });
    this.server = server.tier;
    this.clients = new ClientUsers(
      (name) => this.addLogin(roleOf(name), roleOf(name)),
      () => new Map(),
    );
    const files = new ConfigFiles(this, 'script', {
      name: `${this.tier}-script`,
      labels: { tier: this.tier },
      files: scripts,
    });
    const access = new ConfigFiles(this, 'access', {
      name: `${this.tier}-access`,
      labels: { tier: this.tier },
      files: () => this.access,
    });
    const { username, password } = server.superuser;
    this.addContainer({
      name: this.tier,
      image,
      command: ['bash', '/opt/roles/roles.sh'],
      resources,
      env: {
        ACCESS: '/access',
        PASSWORDS: '/run/secrets/roles',
        PGPASSWORD_FILE: '/run/secrets/superuser/password',
        PGHOST: server.host,
        PGPORT: String(server.port),
        PGUSER: username,
      },
      mounts: [
        { volume: Volume.config('script', files), path: '/opt/roles', readOnly: true },
        { volume: Volume.config('access', access), path: '/access', readOnly: true },
        { volume: Volume.secrets('superuser', { password }), path: '/run/secrets/superuser', readOnly: true },
        { volume: Volume.secrets('roles', () => this.passwords), path: '/run/secrets/roles', readOnly: true },
        { volume: Volume.scratch('tmp'), path: '/tmp' },
      ],
    });
    this.topology.allow({
      from: this.pods,
      to: server.target,
      ports: server.ports,
      purpose: `roles of ${server.name}`,
      origin: 'derived',
    });
    this.topology.order(this.component, server.component);
    createJob(this, {
      name: this.workloadName,
      tier: this.tier,
      runs: 'rollout',
      template: () => this.template({ restartPolicy: 'Never', activeDeadline: Duration.minutes(30) }),
    });
  }

  /** The login of an owner: one for all databases that it owns. */
  ownerLogin(owner: string): UserCredential {
    const known = [...this.databases.values()].find((other) => other.owner === owner);
    return known?.credentials ?? this.addLogin(`owner-${owner.replaceAll('_', '-')}`, owner);
  }

  /** Makes a database of the server, if it is not there, and groups of rights in it. */
  addDatabase(database: OwnedDatabase): void {
    this.databases.set(database.database, database);
  }

  /** Databases by name. */
  get known(): ReadonlyMap<string, OwnedDatabase> {
    return this.databases;
  }

  /** Gives a tier rights in a database. What it returns is the login of the tier's own role. */
  grant({ database }: OwnedDatabase, client: IGrantee, rights: DatabaseRights): UserCredential {
    if (!ladder.includes(rights)) {
      throw ProblemsError.at(client.component.path, `rights '${rights}' are not known, use ${ladder.join(', ')}`);
    }
    const user = this.inContext(() => this.clients.of(client));
    const known = user.rights.get(database);
    if (known === undefined || ladder.indexOf(rights) > ladder.indexOf(known)) user.rights.set(database, rights);
    return user.credential;
  }

  /** A role that logs in, and its generated password. */
  private addLogin(id: string, role: string): UserCredential {
    const keys = { username: fixed(role), password: generated() };
    const credential = new UserCredential(this, id, { name: `${this.server}-${id}`, keys });
    this.topology.order(this.component, credential.component);
    return credential;
  }

  /** What the script is told: a line each. */
  private get access(): Record<string, string> {
    const lines = (rows: readonly (readonly string[])[]) =>
      rows
        .map((row) => `${row.join(' ')}\n`)
        .sort(compare)
        .join('');
    return {
      databases: lines([...this.databases.values()].map(({ database, owner }) => [database, owner])),
      clients: lines(
        this.clients.all.flatMap(({ name, rights }) =>
          [...rights].map(([database, right]) => [roleOf(name), database, right]),
        ),
      ),
    };
  }

  private get passwords() {
    const owners = [...this.databases.values()].map(({ owner, credentials }) => [owner, credentials.password] as const);
    const clients = this.clients.all.map(({ name, credential }) => [roleOf(name), credential.password] as const);
    return Object.fromEntries([...owners, ...clients].sort(([a], [b]) => compare(a, b)));
  }
}
