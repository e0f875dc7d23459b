export { builtInSecretProviders } from './built-in';
export {
  defineSecretProvider,
  type SecretProvider,
  type SecretProviderDefinition,
  type SecretProviderKind,
  type SecretRequirement,
} from './secret-provider';
export { fixed, generated, outside, type SecretValue } from './secret-value';
