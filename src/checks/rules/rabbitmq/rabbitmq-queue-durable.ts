import { definitionsOf } from '../../domain/rabbitmq';
import { dig, type Fields, fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const rabbitmqQueueDurable: Rule = {
  id: 'rabbitmq-queue-durable',
  title: 'a work queue is lost with its broker',
  severity: 'error',
  why: 'a restart loses the messages; RabbitMQ 4.3 refuses transient queues that several may use',
  mend: 'write durable: true, auto_delete: false and x-queue-type: quorum',
  source: 'RabbitMQ docs, queues; release notes 4.3',
  *check(context) {
    for (const { entry, path, content } of definitionsOf(context)) {
      for (const item of list(content.queues)) {
        const { name, durable, auto_delete: autoDelete } = fields(item);
        if (durable !== true || autoDelete === true) yield { entry, field: path, value: name };
        else if (
          !['quorum', 'stream'].includes(String(dig(item, 'arguments', 'x-queue-type'))) &&
          !quorumByDefault(content, fields(item).vhost)
        ) {
          yield {
            entry,
            field: path,
            value: name,
            severity: 'warning',
            what: 'a work queue is a classic one',
            mend: 'write x-queue-type: quorum; classic queues are not replicated',
          };
        }
      }
    }
  },
};
function quorumByDefault(content: Fields, vhost: unknown): boolean {
  const own = list(content.vhosts)
    .map(fields)
    .find((item) => item.name === vhost);
  // Beside the name, where one would expect it, the server ignores it without a word.
  return dig(own, 'metadata', 'default_queue_type') === 'quorum';
}
