import type { Construct } from 'constructs';
import type { IJobSpec } from 'kubernetes-models/batch/v1';
import { annotations, KubeObject } from '../kubernetes';

/** Retries and pod of {@link jobSpec}. */
export interface JobForm {
  /** Retries, each after twice the wait. @default 6 */
  readonly backoffLimit?: number | undefined;
  /** Seconds until the finished Job goes by itself: only for Jobs that no manifest has. @default - it stays */
  readonly ttlSecondsAfterFinished?: number;
  /** The pod template; its pods are never restarted in place, so that the logs of each attempt are kept. */
  readonly template: object;
}

/** The spec of a Job whose attempts may fail: evictions and preemptions don't count, and there are never two pods at a time. */
export function jobSpec({ backoffLimit = 6, ttlSecondsAfterFinished, template }: JobForm) {
  return {
    backoffLimit,
    ttlSecondsAfterFinished,
    podReplacementPolicy: 'Failed',
    podFailurePolicy: {
      rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
    },
    template,
  } satisfies IJobSpec;
}

/** Name and pod of {@link createJob}. */
export interface JobProps {
  readonly name: string;
  readonly tier: string;
  /**
   * `rollout`: it is a hook of Argo CD with a fixed name, made anew each time, because a Job can't be changed; `change`: its name carries
   * a digest, so that a change makes another Job.
   */
  readonly runs: 'change' | 'rollout';
  /** Retries, each after twice the wait. @default 6 */
  readonly backoffLimit?: number | undefined;
  /** The pod template, computed when rendering. */
  readonly template: () => object;
}

/** Emits a Job: the default child of the construct that it is made for. */
export function createJob(scope: Construct, { name, tier, runs, backoffLimit, template }: JobProps): void {
  const hook = { [annotations.hook]: 'Sync', [annotations.hookDeletePolicy]: 'BeforeHookCreation' };
  scope.node.defaultChild = new KubeObject(
    scope,
    'job',
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      name,
      labels: { tier },
      ...(runs === 'rollout' ? { annotations: hook } : { digestInName: true }),
    },
    () => ({ spec: jobSpec({ backoffLimit, template: template() }) }),
  );
}
