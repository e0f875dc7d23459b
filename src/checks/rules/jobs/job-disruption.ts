import { jobSpecOf } from '../../domain/job-spec';
import { dig, fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const jobDisruption: Rule = {
  id: 'job-disruption',
  title: 'an eviction or preemption counts as a failure of the worker',
  severity: 'warning',
  why: 'a priority class with Never does not preempt others but is preempted itself; a few drains use up the attempts of a healthy Job',
  mend: 'add a podFailurePolicy that ignores the pod condition DisruptionTarget',
  source: 'Kubernetes API, PodFailurePolicy',
  *check({ templates }) {
    for (const template of templates) {
      if (template.entry.kind !== 'ScaledJob') continue;
      const rules = list(dig(jobSpecOf(template).spec, 'podFailurePolicy', 'rules'));
      const ignored = rules.some(
        (rule) =>
          fields(rule).action === 'Ignore' &&
          list(fields(rule).onPodConditions).some((item) => fields(item).type === 'DisruptionTarget'),
      );
      if (!ignored) yield { entry: template.entry, field: 'spec.jobTargetRef.podFailurePolicy' };
    }
  },
};
