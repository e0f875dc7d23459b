import { matches } from '../../domain/rabbitmq';
import { servedQueues } from '../../domain/served-queues';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const rabbitmqQueueUnreadable: Rule = {
  id: 'rabbitmq-queue-unreadable',
  title: 'no user may read a work queue',
  severity: 'error',
  why: 'every worker is refused: Jobs are started, fail, and are started again',
  mend: 'give the user of the worker a permission whose read pattern matches the queue',
  source: 'RabbitMQ docs, access control',
  *check(context) {
    for (const { queue } of servedQueues(context)) {
      const { entry, path, content } = queue.definitions;
      if (content.permissions === undefined) continue;
      const readers = list(content.permissions)
        .map(fields)
        .filter(
          (item) =>
            (item.vhost ?? '/') === queue.vhost && matches(String(item.read ?? ''), queue.name) && item.read !== '',
        );
      if (readers.length === 0) yield { entry, field: path, value: queue.name };
    }
  },
};
