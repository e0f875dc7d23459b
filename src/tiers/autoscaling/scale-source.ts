import type { ScaleTrigger } from '../../endpoints';

/**
 * What decides how many pods run. {@link ScaleOn} makes the usual ones; a source of your own is an object of this form.
 *
 * With sources that all have a `metric` a HorizontalPodAutoscaler does the work, else KEDA, which needs a `trigger` of each.
 */
export interface ScaleSource {
  /** What errors call it: `cpu`, `queue 'orders'`. */
  readonly name: string;
  /** Item of `spec.metrics` of a HorizontalPodAutoscaler (`autoscaling/v2`). @default - only KEDA can use it */
  readonly metric?: Readonly<Record<string, unknown>>;
  /** Trigger of a ScaledObject. @default - only a HorizontalPodAutoscaler can use it */
  readonly trigger?: ScaleTrigger;
  /** Whether it can tell that no pod is needed: the pods' own metrics can't, without a pod there are none. @default false */
  readonly scalesToZero?: boolean;
  /** What is wrong with it, told at the tier. @default - nothing */
  readonly problem?: string;
}
