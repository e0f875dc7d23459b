import type { Duration } from 'cdk8s';
import { countProblem } from '../../kubernetes';
import type { ScaleSource } from './scale-source';

/** How much may change in how much time. Source: Kubernetes API, HPAScalingPolicy. */
export interface ScalingPolicy {
  readonly type: 'Pods' | 'Percent';
  /** Pods, or percent of those that run. */
  readonly value: number;
  /** At most half an hour. */
  readonly period: Duration;
}

/** How fast pods come or go. Source: Kubernetes API, HPAScalingRules. */
export interface ScalingRules {
  /** Time that is looked back on, that a short peak changes nothing; at most an hour. @default - none upwards, 5 minutes downwards (Kubernetes) */
  readonly stabilizationWindow?: Duration;
  /** @default - upwards twice as many or 4 in 15 seconds, downwards all at once (Kubernetes) */
  readonly policies?: readonly ScalingPolicy[];
  /** Which policy counts if several do; `Disabled` never changes the number in this direction. @default Max (Kubernetes) */
  readonly selectPolicy?: 'Max' | 'Min' | 'Disabled';
}

/** How fast the number of pods follows. */
export interface ScalingBehaviour {
  /** @default - Kubernetes' own */
  readonly scaleUp?: ScalingRules;
  /** @default - Kubernetes' own */
  readonly scaleDown?: ScalingRules;
}

/**
 * As many pods as the load asks for.
 *
 * @example
 * new WebService(app, 'web', {
 *   image: 'registry.example.com/shop/web:1.0.0',
 *   port: 8080,
 *   resources,
 *   autoscaling: { min: 2, max: 10, on: [ScaleOn.cpu(70)] },
 * });
 */
export interface Autoscaling {
  /** Least pods; 0 is possible with KEDA's sources. @default 1 */
  readonly min?: number;
  /** Most pods: what disruption budgets and capacity count. */
  readonly max: number;
  /** What decides; the one that asks for most pods wins. */
  readonly on: readonly ScaleSource[];
  /** @default - Kubernetes' own */
  readonly behaviour?: ScalingBehaviour;
  /** Time between two looks of KEDA at its sources, while no pod runs. @default 30 seconds (KEDA) */
  readonly pollingInterval?: Duration;
  /** Time without work before KEDA ends the last pod. @default 5 minutes (KEDA) */
  readonly cooldownPeriod?: Duration;
}

/** Whether KEDA does the work: it alone can use one of the sources. */
export function needsKeda({ on }: Autoscaling): boolean {
  return on.some(({ metric }) => metric === undefined);
}

/** All that is wrong with it. */
export function autoscalingProblems(autoscaling: Autoscaling): string[] {
  const { min = 1, max, on, pollingInterval, cooldownPeriod } = autoscaling;
  const counts = [
    countProblem('autoscaling.min', min, 0),
    countProblem('autoscaling.max', max, 1),
    min > max
      ? `autoscaling.min ${min} exceeds autoscaling.max ${max}, lower the minimum or raise the maximum`
      : undefined,
  ];
  if (on.length === 0) {
    return found([
      ...counts,
      'autoscaling has nothing to follow, give `on` at least one source such as ScaleOn.cpu(70)',
    ]);
  }
  const names = on.map(({ name }) => name);
  const keda = needsKeda(autoscaling);
  return found([
    ...counts,
    ...on.map(({ name, problem }) => problem && `autoscaling on ${name}: ${problem}`),
    ...new Set(
      names
        .filter((name, index) => names.indexOf(name) !== index)
        .map((name) => `autoscaling is on ${name} twice, leave out one`),
    ),
    ...(keda ? mixProblems(on) : withoutKeda({ min, pollingInterval, cooldownPeriod })),
    keda && min === 0 && !on.some(({ scalesToZero }) => scalesToZero)
      ? 'autoscaling.min is 0, but no source can tell that a pod is needed while none runs: add a queue, a query or a window, or keep at least 1'
      : undefined,
  ]);
}

/** KEDA takes triggers only: what only a HorizontalPodAutoscaler can use can't stand beside them. */
function mixProblems(on: readonly ScaleSource[]): string[] {
  const keda = on.find(({ metric }) => metric === undefined)!;
  return on
    .filter(({ trigger }) => trigger === undefined)
    .map(({ name }) =>
      keda.trigger === undefined && keda.name === name
        ? `autoscaling on ${name}: the source has neither a \`metric\` nor a \`trigger\`, give it one of them`
        : `autoscaling on ${name} is for a HorizontalPodAutoscaler alone and on ${keda.name} for KEDA alone, and one of them scales a tier: take the first from Prometheus (ScaleOn.prometheus)`,
    );
}

function withoutKeda({ min, ...timing }: Pick<Autoscaling, 'min' | 'pollingInterval' | 'cooldownPeriod'>): string[] {
  const set = Object.entries(timing).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  return [
    ...(min === 0
      ? [
          'autoscaling.min is 0, which a HorizontalPodAutoscaler does not do: keep at least 1, or add a source of KEDA (a queue, a query, a window)',
        ]
      : []),
    ...set.map((name) => `autoscaling.${name} is KEDA's, but a HorizontalPodAutoscaler does the work: leave it out`),
  ];
}

function found(problems: readonly (string | undefined | false)[]): string[] {
  return problems.filter((problem) => typeof problem === 'string');
}
