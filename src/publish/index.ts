export { maskCredentials } from './git';
export { type PublishOptions, type PublishResult, runPublish } from './publish';
