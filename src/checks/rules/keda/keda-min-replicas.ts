import type { Rule } from '../../rule';

export const kedaMinReplicas: Rule = {
  id: 'keda-min-replicas',
  title: 'the ScaledJob keeps idle Jobs',
  severity: 'warning',
  why: 'the minimum comes on top of the demand: that many pods wait for ever and hold their requests, and while they are made the queue is not looked at',
  mend: 'leave it at 0, unless the wait for a start is worth an idle pod; then waive it with that reason',
  source: 'KEDA source, scale_jobs',
  *check(context) {
    for (const entry of context.ofKind('keda.sh/ScaledJob')) {
      const { minReplicaCount: min, maxReplicaCount: max } = entry.spec;
      if (typeof min !== 'number' || min < 1) continue;
      const above = typeof max === 'number' && min > max;
      yield {
        entry,
        field: 'spec.minReplicaCount',
        value: min,
        ...(above ? { severity: 'error', what: 'the minimum is above the maximum' } : {}),
      };
    }
  },
};
