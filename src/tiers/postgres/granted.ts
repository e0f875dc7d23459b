import {
  type DatabasePart,
  databaseParts,
  defaultParts,
  type IDatabase,
  type IEndpoint,
  type IPostgres,
} from '../../endpoints';
import type { Component } from '../../topology';

/** A database, to a client that logs in as a role of its own. @param roles what makes the role */
export function asClient(
  database: IPostgres,
  credentials: IDatabase['credentials'],
  roles: Component,
): IEndpoint<DatabasePart> {
  const { name, target, ports, component, prerequisites = [] } = database;
  return {
    name,
    target,
    ports,
    component,
    prerequisites: [...new Set([roles, ...prerequisites])],
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
