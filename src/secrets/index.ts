export { fixed, generated, outside, type SecretRequirement, type SecretValue } from '../secret-providers';
export * from './credential';
export * from './existing-secret';
export * from './image-pull-secret';
export * from './secret-reference';
