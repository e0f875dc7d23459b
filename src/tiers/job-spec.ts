import type { IJobSpec } from 'kubernetes-models/batch/v1';

/** Retries and pod of {@link jobSpec}. */
export interface JobForm {
  /** Retries, each after twice the wait. @default 6 */
  readonly backoffLimit?: number | undefined;
  /** The pod template; its pods are never restarted in place, so that the logs of each attempt are kept. */
  readonly template: object;
}

/** The spec of a Job whose attempts may fail: evictions and preemptions don't count, and there are never two pods at a time. */
export function jobSpec({ backoffLimit = 6, template }: JobForm) {
  return {
    backoffLimit,
    podReplacementPolicy: 'Failed',
    podFailurePolicy: {
      rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
    },
    template: template as IJobSpec['template'],
  } satisfies IJobSpec;
}
