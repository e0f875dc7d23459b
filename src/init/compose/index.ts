export { readEnvFile } from './interpolate';
export { deployKeys, type KeyMeaning, serviceKeys } from './keys';
export { ComposePlanner } from './plan-compose';
export { type ComposeFolder, readCompose } from './read-compose';
export type { ComposeFile } from './service';
