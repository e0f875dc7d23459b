export type { CheckOptions, CheckSettings } from './check-settings';
export { ruleSet } from './rule-set';
export { readSettings, settingsFile } from './settings-file';
