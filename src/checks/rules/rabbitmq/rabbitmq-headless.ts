import { brokers } from '../../domain/rabbitmq';
import { text } from '../../fields';
import type { Rule } from '../../rule';

export const rabbitmqHeadless: Rule = {
  id: 'rabbitmq-headless',
  title: 'the nodes of the broker cannot find each other before they are ready',
  severity: 'error',
  why: 'a node becomes ready only after it reached its peers, and peers are published only when ready: the cluster never forms',
  mend: 'publishNotReadyAddresses: true on the headless Service of the StatefulSet',
  source: 'RabbitMQ docs, Kubernetes',
  *check(context) {
    for (const { template } of brokers(context)) {
      const { entry, replicas } = template;
      const service = context.find('Service', entry.namespace, text(entry.spec.serviceName) ?? '');
      if (entry.kind !== 'StatefulSet' || replicas < 2 || service === undefined) continue;
      if (service.spec.publishNotReadyAddresses !== true)
        yield { entry: service, field: 'spec.publishNotReadyAddresses' };
    }
  },
};
