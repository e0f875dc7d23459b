export { maskCredentials } from './git';
export { type PublishOptions, type PublishResult, type PublishSettings, runPublish } from './publish';
