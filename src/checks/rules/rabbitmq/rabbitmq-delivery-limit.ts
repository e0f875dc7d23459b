import { servedQueues } from '../../domain/served-queues';
import { dig } from '../../fields';
import type { Rule } from '../../rule';

export const rabbitmqDeliveryLimit: Rule = {
  id: 'rabbitmq-delivery-limit',
  title: 'a work queue has no delivery limit, or no place for dead letters',
  severity: 'error',
  why: 'without a place for dead letters a message that fails too often is dropped; with a low limit an outage of minutes does that to all of them',
  mend: 'write a policy with delivery-limit (20 or more, with backoffLimit 6) and dead-letter-exchange',
  source: 'RabbitMQ docs, quorum queues',
  *check(context) {
    for (const { queue, deadLetter, limit, trigger } of servedQueues(context)) {
      const { entry, path } = queue.definitions;
      if (deadLetter === undefined)
        yield { entry, field: path, value: queue.name, what: 'a work queue has no dead-letter-exchange' };
      if (limit === undefined)
        yield {
          entry,
          field: path,
          value: queue.name,
          what: 'a work queue has no delivery-limit',
          severity: 'warning',
        };
      const backoff = dig(trigger.entry.spec, 'jobTargetRef', 'backoffLimit');
      if (typeof limit === 'number' && limit >= 0 && limit < 20 && typeof backoff === 'number' && limit < 3 * backoff) {
        yield {
          entry,
          field: path,
          value: `${queue.name}: ${limit} deliveries for ${backoff} retries`,
          what: 'the delivery limit is low beside the attempts of the Job',
          severity: 'warning',
        };
      }
    }
  },
};
