import type { Rule } from '../../rule';

export const jobRestartPolicy: Rule = {
  id: 'job-restart-policy',
  title: 'the pod of a Job has no restart policy that Jobs take',
  severity: 'error',
  why: 'unset means Always, which the API server refuses in a Job; KEDA silently makes it OnFailure',
  mend: 'write restartPolicy: Never, which keeps the logs of each attempt',
  source: 'Kubernetes API, JobSpec',
  *check({ templates }) {
    for (const { entry, spec, specPath, job } of templates) {
      const { restartPolicy } = spec;
      if (job && restartPolicy !== 'Never' && restartPolicy !== 'OnFailure')
        yield { entry, field: `${specPath}.restartPolicy`, value: restartPolicy };
    }
  },
};
