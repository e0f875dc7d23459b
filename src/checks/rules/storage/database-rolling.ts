import { type Product, productOf } from '../../domain/images';
import { dig } from '../../fields';
import type { Rule } from '../../rule';

const servers: ReadonlySet<Product> = new Set(['postgres', 'mysql', 'mongo', 'rabbitmq']);

export const databaseRolling: Rule = {
  id: 'database-rolling',
  title: 'a rollout starts a second server on the data of the first',
  severity: 'error',
  why: 'a rolling update starts the new pod before the old one ends: two servers write one data folder, or the new one hangs on the lock',
  mend: 'make it a StatefulSet, or set strategy.type: Recreate and replicas: 1',
  *check({ containers }) {
    for (const container of containers) {
      const { entry } = container.template;
      if (entry.kind !== 'Deployment' || !servers.has(productOf(container))) continue;
      if (dig(entry.spec, 'strategy', 'type') !== 'Recreate')
        yield { entry, field: 'spec.strategy.type', value: dig(entry.spec, 'strategy', 'type') };
      else if (container.template.replicas > 1)
        yield { entry, field: 'spec.replicas', value: container.template.replicas };
    }
  },
};
