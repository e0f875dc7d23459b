import type { Construct } from 'constructs';
import type { IJobSpec } from 'kubernetes-models/batch/v1';
import { annotations, KubeObject } from '../../kubernetes';

/** Name and pod of {@link createHookJob}. */
export interface HookJobProps {
  readonly name: string;
  readonly tier: string;
  /** The pod template, computed when rendering. */
  readonly template: () => object;
}

/** A Job that runs at every rollout: a hook of Argo CD with a fixed name, made anew each time, because a Job can't be changed. */
export function createHookJob(scope: Construct, { name, tier, template }: HookJobProps): void {
  scope.node.defaultChild = new KubeObject(
    scope,
    'job',
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      name,
      labels: { tier },
      annotations: { [annotations.hook]: 'Sync', [annotations.hookDeletePolicy]: 'BeforeHookCreation' },
    },
    () => ({
      spec: {
        backoffLimit: 6,
        podReplacementPolicy: 'Failed',
        podFailurePolicy: {
          rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
        },
        template: template() as IJobSpec['template'],
      } satisfies IJobSpec,
    }),
  );
}
