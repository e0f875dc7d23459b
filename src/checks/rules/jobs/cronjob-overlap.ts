import type { Rule } from '../../rule';

export const cronjobOverlap: Rule = {
  id: 'cronjob-overlap',
  title: 'runs of a CronJob may overlap',
  severity: 'warning',
  why: 'a run that takes longer than its interval meets the next one on the same data; a missed schedule is never caught up',
  mend: 'write concurrencyPolicy: Forbid and startingDeadlineSeconds',
  source: 'Kubernetes docs, CronJob',
  *check(context) {
    for (const entry of context.ofKind('batch/CronJob')) {
      const { concurrencyPolicy = 'Allow' } = entry.spec;
      if (concurrencyPolicy === 'Allow') yield { entry, field: 'spec.concurrencyPolicy', value: concurrencyPolicy };
    }
  },
};
