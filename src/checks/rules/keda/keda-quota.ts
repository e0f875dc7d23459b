import { quantity } from '../../domain/quantities';
import { dig, fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const kedaQuota: Rule = {
  id: 'keda-quota',
  title: 'all Jobs of the ScaledJob do not fit the quota of its namespace',
  severity: 'warning',
  why: 'Jobs are made whose pods are refused; they count as running and hold their slot',
  mend: 'lower maxReplicaCount, or raise the quota',
  *check(context) {
    for (const quota of context.ofKind('/ResourceQuota')) {
      const scope = list(dig(quota.spec, 'scopeSelector', 'matchExpressions')).find(
        (item) => fields(item).scopeName === 'PriorityClass',
      );
      for (const template of context.labels.inNamespace(quota.namespace)) {
        const { maxReplicaCount: max } = template.entry.spec;
        if (template.entry.kind !== 'ScaledJob' || typeof max !== 'number') continue;
        if (scope !== undefined && !list(fields(scope).values).includes(template.spec.priorityClassName)) continue;
        for (const resource of ['cpu', 'memory']) {
          const hard = quantity(dig(quota.spec, 'hard', `requests.${resource}`) ?? dig(quota.spec, 'hard', resource));
          const each = template.containers
            .filter(({ role }) => role === 'container')
            .reduce(
              (sum, { fields: container }) => sum + (quantity(dig(container, 'resources', 'requests', resource)) ?? 0),
              0,
            );
          if (hard !== undefined && each * max > hard)
            yield {
              entry: template.entry,
              field: 'spec.maxReplicaCount',
              value: `${max} times the ${resource} of one worker against ${dig(quota.spec, 'hard', `requests.${resource}`) ?? dig(quota.spec, 'hard', resource)} of ${quota.name}`,
            };
        }
      }
    }
  },
};
