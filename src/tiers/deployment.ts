import type { IDeploymentSpec } from 'kubernetes-models/apps/v1';
import { KubeObject, type PodVariant } from '../kubernetes';
import type { ComponentConstruct } from '../system';
import { createReplicaObjects, replicasOf, type SingletonProps, spreadOf } from './replicas';

/** Pod, replicas and rollout of {@link createDeployment}. */
export interface DeploymentProps extends SingletonProps {
  readonly name: string;
  readonly tier: string;
  readonly selector: Readonly<Record<string, string>>;
  /** The pod template, computed when rendering. */
  readonly template: (variant: PodVariant) => object;
}

/** Emits a Deployment, the default child of the construct that it is made for, and what goes with several pods. */
export function createDeployment(scope: ComponentConstruct, props: DeploymentProps): void {
  const { name, tier, selector } = props;
  scope.node.defaultChild = new KubeObject(
    scope,
    'deployment',
    { apiVersion: 'apps/v1', kind: 'Deployment', name, labels: { tier } },
    () => ({
      spec: {
        replicas: replicasOf(props),
        revisionHistoryLimit: 3,
        progressDeadlineSeconds: 600,
        minReadySeconds: 5,
        selector: { matchLabels: { ...selector } },
        strategy: props.singleton
          ? { type: 'Recreate' }
          : { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template: props.template(
          spreadOf(props, { labels: selector, perRevision: true }),
        ) as IDeploymentSpec['template'],
      } satisfies IDeploymentSpec,
    }),
  );
  createReplicaObjects(scope, { ...props, kind: 'Deployment' });
}
