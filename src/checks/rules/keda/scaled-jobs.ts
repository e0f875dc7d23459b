import { quantityNumber } from '../../../kubernetes/quantity';
import { dig, fields, list } from '../../../manifests/fields';
import { each, objects } from '../../builders';
import type { Rule } from '../../rule';
import { validateObject } from '../../schemas';

export const scaledJobRules: readonly Rule[] = [
  {
    id: 'keda-default-literal',
    title: 'the strategy is written as the word default',
    severity: 'error',
    why: 'the definitions of KEDA 2.20.0 and 2.20.1 refuse the word',
    mend: 'leave scalingStrategy.strategy out: that is the default strategy',
    source: 'KEDA issue 7855',
    check: each(
      objects('keda.sh/ScaledJob'),
      (entry) =>
        dig(entry.spec, 'scalingStrategy', 'strategy') === 'default' && {
          field: 'spec.scalingStrategy.strategy',
          value: 'default',
        },
    ),
  },
  {
    id: 'keda-history',
    title: 'the ScaledJob keeps up to 200 ended Jobs',
    severity: 'info',
    why: 'the defaults are 100 successful and 100 failed ones',
    mend: 'write successfulJobsHistoryLimit: 5 and failedJobsHistoryLimit: 10',
    source: 'KEDA docs, ScaledJob',
    check: each(objects('keda.sh/ScaledJob'), function* (entry) {
      for (const name of ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit']) {
        if (entry.spec[name] === undefined) yield { field: `spec.${name}` };
      }
    }),
  },
  {
    id: 'keda-job-schema',
    title: 'the Job inside the ScaledJob is none that the API server takes',
    severity: 'error',
    why: 'the definition of ScaledJob does not check it; KEDA only logs the refusal and stays Ready, and no Job is ever made',
    mend: 'correct the field: jobTargetRef is the spec of a batch/v1 Job',
    source: 'seen on Kubernetes 1.36',
    check: each(objects('keda.sh/ScaledJob'), function* (entry, context) {
      const { namespace } = entry;
      const metadata = { name: 'job', namespace };
      const job = { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: entry.spec.jobTargetRef };
      for (const { path, message } of validateObject(job, context.kinds)) {
        if (!path.endsWith('template.spec.restartPolicy'))
          yield { field: path.replace(/^spec/, 'spec.jobTargetRef'), what: message };
      }
    }),
  },
  {
    id: 'keda-max-replicas',
    title: 'the ScaledJob has no upper limit of its own',
    severity: 'warning',
    why: 'the default of 100 Jobs is seldom what the namespace can carry',
    mend: 'write maxReplicaCount; with the requests of one worker it must fit the quota',
    source: 'KEDA docs, ScaledJob',
    check: each(
      objects('keda.sh/ScaledJob'),
      (entry) => entry.spec.maxReplicaCount === undefined && { field: 'spec.maxReplicaCount' },
    ),
  },
  {
    id: 'keda-min-replicas',
    title: 'the ScaledJob keeps idle Jobs',
    severity: 'warning',
    why: 'the minimum comes on top of the demand: that many pods hold their requests at all times. And whenever fewer run, a poll makes up for them and does not look at the queue: messages that take less time than the polling interval are worked off one a poll (60 of them with a minimum of 1 and 10 s: 36 done after 6 minutes; without a minimum all at once)',
    mend: 'leave it at 0, unless every message takes longer than the polling interval and the wait for a start is worth an idle pod; then waive it with that reason',
    source: 'KEDA source, scale_jobs; seen with KEDA 2.20',
    check: each(objects('keda.sh/ScaledJob'), function* (entry) {
      const { minReplicaCount: min, maxReplicaCount: max } = entry.spec;
      if (typeof min !== 'number' || min < 1) return;
      const above = typeof max === 'number' && min > max;
      yield {
        field: 'spec.minReplicaCount',
        value: min,
        ...(above ? { severity: 'error', what: 'the minimum is above the maximum' } : {}),
      };
    }),
  },
  {
    id: 'keda-name-length',
    title: 'the name of the ScaledJob is too long',
    severity: 'error',
    why: 'its Jobs get the name and a suffix, and the name as a label: no Job can be made',
    mend: 'use at most 52 characters',
    source: 'KEDA source, scale_jobs',
    check: each(
      objects('keda.sh/ScaledJob'),
      (entry) => entry.name.length > 52 && entry.name.length <= 253 && { field: 'metadata.name', value: entry.name },
    ),
  },
  {
    id: 'keda-polling',
    title: 'the ScaledJob asks the queue too often',
    severity: 'warning',
    why: 'Jobs made by the last poll may not be seen yet, and the same message gets two; the broker’s numbers are up to 10 s old anyway',
    mend: 'write pollingInterval: 10',
    source: 'KEDA source, scale_jobs',
    check: each(objects('keda.sh/ScaledJob'), function* (entry) {
      const { pollingInterval } = entry.spec;
      if (typeof pollingInterval === 'number' && pollingInterval < 5)
        yield { field: 'spec.pollingInterval', value: pollingInterval };
    }),
  },
  {
    id: 'keda-quota',
    title: 'all Jobs of the ScaledJob do not fit the quota of its namespace',
    severity: 'warning',
    why: 'Jobs are made whose pods are refused; they count as running and hold their slot',
    mend: 'lower maxReplicaCount, or raise the quota',
    check: each(objects('/ResourceQuota'), function* (quota, context) {
      const scope = list(dig(quota.spec, 'scopeSelector', 'matchExpressions')).find(
        (item) => fields(item).scopeName === 'PriorityClass',
      );
      for (const template of context.labels.inNamespace(quota.namespace)) {
        const { maxReplicaCount: max } = template.entry.spec;
        if (template.entry.kind !== 'ScaledJob' || typeof max !== 'number') continue;
        if (scope !== undefined && !list(fields(scope).values).includes(template.spec.priorityClassName)) continue;
        for (const resource of ['cpu', 'memory']) {
          const hard = quantityNumber(
            dig(quota.spec, 'hard', `requests.${resource}`) ?? dig(quota.spec, 'hard', resource),
          );
          const ofWorker = template.containers
            .filter(({ role }) => role === 'container')
            .reduce(
              (sum, { fields: container }) =>
                sum + (quantityNumber(dig(container, 'resources', 'requests', resource)) ?? 0),
              0,
            );
          if (hard !== undefined && ofWorker * max > hard)
            yield {
              entry: template.entry,
              field: 'spec.maxReplicaCount',
              value: `${max} times the ${resource} of one worker against ${dig(quota.spec, 'hard', `requests.${resource}`) ?? dig(quota.spec, 'hard', resource)} of ${quota.name}`,
            };
        }
      }
    }),
  },
  {
    id: 'keda-rollout',
    title: 'a change of the ScaledJob deletes its running Jobs',
    severity: 'error',
    why: 'unset means immediate: any change of the object, even of the polling interval, ends all Jobs of the old one in the middle of their work',
    mend: 'set rollout.strategy: gradual',
    source: 'KEDA source, ScaledJob controller; issues 2098 and 6440',
    check: each(objects('keda.sh/ScaledJob'), function* (entry) {
      const strategy = dig(entry.spec, 'rollout', 'strategy') ?? entry.spec.rolloutStrategy;
      if (strategy !== 'gradual') yield { field: 'spec.rollout.strategy', value: strategy };
    }),
  },
];
