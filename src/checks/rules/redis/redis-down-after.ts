import { namedTexts } from '../../domain/named-texts';
import type { Rule } from '../../rule';

export const redisDownAfter: Rule = {
  id: 'redis-down-after',
  title: 'Sentinel waits too long, or its time is a port number',
  severity: 'error',
  why: 'the master counts as down only after that many milliseconds: no writes until then',
  mend: 'sentinel down-after-milliseconds NAME 5000',
  source: 'Redis docs, Sentinel',
  *check(context) {
    for (const { entry, text: words, path } of namedTexts(context)) {
      for (const [line, value = ''] of words.matchAll(/^\s*sentinel\s+down-after-milliseconds\s+\S+\s+(\d+)/gm)) {
        const time = Number(value);
        if (time === 26379 || time === 6379 || time < 500) yield { entry, field: path, value: line.trim() };
        else if (time > 60_000) yield { entry, field: path, value: line.trim(), severity: 'warning' };
      }
    }
  },
};
