import type { Rule } from '../../rule';

export const nginxLogPath: Rule = {
  id: 'nginx-log-path',
  title: 'nginx writes its log to a file named on',
  severity: 'warning',
  why: 'access_log takes a path or off: nobody finds the log, and the container’s disk fills',
  mend: 'access_log /dev/stdout;',
  source: 'nginx docs, access_log',
  *check(context) {
    for (const { entry, text: content, path } of context.configFiles) {
      if (/^\s*access_log\s+on\s*;/m.test(content)) yield { entry, field: path, value: 'access_log on;' };
    }
  },
};
