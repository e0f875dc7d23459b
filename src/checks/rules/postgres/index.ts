export { postgresArchive } from './postgres-archive';
export { postgresGrace } from './postgres-grace';
export { postgresInitdbSchema } from './postgres-initdb-schema';
export { postgresLayout } from './postgres-layout';
export { postgresReadiness } from './postgres-readiness';
export { postgresTrust } from './postgres-trust';
export { postgresUser } from './postgres-user';
