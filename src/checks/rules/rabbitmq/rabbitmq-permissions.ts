import { definitionsOf } from '../../domain/rabbitmq';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const rabbitmqPermissions: Rule = {
  id: 'rabbitmq-permissions',
  title: 'the definitions name a user or vhost that they do not hold',
  severity: 'error',
  why: 'in 4.x any error in the definitions stops the boot; and a broker with definitions makes no default vhost and user',
  mend: 'add the vhost or user, or correct the name',
  source: 'RabbitMQ docs, definitions',
  *check(context) {
    for (const { entry, path, content } of definitionsOf(context)) {
      if (content.vhosts === undefined && content.users === undefined) continue;
      const vhosts = new Set(list(content.vhosts).map((item) => fields(item).name));
      const users = new Set(list(content.users).map((item) => fields(item).name));
      for (const section of ['queues', 'exchanges', 'bindings', 'policies', 'permissions'] as const) {
        for (const item of list(content[section])) {
          const { vhost, user, name } = fields(item);
          if (vhost !== undefined && !vhosts.has(vhost))
            yield { entry, field: path, value: `${section} ${name ?? user ?? ''} in vhost ${vhost}` };
          if (section === 'permissions' && content.users !== undefined && !users.has(user))
            yield { entry, field: path, value: `permissions of ${user}` };
        }
      }
      const permitted = new Set(list(content.permissions).map((item) => fields(item).user));
      for (const name of users)
        if (!permitted.has(name))
          yield {
            entry,
            field: path,
            value: name,
            severity: 'warning',
            what: 'a user has no permissions on any vhost',
          };
    }
  },
};
