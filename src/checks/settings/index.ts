export type { CheckOptions, CheckSettings } from './check-settings';
export { ruleSet } from './rule-set';
export { type KnownKinds, readSettings, settingsFile } from './settings-file';
