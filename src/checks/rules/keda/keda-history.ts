import type { Rule } from '../../rule';

export const kedaHistory: Rule = {
  id: 'keda-history',
  title: 'the ScaledJob keeps up to 200 ended Jobs',
  severity: 'info',
  why: 'the defaults are 100 successful and 100 failed ones',
  mend: 'write successfulJobsHistoryLimit: 5 and failedJobsHistoryLimit: 10',
  source: 'KEDA docs, ScaledJob',
  *check(context) {
    for (const entry of context.ofKind('keda.sh/ScaledJob')) {
      for (const name of ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit']) {
        if (entry.spec[name] === undefined) yield { entry, field: `spec.${name}` };
      }
    }
  },
};
