export { externalSecretEmpty } from './external-secret-empty';
export { generatedSecretShared } from './generated-secret-shared';
export { generatedSecretStable } from './generated-secret-stable';
