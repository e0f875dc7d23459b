import { dig, fields, list } from '../../manifests/fields';
import { jobSpecOf } from '../../manifests/model';
import { each, objects, pods } from '../builders';
import type { Rule } from '../rule';

export const jobRules: readonly Rule[] = [
  {
    id: 'cronjob-overlap',
    title: 'runs of a CronJob may overlap',
    severity: 'warning',
    why: 'a run that takes longer than its interval meets the next one on the same data; a missed schedule is never caught up',
    mend: 'write concurrencyPolicy: Forbid and startingDeadlineSeconds',
    source: 'Kubernetes docs, CronJob',
    check: each(objects('batch/CronJob'), function* (entry) {
      const { concurrencyPolicy = 'Allow' } = entry.spec;
      if (concurrencyPolicy === 'Allow') yield { field: 'spec.concurrencyPolicy', value: concurrencyPolicy };
    }),
  },
  {
    id: 'job-backoff-limit',
    title: 'a worker of a queue has no or few attempts',
    severity: 'warning',
    why: 'KEDA itself never waits after a failure: without back-off of the Job an outage of a dependency sends every message to the dead letters within minutes',
    mend: 'write backoffLimit: 6 beside template under jobTargetRef',
    source: 'Kubernetes docs, Jobs; own simulation of the loop',
    check: each(pods, function* (template) {
      if (template.entry.kind !== 'ScaledJob') return;
      const { backoffLimit } = jobSpecOf(template).spec;
      if (backoffLimit === undefined || (typeof backoffLimit === 'number' && backoffLimit < 3))
        yield { field: 'spec.jobTargetRef.backoffLimit', value: backoffLimit };
    }),
  },
  {
    id: 'job-deadline',
    title: 'the deadline of the whole Job is too short for its attempts',
    severity: 'error',
    why: 'it spans all attempts, their waits, and the time an idle Job waits for a message: Jobs are killed in the middle of their work',
    mend: 'set activeDeadlineSeconds on the pod template (per attempt); on the Job leave it out',
    source: 'Kubernetes API, JobSpec',
    check: each(pods, function* (template) {
      const { spec, path } = jobSpecOf(template);
      const whole = spec.activeDeadlineSeconds;
      const attempt = template.spec.activeDeadlineSeconds;
      const field = `${path}.activeDeadlineSeconds`;
      if (template.entry.kind !== 'ScaledJob' || typeof whole !== 'number') return;
      const needed = typeof attempt === 'number' ? 7 * attempt + 660 : undefined;
      if (Number(template.entry.spec.minReplicaCount ?? 0) >= 1 || (needed !== undefined && whole <= needed))
        yield { field, value: whole };
      else if (needed === undefined)
        yield {
          field,
          value: whole,
          severity: 'warning',
          what: 'the Job has a deadline over all attempts and none for one',
        };
    }),
  },
  {
    id: 'job-deadline-short',
    title: 'a migration has little time',
    severity: 'warning',
    why: 'the first one on a big table, or on a slow disk, is killed half-way',
    mend: 'give it at least 600 s',
    *check({ templates, containers }) {
      const migrating = new Set(
        containers
          .filter(({ words }) => words.some((word) => /\b(?:migrat|alembic|flyway|liquibase)/i.test(word)))
          .map(({ template }) => template),
      );
      for (const template of templates) {
        if (!migrating.has(template) || template.entry.kind !== 'Job') continue;
        const { activeDeadlineSeconds: seconds } = template.entry.spec;
        if (typeof seconds === 'number' && seconds < 600)
          yield { entry: template.entry, field: 'spec.activeDeadlineSeconds', value: seconds };
      }
    },
  },
  {
    id: 'job-disruption',
    title: 'an eviction or preemption counts as a failure of the worker',
    severity: 'warning',
    why: 'a priority class with Never does not preempt others but is preempted itself; a few drains use up the attempts of a healthy Job',
    mend: 'add a podFailurePolicy that ignores the pod condition DisruptionTarget',
    source: 'Kubernetes API, PodFailurePolicy',
    check: each(pods, function* (template) {
      if (template.entry.kind !== 'ScaledJob') return;
      const rules = list(dig(jobSpecOf(template).spec, 'podFailurePolicy', 'rules'));
      const ignored = rules.some(
        (rule) =>
          fields(rule).action === 'Ignore' &&
          list(fields(rule).onPodConditions).some((item) => fields(item).type === 'DisruptionTarget'),
      );
      if (!ignored) yield { field: 'spec.jobTargetRef.podFailurePolicy' };
    }),
  },
  {
    id: 'job-failure-policy',
    title: 'the failure policy of a Job does not fit its other fields',
    severity: 'error',
    why: 'the API server refuses every Job; a ScaledJob stays Ready and makes none',
    mend: 'with podFailurePolicy: restartPolicy Never and podReplacementPolicy Failed',
    source: 'Kubernetes API, JobSpec',
    check: each(pods, function* (template) {
      const { spec, path } = jobSpecOf(template);
      if (spec.podFailurePolicy === undefined) return;
      if (template.spec.restartPolicy !== 'Never')
        yield {
          field: `${template.specPath}.restartPolicy`,
          value: template.spec.restartPolicy,
        };
      const { podReplacementPolicy } = spec;
      if (podReplacementPolicy !== undefined && podReplacementPolicy !== 'Failed')
        yield { field: `${path}.podReplacementPolicy`, value: podReplacementPolicy };
    }),
  },
  {
    id: 'job-restart-policy',
    title: 'the pod of a Job has no restart policy that Jobs take',
    severity: 'error',
    why: 'unset means Always, which the API server refuses in a Job; KEDA silently makes it OnFailure',
    mend: 'write restartPolicy: Never, which keeps the logs of each attempt',
    source: 'Kubernetes API, JobSpec',
    check: each(pods, function* ({ spec, specPath, job }) {
      const { restartPolicy } = spec;
      if (job && restartPolicy !== 'Never' && restartPolicy !== 'OnFailure')
        yield { field: `${specPath}.restartPolicy`, value: restartPolicy };
    }),
  },
  {
    id: 'job-ttl-tracked',
    title: 'a Job that Argo CD keeps in step removes itself',
    severity: 'warning',
    why: 'the vanished Job makes the Application OutOfSync, and self-heal runs it again',
    mend: 'make it a hook, or leave ttlSecondsAfterFinished out',
    source: 'Argo CD issue 13851',
    *check(context) {
      if (context.ofKind('argoproj.io/Application').length === 0) return;
      for (const entry of context.ofKind('batch/Job')) {
        if (
          entry.spec.ttlSecondsAfterFinished !== undefined &&
          entry.annotations['argocd.argoproj.io/hook'] === undefined
        )
          yield { entry, field: 'spec.ttlSecondsAfterFinished', value: entry.spec.ttlSecondsAfterFinished };
      }
    },
  },
];
