import { namedTexts } from '../../domain/named-texts';
import type { Rule } from '../../rule';

export const debugEnabled: Rule = {
  id: 'debug-enabled',
  title: 'a program runs with debugging on, or for any host name',
  severity: 'warning',
  why: 'error pages show settings and code to everybody; forged host names pass',
  mend: 'turn it off outside development and list the host names',
  *check(context) {
    for (const { entry, name, text: value, path, kind } of namedTexts(context)) {
      if (kind !== 'env' && kind !== 'file') continue;
      const debug = /^(?:[A-Z]+_)*DEBUG$/.test(name) && /^(?:1|true|yes|on)$/i.test(value.trim());
      const hosts = /ALLOWED_HOSTS$/.test(name) && value.trim() === '*';
      const inFile =
        kind === 'file' && /^(?:DEBUG\s*=\s*True|ALLOWED_HOSTS\s*=\s*\[\s*["']\*["']\s*\])\s*$/m.test(value);
      if (debug || hosts || inFile) yield { entry, field: path, value: inFile ? name : `${name}=${value.trim()}` };
    }
  },
};
