import { definitionsOf } from '../../domain/rabbitmq';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

const byPolicy: Readonly<Record<string, string>> = {
  'x-delivery-limit': 'delivery-limit',
  'x-dead-letter-exchange': 'dead-letter-exchange',
  'x-dead-letter-routing-key': 'dead-letter-routing-key',
  'x-message-ttl': 'message-ttl',
  'x-max-length': 'max-length',
  'x-max-length-bytes': 'max-length-bytes',
  'x-overflow': 'overflow',
  'x-consumer-timeout': 'consumer-timeout',
};

export const rabbitmqQueueArguments: Rule = {
  id: 'rabbitmq-queue-arguments',
  title: 'a limit is written as an argument of the queue',
  severity: 'warning',
  why: 'arguments never change once the queue exists: a new value is ignored by the import, or every consumer fails with PRECONDITION_FAILED',
  mend: 'write it as a policy',
  source: 'RabbitMQ docs, policies',
  *check(context) {
    for (const { entry, path, content } of definitionsOf(context)) {
      for (const item of list(content.queues)) {
        for (const key of Object.keys(fields(fields(item).arguments))) {
          const policy = byPolicy[key];
          if (policy !== undefined)
            yield {
              entry,
              field: path,
              value: `${fields(item).name} ${key}`,
              mend: `write ${policy} in a policy that matches the queue`,
            };
        }
      }
    }
  },
};
