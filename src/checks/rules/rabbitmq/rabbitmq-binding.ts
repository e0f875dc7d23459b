import { definitionsOf } from '../../domain/rabbitmq';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const rabbitmqBinding: Rule = {
  id: 'rabbitmq-binding',
  title: 'a binding names an exchange or queue that the definitions do not hold',
  severity: 'error',
  why: 'in 4.x any error in the definitions stops the boot; an older broker boots on without the binding, and messages are dropped',
  mend: 'declare both sides of the binding in the same vhost',
  source: 'RabbitMQ source, definitions import',
  *check(context) {
    for (const { entry, path, content } of definitionsOf(context)) {
      const names = (part: string): Set<string> =>
        new Set(list(content[part]).map((item) => `${fields(item).vhost} ${fields(item).name}`));
      const queues = names('queues');
      const exchanges = names('exchanges');
      const known = (vhost: unknown, name: unknown): boolean =>
        String(name).startsWith('amq.') || exchanges.has(`${vhost} ${name}`);
      for (const item of list(content.bindings)) {
        const { source, destination, destination_type: type, vhost } = fields(item);
        if (!known(vhost, source)) yield { entry, field: path, value: `exchange ${source}` };
        const reached = type === 'exchange' ? known(vhost, destination) : queues.has(`${vhost} ${destination}`);
        if (!reached) yield { entry, field: path, value: `${type ?? 'queue'} ${destination}` };
      }
    }
  },
};
