export { fixed, generated, outside, type SecretRequirement, type SecretValue } from '../secret-providers';
export * from './credential';
