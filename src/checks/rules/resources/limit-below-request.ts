import { quantity } from '../../domain/quantities';
import { dig, fields } from '../../fields';
import type { Rule } from '../../rule';

export const limitBelowRequest: Rule = {
  id: 'limit-below-request',
  title: 'a limit is below the request',
  severity: 'error',
  why: 'the API server refuses the pod',
  mend: 'raise the limit or lower the request',
  *check({ containers }) {
    for (const { template, path, fields: container } of containers) {
      for (const [name, limit] of Object.entries(fields(dig(container, 'resources', 'limits')))) {
        const request = quantity(dig(container, 'resources', 'requests', name));
        if (request !== undefined && request > (quantity(limit) ?? Number.POSITIVE_INFINITY))
          yield { entry: template.entry, field: `${path}.resources.limits.${name}`, value: limit };
      }
    }
  },
};
