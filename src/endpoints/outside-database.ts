import type { Construct } from 'constructs';
import type { IUserCredential } from '../secrets';
import { type DatabasePart, databaseParts, type IDatabase } from './database';
import { OutsideEndpoint } from './outside-endpoint';
import { defaultParts, type Parts } from './parts';
import type { OutsideAddress, OutsidePlace, OutsideService } from './place';

/** What a client needs to know of a database that this project does not emit. */
export interface OutsideDatabaseProps {
  /** Name of the database. */
  readonly database: string;
  /** What clients log in as: a `UserCredential` with keys from outside, or one `fromSecretName`. */
  readonly credentials: IUserCredential;
}

/** A database that others run: its product, where it is, and how clients log in. */
export interface DatabaseProps extends OutsideDatabaseProps {
  /** Product, as the scheme of its URLs has it: `mysql`, `sqlserver`. */
  readonly engine: string;
  /** Port that clients connect to. */
  readonly port: number;
}

/**
 * A database that this project does not emit. Clients get `<PREFIX>_HOST`, `_PORT`, `_NAME`, `_USER` and `_PASSWORD`.
 * For PostgreSQL take `Postgres.fromAddress`.
 */
export class Database<E extends string = string> extends OutsideEndpoint implements IDatabase {
  /** A database outside the cluster. */
  static fromAddress(scope: Construct, id: string, props: OutsideAddress & DatabaseProps): Database {
    return Database.ofEngine(scope, id, props, props, props.engine, props.port);
  }

  /** A Service that this project does not emit. */
  static fromService(scope: Construct, id: string, props: OutsideService & DatabaseProps): Database {
    return Database.ofEngine(scope, id, props, props, props.engine, props.port);
  }

  /** A database of one product, for the `fromXxx` of its own class. */
  static ofEngine<E extends string>(
    scope: Construct,
    id: string,
    place: OutsidePlace,
    props: OutsideDatabaseProps,
    engine: E,
    port: number,
  ): Database<E> {
    return new Database(scope, id, place, props, engine, port);
  }

  readonly database: string;
  readonly credentials: IUserCredential;
  readonly defaultParts = defaultParts.database;

  private constructor(
    scope: Construct,
    id: string,
    place: OutsidePlace,
    props: OutsideDatabaseProps,
    readonly engine: E,
    port: number,
  ) {
    super(scope, id, place, port);
    this.database = props.database;
    this.credentials = props.credentials;
  }

  get parts(): Parts<DatabasePart> {
    return databaseParts(this);
  }
}
