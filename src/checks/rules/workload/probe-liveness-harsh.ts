import { dig } from '../../fields';
import type { Rule } from '../../rule';

export const probeLivenessHarsh: Rule = {
  id: 'probe-liveness-harsh',
  title: 'one slow answer restarts the container',
  severity: 'warning',
  why: 'under load the restarts take away the pods that are left',
  mend: 'failureThreshold: 3 or more, and an endpoint that only fails on a deadlock',
  *check({ containers }) {
    for (const { template, path, fields: container } of containers) {
      const threshold = dig(container, 'livenessProbe', 'failureThreshold');
      if (typeof threshold === 'number' && threshold < 2)
        yield { entry: template.entry, field: `${path}.livenessProbe.failureThreshold`, value: threshold };
    }
  },
};
