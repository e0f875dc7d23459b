import { toldTo } from '../../domain/mounted';
import { brokers } from '../../domain/rabbitmq';
import { dig } from '../../fields';
import type { Rule } from '../../rule';

export const rabbitmqMemory: Rule = {
  id: 'rabbitmq-memory',
  title: 'the broker does not know its memory limit',
  severity: 'warning',
  why: 'a relative watermark is computed from what the VM detects, which in a container may be the node: the broker is killed before it stops the publishers',
  mend: 'write vm_memory_high_watermark.absolute, about 0.6 of the limit',
  source: 'RabbitMQ docs, memory',
  *check(context) {
    for (const container of brokers(context)) {
      if (dig(container.fields, 'resources', 'limits', 'memory') === undefined) continue;
      if (!/vm_memory_high_watermark\.absolute/.test(toldTo(context, container)))
        yield { entry: container.template.entry, field: container.path };
    }
  },
};
