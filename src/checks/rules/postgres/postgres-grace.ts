import { productOf } from '../../domain/images';
import type { Rule } from '../../rule';

export const postgresGrace: Rule = {
  id: 'postgres-grace',
  title: 'PostgreSQL has little time to stop',
  severity: 'warning',
  why: 'a kill in the middle of the last checkpoint makes the next start replay the log',
  mend: 'terminationGracePeriodSeconds: 90 or more',
  source: 'PostgreSQL manual, shutdown',
  *check({ containers }) {
    for (const container of containers) {
      const { entry, spec, specPath } = container.template;
      if (productOf(container) !== 'postgres') continue;
      const grace = spec.terminationGracePeriodSeconds ?? 30;
      if (typeof grace === 'number' && grace < 90)
        yield { entry, field: `${specPath}.terminationGracePeriodSeconds`, value: grace };
    }
  },
};
