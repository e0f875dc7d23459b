import { namedTexts } from '../../domain/named-texts';
import type { Rule } from '../../rule';

export const redisSentinelNames: Rule = {
  id: 'redis-sentinel-names',
  title: 'Sentinel is given a name and does not resolve names',
  severity: 'error',
  why: 'without the setting it takes addresses only and refuses to start',
  mend: 'sentinel resolve-hostnames yes and sentinel announce-hostnames yes, before the monitor line',
  source: 'Redis docs, Sentinel',
  *check(context) {
    for (const { entry, text: words, path, kind } of namedTexts(context)) {
      const host = /^\s*sentinel\s+monitor\s+\S+\s+(\S+)/m.exec(words)?.[1];
      if (kind !== 'file' || host === undefined || /^[\d.]+$|^\$|^[%<{]|:/.test(host)) continue;
      if (!/^\s*sentinel\s+resolve-hostnames\s+yes/m.test(words)) yield { entry, field: path, value: host };
    }
  },
};
