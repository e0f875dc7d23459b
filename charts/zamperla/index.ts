export { settings as zamperlaSettings, type ZamperlaSettings } from './settings';
export { Zamperla, zamperla } from './zamperla';
