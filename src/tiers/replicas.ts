import type { IPodDisruptionBudgetSpec } from 'kubernetes-models/policy/v1';
import { countProblem, KubeObject, type PodVariant } from '../kubernetes';
import type { ComponentConstruct } from '../system';
import { Autoscaler, type Autoscaling, autoscalingProblems } from './autoscaling';

/** How many pods of a tier run. */
export interface ReplicaProps {
  /** Pods; 0 pauses the tier. @default 1 */
  readonly replicas?: number;
  /** As many pods as the load asks for, instead of `replicas`. @default - as many as `replicas` says */
  readonly autoscaling?: Autoscaling;
}

/** How many pods of a tier run, or that it is never more than one. */
export interface SingletonProps extends ReplicaProps {
  /** Never two pods at a time, not even during a rollout: for schedulers and state in memory. @default false */
  readonly singleton?: boolean;
}

/** All that is wrong with them. */
export function replicaProblems({ replicas, autoscaling, singleton }: SingletonProps): string[] {
  const count = replicas === undefined ? undefined : countProblem('replicas', replicas, 0);
  const most = mostPods({ replicas, autoscaling });
  return [
    ...(count ? [count] : []),
    ...(autoscaling ? autoscalingProblems(autoscaling) : []),
    ...(autoscaling && replicas !== undefined
      ? [`has ${replicas} replicas and \`autoscaling\`, which sets their number: leave out \`replicas\``]
      : []),
    ...(singleton && most > 1 && !count
      ? [`is a singleton with ${autoscaling ? 'up to ' : ''}${most} replicas: give it 1, or drop \`singleton\``]
      : []),
  ];
}

/** The most pods that run at a time when nothing is rolled out. */
export function mostPods({ replicas = 1, autoscaling }: ReplicaProps): number {
  return autoscaling?.max ?? replicas;
}

/** The field `replicas` of a workload: an autoscaler has it for itself, for every sync would set it back. */
export function replicasOf({ replicas = 1, autoscaling }: ReplicaProps): number | undefined {
  return autoscaling ? undefined : replicas;
}

/** How pods are spread over nodes where there are several. */
export function spreadOf(props: ReplicaProps, spread: NonNullable<PodVariant['spread']>): Pick<PodVariant, 'spread'> {
  return mostPods(props) > 1 ? { spread } : {};
}

/** A workload and how many pods of it run. */
export interface ReplicatedWorkload extends ReplicaProps {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly name: string;
  readonly tier: string;
  readonly selector: Readonly<Record<string, string>>;
}

/** Emits what goes with several pods: a disruption budget, and what sets their number. */
export function createReplicaObjects(scope: ComponentConstruct, props: ReplicatedWorkload): void {
  const { kind, name, tier, selector, autoscaling } = props;
  if (mostPods(props) > 1) {
    new KubeObject(
      scope,
      'disruption-budget',
      { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', name: tier, labels: { tier } },
      () => ({
        spec: {
          maxUnavailable: 1,
          unhealthyPodEvictionPolicy: 'AlwaysAllow',
          selector: { matchLabels: { ...selector } },
        } satisfies IPodDisruptionBudgetSpec,
      }),
    );
  }
  if (autoscaling) new Autoscaler(scope, { ...autoscaling, target: { kind, name }, tier });
}
