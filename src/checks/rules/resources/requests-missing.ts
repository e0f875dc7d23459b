import { missingRequests } from '../../domain/requests';
import { text } from '../../fields';
import type { Rule } from '../../rule';

export const requestsMissing: Rule = {
  id: 'requests-missing',
  title: 'a container has no requests',
  severity: 'warning',
  why: 'the scheduler packs the node as if it needed nothing, and under pressure it is evicted first',
  mend: 'write cpu and memory requests, and a memory limit equal to the request',
  source: 'Kubernetes docs, resource management',
  *check({ containers }) {
    for (const { template, path, fields: container, role } of containers) {
      if (role !== 'container' || text(template.spec.priorityClassName) !== undefined) continue;
      const missing = missingRequests(container);
      if (missing.length > 0)
        yield { entry: template.entry, field: `${path}.resources.requests`, value: missing.join(', ') };
    }
  },
};
