import { mountsOf, toldTo } from '../../domain/mounted';
import { redisServers } from '../../domain/redis';
import type { Rule } from '../../rule';

export const redisNoPassword: Rule = {
  id: 'redis-no-password',
  title: 'Redis takes commands from everybody',
  severity: 'warning',
  why: 'the image turns the protected mode off: without a password every pod that reaches the port reads and deletes all data',
  mend: 'requirepass and masterauth from a Secret on every node, auth-pass for Sentinel',
  source: 'Redis image, docker-entrypoint',
  *check(context) {
    for (const container of redisServers(context)) {
      const told = toldTo(context, container);
      const secretFile = mountsOf(context, container).some(
        ({ volume }) => volume.secret !== undefined || volume.emptyDir !== undefined,
      );
      if (/^(?!\s*#).*(?:requirepass|aclfile|user default)/m.test(told)) continue;
      if (!secretFile || told.includes('requirepass')) yield { entry: container.template.entry, field: container.path };
    }
  },
};
