import type { Construct } from 'constructs';
import type { IDeploymentSpec } from 'kubernetes-models/apps/v1';
import { KubeObject } from '../kubernetes';

/** Pod, replicas and rollout of {@link createDeployment}. */
export interface DeploymentProps {
  readonly name: string;
  readonly tier: string;
  readonly selector: Readonly<Record<string, string>>;
  /** @default 1 */
  readonly replicas?: number;
  /** Never two pods at a time, not even during a rollout. @default false */
  readonly singleton?: boolean;
  /** The pod template, computed when rendering. */
  readonly template: () => object;
}

/** Emits a Deployment: the default child of the construct that it is made for. */
export function createDeployment(scope: Construct, props: DeploymentProps): void {
  scope.node.defaultChild = new KubeObject(
    scope,
    'deployment',
    { apiVersion: 'apps/v1', kind: 'Deployment', name: props.name, labels: { tier: props.tier } },
    () => ({
      spec: {
        replicas: props.replicas ?? 1,
        revisionHistoryLimit: 3,
        progressDeadlineSeconds: 600,
        minReadySeconds: 5,
        selector: { matchLabels: { ...props.selector } },
        strategy: props.singleton
          ? { type: 'Recreate' }
          : { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template: props.template() as IDeploymentSpec['template'],
      } satisfies IDeploymentSpec,
    }),
  );
}
