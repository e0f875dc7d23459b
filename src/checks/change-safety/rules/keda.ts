import type { KubernetesObject } from '../../../kubernetes/object';
import { nanosOf } from '../../../kubernetes/quantity';
import { fields, mapsIn, textIn, textsIn } from '../../../manifests/fields';
import {
  attemptSeconds,
  consumerTimeoutOf,
  defaultConsumerTimeout,
  type Entry,
  type ManifestModel,
  protocolOf,
  rabbitmqTriggers,
  triggersOf,
  vhostOf,
} from '../../../manifests/model';
import type { FieldRule, RemovalRule, SetFinding, SetRule } from '../rule';
import { valueAt } from '../semantic';
import { changeOf } from './change-of';

const SCALED_JOB = ['keda.sh/ScaledJob'];

/** What names the queue, and what decides how strategy and scaler count. */
const QUEUE_FIELDS = ['queueName', 'vhostName', 'host'].map((field) => `spec.triggers[*].metadata.${field}`);
const PAIR_FIELDS = [
  'spec.scalingStrategy',
  'spec.triggers[*].type',
  ...['protocol', 'mode', 'value', 'activationValue', 'excludeUnacknowledged', 'host'].map(
    (field) => `spec.triggers[*].metadata.${field}`,
  ),
];

function queuesOf(object: KubernetesObject): string[] {
  return triggersOf(object)
    .filter(({ type }) => type === 'rabbitmq')
    .map((trigger) => `${vhostOf(trigger) ?? '/'} ${trigger.metadata.queueName ?? ''}`);
}

/**
 * Whether strategy and scaler count alike (correct for one Job per message, held unacknowledged while it runs): the default
 * strategy with the HTTP protocol, or accurate with AMQP and readiness as pending condition; QueueLength and "1" in both.
 */
function isKnownGood(object: KubernetesObject): boolean {
  const strategy = fields(fields(object.spec).scalingStrategy);
  const name = textIn(strategy.strategy) || 'default';
  const triggers = triggersOf(object);
  return (
    triggers.length > 0 &&
    triggers.every((trigger) => {
      const { mode, value, activationValue = '0', excludeUnacknowledged } = trigger.metadata;
      if (trigger.type !== 'rabbitmq' || mode !== 'QueueLength' || value !== '1') return false;
      if (activationValue !== '' && activationValue !== '0') return false;
      if (name === 'default') return protocolOf(trigger) === 'http' && excludeUnacknowledged !== 'true';
      return (
        name === 'accurate' &&
        protocolOf(trigger) === 'amqp' &&
        textsIn(strategy.pendingPodConditions).includes('Ready')
      );
    })
  );
}

function isPaused(object: KubernetesObject): boolean {
  return object.metadata.annotations?.['autoscaling.keda.sh/paused'] === 'true';
}

function isGradual(object: KubernetesObject): boolean {
  return valueAt(object, 'spec.rollout.strategy') === 'gradual';
}

function numberAt(object: KubernetesObject, field: string, fallback: number): number {
  const value = valueAt(object, field);
  return typeof value === 'number' ? value : fallback;
}

/** What that many idle pods ask for: `cpu 0.5, memory 512 MiB`. */
function requestsOf(object: KubernetesObject, pods: number): string {
  const containers = mapsIn(valueAt(object, 'spec.jobTargetRef.template.spec.containers'));
  const sum = (name: string): number =>
    containers.reduce(
      (total, { resources }) => total + Number(nanosOf(fields(fields(resources).requests)[name]) ?? 0n),
      0,
    ) * pods;
  return `cpu ${(sum('cpu') / 1e9).toFixed(2)}, memory ${Math.ceil(sum('memory') / 1e9 / 1024 / 1024)} MiB`;
}

export const kedaRemovals: readonly RemovalRule[] = [
  {
    id: 'scaled-job-removed-paused',
    kinds: SCALED_JOB,
    when: ({ old }) => isPaused(old),
    verdict: 'WARN',
    consequence: 'it is paused, so no new Jobs start; Jobs that still run are deleted with it',
    procedure: 'check that no Job of it is running before this is synced',
  },
  {
    id: 'scaled-job-removed',
    kinds: SCALED_JOB,
    when: ({ old }) => !isPaused(old),
    verdict: 'BLOCK',
    consequence:
      'its running Jobs are deleted with it; their messages return to the queue and count as failed deliveries',
    procedure:
      'first pause it (autoscaling.keda.sh/paused: "true") in a commit of its own, wait until its Jobs have ended, then remove or rename it',
  },
];

