import { quantity } from '../../domain/quantities';
import { dig } from '../../fields';
import type { Rule } from '../../rule';

export const memoryLimit: Rule = {
  id: 'memory-limit',
  title: 'the memory limit is missing or differs from the request',
  severity: 'warning',
  why: 'memory cannot be taken back: what is used above the request is promised to others, and the node kills by its own choice',
  mend: 'make limits.memory equal to requests.memory',
  *check({ containers }) {
    for (const { template, path, fields: container } of containers) {
      const request = dig(container, 'resources', 'requests', 'memory');
      const limit = dig(container, 'resources', 'limits', 'memory');
      if (request === undefined) continue;
      if (limit === undefined) yield { entry: template.entry, field: `${path}.resources.limits.memory` };
      else if ((quantity(limit) ?? 0) > (quantity(request) ?? 0))
        yield { entry: template.entry, field: `${path}.resources.limits.memory`, value: `${limit} against ${request}` };
    }
  },
};
