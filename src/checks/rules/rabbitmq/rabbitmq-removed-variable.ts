import { brokers } from '../../domain/rabbitmq';
import { fields, list, text } from '../../fields';
import type { Rule } from '../../rule';

const removed = /^RABBITMQ_(?:DEFAULT_(?:PASS|USER)_FILE|VM_MEMORY_HIGH_WATERMARK|(?:MANAGEMENT_)?SSL_\w+)$/;

export const rabbitmqRemovedVariable: Rule = {
  id: 'rabbitmq-removed-variable',
  title: 'the broker image no longer takes this variable',
  severity: 'error',
  why: 'the container ends at once with an error',
  mend: 'write the setting in a file under /etc/rabbitmq/conf.d',
  source: 'RabbitMQ image, docker-entrypoint since 3.9',
  *check(context) {
    for (const { template, path, fields: container } of brokers(context)) {
      for (const [index, item] of list(container.env).entries()) {
        const name = text(fields(item).name) ?? '';
        if (removed.test(name)) yield { entry: template.entry, field: `${path}.env[${index}]`, value: name };
      }
    }
  },
};
