import type { IHorizontalPodAutoscalerBehavior, IHorizontalPodAutoscalerSpec } from 'kubernetes-models/autoscaling/v2';
import { KubeObject } from '../../kubernetes';
import { ComponentConstruct } from '../../system';
import { type Autoscaling, needsKeda, type ScalingBehaviour, type ScalingRules } from './autoscaling';
import { kedaTrigger } from './keda-trigger';
import type { ScaleSource } from './scale-source';

/** What an {@link Autoscaler} scales. */
export interface AutoscalerProps extends Autoscaling {
  readonly target: { readonly kind: 'Deployment' | 'StatefulSet'; readonly name: string };
  /** Value of the label `tier`. */
  readonly tier: string;
}

/**
 * Sets the number of a tier's pods: a HorizontalPodAutoscaler, or a ScaledObject of KEDA where one of the sources asks for it.
 *
 * It stands in the last wave: it is unhealthy until the pods have metrics, and as long as a source can't be asked, which must hold
 * up nothing. Source: Argo CD health checks of both kinds.
 */
export class Autoscaler extends ComponentConstruct {
  constructor(
    scope: ComponentConstruct,
    private readonly props: AutoscalerProps,
  ) {
    super(scope, 'autoscaler', { name: `${props.tier}-autoscaler`, last: true });
    this.topology.order(this.component, scope.component);
    if (needsKeda(props)) this.createScaledObject();
    else this.createHorizontalPodAutoscaler();
  }

  private createHorizontalPodAutoscaler(): void {
    const { min = 1, max, on, behaviour } = this.props;
    this.create('autoscaling/v2', 'HorizontalPodAutoscaler', {
      scaleTargetRef: { apiVersion: 'apps/v1', ...this.props.target },
      minReplicas: min,
      maxReplicas: max,
      metrics: on.map(({ metric }) => metric) as unknown as IHorizontalPodAutoscalerSpec['metrics'],
      ...(behaviour && { behavior: toBehavior(behaviour) }),
    } satisfies IHorizontalPodAutoscalerSpec);
  }

  private createScaledObject(): void {
    const { target, min = 1, max, on, behaviour, pollingInterval, cooldownPeriod } = this.props;
    const triggers = on.map((source) => this.triggerOf(source));
    this.create('keda.sh/v1alpha1', 'ScaledObject', {
      scaleTargetRef: { apiVersion: 'apps/v1', ...target },
      minReplicaCount: min,
      maxReplicaCount: max,
      pollingInterval: pollingInterval?.toSeconds(),
      cooldownPeriod: cooldownPeriod?.toSeconds(),
      ...(behaviour && { advanced: { horizontalPodAutoscalerConfig: { behavior: toBehavior(behaviour) } } }),
      triggers,
    });
  }

  private triggerOf({ name, trigger }: ScaleSource) {
    return kedaTrigger(this, name, trigger!.endpoint?.name ?? trigger!.type, trigger!);
  }

  private create(apiVersion: string, kind: string, spec: object): void {
    const { target, tier } = this.props;
    this.node.defaultChild = new KubeObject(
      this,
      'scaler',
      { apiVersion, kind, name: target.name, labels: { tier } },
      () => ({ spec }),
    );
  }
}

function toBehavior({ scaleUp, scaleDown }: ScalingBehaviour): IHorizontalPodAutoscalerBehavior {
  return { ...(scaleUp && { scaleUp: toRules(scaleUp) }), ...(scaleDown && { scaleDown: toRules(scaleDown) }) };
}

function toRules({ stabilizationWindow, policies, selectPolicy }: ScalingRules) {
  return {
    stabilizationWindowSeconds: stabilizationWindow?.toSeconds(),
    selectPolicy,
    policies: policies?.map(({ type, value, period }) => ({ type, value, periodSeconds: period.toSeconds() })),
  };
}
