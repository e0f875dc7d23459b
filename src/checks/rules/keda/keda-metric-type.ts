import { kedaTriggers } from '../../domain/keda';
import type { Rule } from '../../rule';

export const kedaMetricType: Rule = {
  id: 'keda-metric-type',
  title: 'a trigger of a ScaledJob has a field that only ScaledObjects take',
  severity: 'error',
  why: 'the controller refuses the ScaledJob, and no Job is made',
  mend: 'remove metricType and useCachedMetrics',
  source: 'KEDA source, ScaledJob controller',
  *check(context) {
    for (const { entry, trigger, path } of kedaTriggers(context)) {
      if (entry.kind !== 'ScaledJob') continue;
      for (const name of ['metricType', 'useCachedMetrics']) {
        if (trigger[name] !== undefined) yield { entry, field: `${path}.${name}`, value: trigger[name] };
      }
    }
  },
};
