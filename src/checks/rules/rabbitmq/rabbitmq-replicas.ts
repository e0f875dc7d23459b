import { brokers } from '../../domain/rabbitmq';
import type { Rule } from '../../rule';

export const rabbitmqReplicas: Rule = {
  id: 'rabbitmq-replicas',
  title: 'the broker has an even number of nodes, or several without parallel start',
  severity: 'error',
  why: 'with two nodes the loss of one stops both (a majority must be up); ordered start waits for peers that it does not start',
  mend: 'use 1 or 3 replicas, and podManagementPolicy: Parallel',
  source: 'RabbitMQ docs, Kubernetes; release notes 4.0',
  *check(context) {
    for (const { template } of brokers(context)) {
      const { entry, replicas } = template;
      if (entry.kind !== 'StatefulSet' || replicas < 2) continue;
      if (replicas % 2 === 0) yield { entry, field: 'spec.replicas', value: replicas };
      else if (entry.spec.podManagementPolicy !== 'Parallel')
        yield { entry, field: 'spec.podManagementPolicy', value: entry.spec.podManagementPolicy };
    }
  },
};
