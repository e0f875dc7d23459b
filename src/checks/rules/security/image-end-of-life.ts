import { majorOf, productOf } from '../../domain/images';
import type { Rule } from '../../rule';

const oldest: Readonly<Record<string, number>> = { postgres: 14, redis: 7, rabbitmq: 4, prometheus: 2, grafana: 11 };

export const imageEndOfLife: Rule = {
  id: 'image-end-of-life',
  title: 'an image is of a version that gets no more fixes',
  severity: 'warning',
  why: 'known holes stay open, and the way to a supported version gets longer',
  mend: 'move to a supported major by its upgrade procedure, not by changing the tag alone',
  *check({ containers }) {
    for (const container of containers) {
      const major = majorOf(container.image);
      const limit = oldest[productOf(container)];
      if (major !== undefined && limit !== undefined && major < limit)
        yield { entry: container.template.entry, field: `${container.path}.image`, value: container.image };
    }
  },
};
