import { jobSpecOf } from '../../domain/job-spec';
import type { Rule } from '../../rule';

export const jobFailurePolicy: Rule = {
  id: 'job-failure-policy',
  title: 'the failure policy of a Job does not fit its other fields',
  severity: 'error',
  why: 'the API server refuses every Job; a ScaledJob stays Ready and makes none',
  mend: 'with podFailurePolicy: restartPolicy Never and podReplacementPolicy Failed',
  source: 'Kubernetes API, JobSpec',
  *check({ templates }) {
    for (const template of templates) {
      const { spec, path } = jobSpecOf(template);
      if (spec.podFailurePolicy === undefined) continue;
      if (template.spec.restartPolicy !== 'Never')
        yield {
          entry: template.entry,
          field: `${template.specPath}.restartPolicy`,
          value: template.spec.restartPolicy,
        };
      const { podReplacementPolicy } = spec;
      if (podReplacementPolicy !== undefined && podReplacementPolicy !== 'Failed')
        yield { entry: template.entry, field: `${path}.podReplacementPolicy`, value: podReplacementPolicy };
    }
  },
};
