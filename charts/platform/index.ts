export { platform } from './definition';
export { Platform } from './platform';
export { type PlatformSettings, platformSettings } from './settings';