export const kedaRules: readonly FieldRule[] = [
  {
    id: 'scaled-job-not-gradual',
    kinds: SCALED_JOB,
    fields: ['spec'],
    when: ({ now }) => !isGradual(now),
    verdict: 'BLOCK',
    consequence:
      'without rollout.strategy gradual any change of the spec deletes all running Jobs of the older generation',
    procedure: 'set spec.rollout.strategy to gradual, alone, while no Job runs; then make this change',
  },
  {
    id: 'scaled-job-queue',
    kinds: SCALED_JOB,
    fields: QUEUE_FIELDS,
    when: ({ old, now }) => queuesOf(old).some((queue) => !queuesOf(now).includes(queue)),
    verdict: 'BLOCK',
    consequence: 'nobody serves the old queue any more: its messages are stranded',
    procedure:
      'two steps: add a ScaledJob for the new queue and move the publishers; remove the old one when its queue is empty',
  },
  {
    id: 'scaled-job-pair',
    kinds: SCALED_JOB,
    fields: PAIR_FIELDS,
    when: ({ now }) => !isKnownGood(now),
    verdict: 'BLOCK',
    consequence:
      'strategy and scaler do not count alike: messages wait behind running Jobs, or far too many Jobs are made',
    procedure:
      'use the default strategy with protocol http, mode QueueLength, value "1" and unacknowledged messages counted; or accurate with amqp and pendingPodConditions [Ready]',
  },
  {
    id: 'scaled-job-scaler',
    kinds: SCALED_JOB,
    fields: PAIR_FIELDS,
    when: ({ old, now }) => isKnownGood(now) && queuesOf(old).every((queue) => queuesOf(now).includes(queue)),
    verdict: 'WARN',
    consequence: 'the scaler is built anew and counts in another way from the next poll on',
    procedure: 'watch the number of Jobs against the queue after the sync',
  },
  {
    id: 'scaled-job-maximum-lowered',
    kinds: SCALED_JOB,
    fields: ['spec.maxReplicaCount'],
    when: ({ old, now }) => numberAt(now, 'spec.maxReplicaCount', 100) < numberAt(old, 'spec.maxReplicaCount', 100),
    verdict: 'OK',
    consequence: 'no Job is stopped; fewer new ones are started',
    procedure: '',
  },
  {
    id: 'scaled-job-minimum-lowered',
    kinds: SCALED_JOB,
    fields: ['spec.minReplicaCount'],
    when: ({ old, now }) => numberAt(now, 'spec.minReplicaCount', 0) < numberAt(old, 'spec.minReplicaCount', 0),
    verdict: 'OK',
    consequence: 'fewer Jobs wait for messages: the first ones after a quiet time wait for a pod to start',
    procedure: '',
  },
  {
    id: 'scaled-job-minimum-raised',
    kinds: SCALED_JOB,
    fields: ['spec.minReplicaCount'],
    when: ({ old, now }) => numberAt(now, 'spec.minReplicaCount', 0) > numberAt(old, 'spec.minReplicaCount', 0),
    verdict: 'WARN',
    consequence: ({ now }) => {
      const pods = numberAt(now, 'spec.minReplicaCount', 0);
      return `${pods} idle pod${pods === 1 ? '' : 's'} at all times: ${requestsOf(now, pods)}`;
    },
    procedure:
      'keep the idle timeout of the worker, that surplus Jobs end; check the quota of the namespace, and that a message takes longer than a poll: shorter ones are worked off one a poll',
  },
];

/** Queues whose consumer timeout would end an attempt of this ScaledJob. */
function tooLong(entry: Entry, model: ManifestModel): { deadline: unknown; queue: string; timeout: number }[] {
  const deadline = attemptSeconds(entry.spec);
  const triggers = rabbitmqTriggers(model).filter((trigger) => trigger.entry === entry);
  return triggers.flatMap((trigger) => {
    const { queueName: queue = '' } = trigger.metadata;
    const timeout = consumerTimeoutOf(model, trigger) ?? defaultConsumerTimeout;
    return deadline !== undefined && deadline * 1000 < timeout ? [] : [{ deadline, queue, timeout }];
  });
}

export const kedaSetRules: readonly SetRule[] = [
  {
    id: 'deadline-over-consumer-timeout',
    kinds: SCALED_JOB,
    verdict: 'BLOCK',
    procedure:
      'raise the consumer-timeout policy above the deadline plus a margin first, or keep the deadline below it',
    find: (_changes, before, after) =>
      after.ofKind('keda.sh/ScaledJob').flatMap((entry): SetFinding[] => {
        const was = before.same(entry);
        if (was === undefined) return [];
        const late = tooLong(entry, after);
        const [worst] = late;
        if (worst === undefined || JSON.stringify(late) === JSON.stringify(tooLong(was, before))) return [];
        const path = ['spec', 'jobTargetRef', 'template', 'spec', 'activeDeadlineSeconds'];
        const old = attemptSeconds(was.spec);
        const given = worst.deadline === undefined ? 'no deadline' : `a deadline of ${worst.deadline} s`;
        return [
          {
            verdict: 'BLOCK',
            change: changeOf(was, entry),
            fields: old === worst.deadline ? [] : [{ path, from: old, to: worst.deadline }],
            consequence: `an attempt with ${given} outlives the consumer timeout of ${worst.timeout / 1000} s on queue ${worst.queue}: the message returns and is worked on twice`,
          },
        ];
      }),
  },
];
