import { jobSpecOf } from '../../domain/job-spec';
import type { Rule } from '../../rule';

export const jobDeadline: Rule = {
  id: 'job-deadline',
  title: 'the deadline of the whole Job is too short for its attempts',
  severity: 'error',
  why: 'it spans all attempts, their waits, and the time an idle Job waits for a message: Jobs are killed in the middle of their work',
  mend: 'set activeDeadlineSeconds on the pod template (per attempt); on the Job leave it out',
  source: 'Kubernetes API, JobSpec',
  *check({ templates }) {
    for (const template of templates) {
      const { spec, path } = jobSpecOf(template);
      const whole = spec.activeDeadlineSeconds;
      const attempt = template.spec.activeDeadlineSeconds;
      const field = `${path}.activeDeadlineSeconds`;
      if (template.entry.kind !== 'ScaledJob' || typeof whole !== 'number') continue;
      const needed = typeof attempt === 'number' ? 7 * attempt + 660 : undefined;
      if (Number(template.entry.spec.minReplicaCount ?? 0) >= 1 || (needed !== undefined && whole <= needed))
        yield { entry: template.entry, field, value: whole };
      else if (needed === undefined)
        yield {
          entry: template.entry,
          field,
          value: whole,
          severity: 'warning',
          what: 'the Job has a deadline over all attempts and none for one',
        };
    }
  },
};
