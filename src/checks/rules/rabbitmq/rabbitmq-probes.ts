import { brokers } from '../../domain/rabbitmq';
import { dig, list } from '../../fields';
import type { Rule } from '../../rule';

export const rabbitmqProbes: Rule = {
  id: 'rabbitmq-probes',
  title: 'a probe of the broker does harm',
  severity: 'warning',
  why: 'a CLI check joins the Erlang distribution each time, and check_running keeps a cluster from starting again; a liveness probe kills a broker that recovers',
  mend: 'readiness by tcpSocket on the AMQP port, no liveness probe',
  source: 'RabbitMQ docs, monitoring; cluster operator source',
  *check(context) {
    for (const { template, path, fields: container } of brokers(context)) {
      if (container.livenessProbe !== undefined)
        yield { entry: template.entry, field: `${path}.livenessProbe`, what: 'the broker has a liveness probe' };
      const command = list(dig(container, 'readinessProbe', 'exec', 'command')).join(' ');
      if (/rabbitmq|rabbitmqctl/.test(command) && !/\bping\b/.test(command))
        yield { entry: template.entry, field: `${path}.readinessProbe.exec`, value: command };
    }
  },
};
