import type { Rule } from '../../rule';
import { validateObject } from '../../schemas';

export const kedaJobSchema: Rule = {
  id: 'keda-job-schema',
  title: 'the Job inside the ScaledJob is none that the API server takes',
  severity: 'error',
  why: 'the definition of ScaledJob does not check it; KEDA only logs the refusal and stays Ready, and no Job is ever made',
  mend: 'correct the field: jobTargetRef is the spec of a batch/v1 Job',
  source: 'seen on Kubernetes 1.36',
  *check(context) {
    for (const entry of context.ofKind('keda.sh/ScaledJob')) {
      const { namespace } = entry;
      const metadata = { name: 'job', namespace };
      const job = { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: entry.spec.jobTargetRef };
      for (const { path, message } of validateObject(job)) {
        if (!path.endsWith('template.spec.restartPolicy'))
          yield { entry, field: path.replace(/^spec/, 'spec.jobTargetRef'), what: message };
      }
    }
  },
};
