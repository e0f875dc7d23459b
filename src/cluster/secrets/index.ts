export { inventory, type SecretState } from './inventory';
export type { SecretsMakingOptions, SecretsOptions } from './options';
export { runSecretsCreate } from './run-create';
export { runSecretsList } from './run-list';
export { runSecretsSeal, type SecretsSealOptions } from './run-seal';
