import type { IUserCredential } from '../secrets';
import type { IEndpoint } from './endpoint';
import { type Parts, type PlainPart, plainParts, urlTemplate } from './parts';

/** Parts of a database: where it is, its name, a role in it, and all as a URL that begins with its product. */
export type DatabasePart = PlainPart | 'database' | 'user' | 'password' | 'url';

/** A database of any product, and a role in it. */
export interface IDatabase extends IEndpoint<DatabasePart> {
  /** Product, as the scheme of its URLs has it: `postgresql`, `mysql`. */
  readonly engine: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** What clients log in as. */
  readonly credentials: IUserCredential;
}

/** What a client of a database may do, from least to most: look (`read`), change rows (`write`), change tables (`owner`). */
export type DatabaseRights = 'read' | 'write' | 'owner';

/** A PostgreSQL database; clients log in as the role that owns it. */
export interface IPostgres extends IDatabase {
  readonly engine: 'postgresql';
}

/** Parts of a database of any product. */
export function databaseParts(
  database: Pick<IDatabase, 'engine' | 'host' | 'port' | 'database' | 'credentials'>,
): Parts<DatabasePart> {
  const { username: user, password } = database.credentials;
  return {
    ...plainParts(database),
    database: database.database,
    user,
    password,
    url: urlTemplate(database.engine, { user, password }, `/${encodeURIComponent(database.database)}`),
  };
}
