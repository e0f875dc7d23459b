import { Construct } from 'constructs';
import {
  type DatabasePart,
  type DatabaseRights,
  databaseParts,
  defaultParts,
  type IEndpoint,
  type IGrantee,
  type IGrantsRights,
  type IPostgres,
  type Parts,
  type WaitStep,
} from '../../endpoints';
import type { UserCredential } from '../../secrets';
import type { Component } from '../../topology';
import { asClient } from './granted';
import { Migration } from './migration';
import type { ImagePods, PostgresRoles } from './roles';

/** Owner and schema of a further database. */
export interface PostgresDatabaseProps {
  /** Role that owns it; an owner of another database of the server may own this one, too. @default - the database's name */
  readonly owner?: string;
  /** SQL of every change of the schema, in the order of the file names; run by a Job at each rollout. @default - none */
  readonly migrations?: Readonly<Record<string, string>>;
}

/** A further database of a server of this project; clients log in as the role that owns it, or with rights of their own. */
export class PostgresDatabase extends Construct implements IPostgres, IGrantsRights<DatabaseRights, DatabasePart> {
  readonly engine = 'postgresql';
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly target: IEndpoint['target'];
  readonly ports: IEndpoint['ports'];
  readonly component: Component;
  readonly defaultParts = defaultParts.database;
  readonly owner: string;
  /** The role that owns the database. */
  readonly credentials: UserCredential;
  /** The Job that brings the schema up to date. */
  readonly migration?: Migration;

  /** @internal */
  constructor(
    server: IPostgres & Construct & { readonly component: Component },
    readonly database: string,
    props: PostgresDatabaseProps,
    private readonly roles: PostgresRoles,
    jobPods: ImagePods,
  ) {
    super(server, `database-${database}`);
    this.name = database;
    this.host = server.host;
    this.port = server.port;
    this.target = server.target;
    this.ports = server.ports;
    this.component = server.component;
    this.owner = props.owner ?? database;
    this.credentials = roles.ownerLogin(this.owner);
    roles.addDatabase(this);
    if (props.migrations && Object.keys(props.migrations).length > 0) {
      const id = `${server.node.id}-${database.replaceAll('_', '-')}-migration`;
      this.migration = new Migration(server.node.scope!, id, { ...jobPods, database: this, files: props.migrations });
    }
  }

  get prerequisites(): Component[] {
    return [this.roles.component, ...(this.migration ? [this.migration.component] : [])];
  }

  get waitStep(): WaitStep<DatabasePart> | undefined {
    return this.migration?.waitStep;
  }

  get parts(): Parts<DatabasePart> {
    return databaseParts(this);
  }

  /** Gives a tier a role of its own with these rights; the greatest that it is granted hold. */
  grant(client: IGrantee, rights: DatabaseRights): IEndpoint<DatabasePart> {
    const { roles, waitStep } = this;
    return asClient(this, { credentials: roles.grant(this, client, rights), after: roles.component, waitStep });
  }
}
