export * from './added-database';
export * from './layout';
export * from './migration';
export * from './postgres';
export type { OwnedDatabase, PostgresRoles, RolesProps } from './roles';
