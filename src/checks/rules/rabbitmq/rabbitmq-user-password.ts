import { definitionsOf } from '../../domain/rabbitmq';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const rabbitmqUserPassword: Rule = {
  id: 'rabbitmq-user-password',
  title: 'a user of the definitions cannot be imported',
  severity: 'error',
  why: 'in 4.x any error in the definitions stops the boot; a user without a password cannot log in',
  mend: 'give each user tags and exactly one of password and password_hash',
  source: 'RabbitMQ source, definitions import',
  *check(context) {
    for (const { entry, path, content } of definitionsOf(context)) {
      for (const item of list(content.users)) {
        const { name, password, password_hash: hash, tags } = fields(item);
        if (password !== undefined && hash !== undefined)
          yield { entry, field: path, value: name, what: 'a user has both password and password_hash' };
        if (tags === undefined) yield { entry, field: path, value: name, what: 'a user has no tags' };
        if (password === undefined && hash === undefined)
          yield {
            entry,
            field: path,
            value: name,
            severity: 'warning',
            what: 'a user has no password and cannot log in',
          };
      }
    }
  },
};
