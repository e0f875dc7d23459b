import { productOf } from '../../domain/images';
import type { Rule } from '../../rule';

export const probeLivenessDatabase: Rule = {
  id: 'probe-liveness-database',
  title: 'a database has a liveness probe',
  severity: 'warning',
  why: 'a server that replays its log answers late: the probe kills it, and the replay begins again',
  mend: 'use a startupProbe with a long budget and a readinessProbe; no livenessProbe',
  source: 'PostgreSQL manual, pg_isready',
  *check({ containers }) {
    for (const container of containers) {
      const product = productOf(container);
      if (product !== 'postgres' && product !== 'mysql' && product !== 'mongo') continue;
      if (container.fields.livenessProbe !== undefined)
        yield { entry: container.template.entry, field: `${container.path}.livenessProbe` };
    }
  },
};
