import { missingRequests } from '../../domain/requests';
import { text } from '../../fields';
import type { Rule } from '../../rule';

export const priorityWithoutRequests: Rule = {
  id: 'priority-without-requests',
  title: 'a pod has a priority class and no requests',
  severity: 'error',
  why: 'scheduling and preemption work on requests: without them the class decides nothing, and the pod is the first to be evicted',
  mend: 'give every container cpu and memory requests',
  source: 'Kubernetes docs, pod priority and node-pressure eviction',
  *check({ containers }) {
    for (const { template, path, fields: container, role } of containers) {
      if (role !== 'container' || text(template.spec.priorityClassName) === undefined) continue;
      const missing = missingRequests(container);
      if (missing.length > 0)
        yield { entry: template.entry, field: `${path}.resources.requests`, value: missing.join(', ') };
    }
  },
};
