import { jobSpecOf } from '../../domain/job-spec';
import type { Rule } from '../../rule';

export const jobBackoffLimit: Rule = {
  id: 'job-backoff-limit',
  title: 'a worker of a queue has no or few attempts',
  severity: 'warning',
  why: 'KEDA itself never waits after a failure: without back-off of the Job an outage of a dependency sends every message to the dead letters within minutes',
  mend: 'write backoffLimit: 6 beside template under jobTargetRef',
  source: 'Kubernetes docs, Jobs; own simulation of the loop',
  *check({ templates }) {
    for (const template of templates) {
      if (template.entry.kind !== 'ScaledJob') continue;
      const { backoffLimit } = jobSpecOf(template).spec;
      if (backoffLimit === undefined || (typeof backoffLimit === 'number' && backoffLimit < 3))
        yield { entry: template.entry, field: 'spec.jobTargetRef.backoffLimit', value: backoffLimit };
    }
  },
};
