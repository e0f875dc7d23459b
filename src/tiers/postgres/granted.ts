import {
  type DatabasePart,
  databaseParts,
  defaultParts,
  type IDatabase,
  type IEndpoint,
  type IPostgres,
  type WaitStep,
} from '../../endpoints';
import type { Component } from '../../topology';

/** What a client needs of a database beside what all of its clients do. */
export interface ClientNeeds {
  /** What it logs in as. */
  readonly credentials: IDatabase['credentials'];
  /** What has to run before it does. */
  readonly after: Component;
  /** What its pods wait for. */
  readonly waitStep: WaitStep<DatabasePart> | undefined;
}

/** A database, as one of its clients sees it. */
export function asClient(database: IPostgres, { credentials, after, waitStep }: ClientNeeds): IEndpoint<DatabasePart> {
  const { name, target, ports, component, prerequisites = [] } = database;
  return {
    name,
    target,
    ports,
    component,
    prerequisites: [...new Set([after, ...prerequisites])],
    waitStep,
    parts: databaseParts({
      engine: database.engine,
      host: database.host,
      port: database.port,
      database: database.database,
      credentials,
    }),
    defaultParts: defaultParts.database,
  };
}
