import type { EnvValue } from '../kubernetes';
import type { IUserCredential } from '../secrets';
import type { IEndpoint } from './endpoint';

/** A database of any product, and a role in it. */
export interface IDatabase extends IEndpoint {
  /** Product, as the scheme of its URLs has it: `postgresql`, `mysql`. */
  readonly engine: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** What clients log in as. */
  readonly credentials: IUserCredential;
}

/** A PostgreSQL database; clients log in as the role that owns it. */
export interface IPostgres extends IDatabase {
  readonly engine: 'postgresql';
}

/** Variables of a database's clients. */
export function databaseEnv(
  prefix: string,
  { host, port, database, credentials }: Pick<IDatabase, 'host' | 'port' | 'database' | 'credentials'>,
): Record<string, EnvValue> {
  return {
    [`${prefix}_HOST`]: host,
    [`${prefix}_PORT`]: String(port),
    [`${prefix}_NAME`]: database,
    [`${prefix}_USER`]: credentials.username,
    [`${prefix}_PASSWORD`]: credentials.password,
  };
}
