import { servedQueues } from '../../domain/served-queues';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const rabbitmqDeadLetterRoute: Rule = {
  id: 'rabbitmq-dead-letter-route',
  title: 'dead letters of a queue reach no queue',
  severity: 'error',
  why: 'the exchange drops what it cannot route: the messages are lost all the same',
  mend: 'declare the exchange, a queue for dead letters, and a binding with the routing key',
  source: 'RabbitMQ docs, dead letter exchanges',
  *check(context) {
    for (const { queue, deadLetter, routingKey } of servedQueues(context)) {
      if (deadLetter === undefined) continue;
      const { entry, path, content } = queue.definitions;
      const same = (item: unknown): boolean => (fields(item).vhost ?? '/') === queue.vhost;
      const names = list(content.queues)
        .filter(same)
        .map((item) => fields(item).name);
      const exchange = list(content.exchanges)
        .map(fields)
        .find((item) => same(item) && item.name === deadLetter);
      const key = routingKey ?? queue.name;
      const direct = exchange?.type === 'direct' || deadLetter === 'amq.direct';
      const bound = list(content.bindings)
        .map(fields)
        .some((item) => same(item) && item.source === deadLetter && (!direct || item.routing_key === key));
      const declared = deadLetter.startsWith('amq.') || exchange !== undefined;
      const reached = deadLetter === '' ? names.includes(key) : declared && bound;
      if (!reached) yield { entry, field: path, value: `${queue.name} to exchange "${deadLetter}"` };
    }
  },
};
