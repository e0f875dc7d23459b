export * from './added-database';
export * from './layout';
export * from './migration';
export * from './postgres';
export type { ImagePods, OwnedDatabase, PostgresRoles, RolesProps } from './roles';
