import type { Rule } from '../../rule';

export const kedaPolling: Rule = {
  id: 'keda-polling',
  title: 'the ScaledJob asks the queue too often',
  severity: 'warning',
  why: 'Jobs made by the last poll may not be seen yet, and the same message gets two; the broker’s numbers are up to 10 s old anyway',
  mend: 'write pollingInterval: 10',
  source: 'KEDA source, scale_jobs',
  *check(context) {
    for (const entry of context.ofKind('keda.sh/ScaledJob')) {
      const { pollingInterval } = entry.spec;
      if (typeof pollingInterval === 'number' && pollingInterval < 5)
        yield { entry, field: 'spec.pollingInterval', value: pollingInterval };
    }
  },
};
