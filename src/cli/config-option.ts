import { Option } from 'commander';
import { settingsFile } from '../checks';

/** The option of commands that hold rules. */
export function configOption(): Option {
  return new Option('--config <file>', `file of settings (default: ${settingsFile}, if there is one)`);
}
