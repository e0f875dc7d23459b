import type { IStatefulSetSpec } from 'kubernetes-models/apps/v1';
import { KubeObject, keepUntilConfirmed, type PodVariant } from '../kubernetes';
import type { OwnStorage, PodStorage } from '../storage';
import type { ComponentConstruct } from '../system';
import { createReplicaObjects, type ReplicaProps, replicasOf, spreadOf } from './replicas';

/** How the pods of a StatefulSet are made and changed. */
export interface StatefulRolloutProps {
  /** Whether each pod waits for the one before. Immutable in the cluster. @default OrderedReady */
  readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
  /** Whether a change replaces the pods, the last first, or waits until somebody deletes them. @default RollingUpdate */
  readonly updateStrategy?: 'RollingUpdate' | 'OnDelete';
  /** Ordinal of the first pod that a change replaces: those before keep what they run. @default 0 */
  readonly partition?: number;
}

/** Pod, volumes and identity of {@link createStatefulSet}. */
export interface StatefulSetProps extends ReplicaProps, StatefulRolloutProps {
  readonly name: string;
  readonly tier: string;
  readonly serviceName: string;
  readonly selector: Readonly<Record<string, string>>;
  /** @default - nothing is kept when the pod goes */
  readonly storage?: OwnStorage | PodStorage | undefined;
  /** The pod template, computed when rendering. */
  readonly template: (variant: PodVariant) => object;
}

/**
 * Pods with names, and volumes, of their own. The set is kept until somebody confirms its deletion: a new name would start empty.
 * It is the default child of the construct that it is made for.
 */
export function createStatefulSet(scope: ComponentConstruct, props: StatefulSetProps): void {
  const { name, tier, selector, updateStrategy: type = 'RollingUpdate', partition } = props;
  scope.node.defaultChild = new KubeObject(
    scope,
    'stateful-set',
    { apiVersion: 'apps/v1', kind: 'StatefulSet', name, labels: { tier }, annotations: keepUntilConfirmed },
    () => ({
      spec: {
        replicas: replicasOf(props),
        serviceName: props.serviceName,
        podManagementPolicy: props.podManagementPolicy ?? 'OrderedReady',
        revisionHistoryLimit: 3,
        minReadySeconds: 5,
        selector: { matchLabels: { ...selector } },
        updateStrategy: { type, ...(partition !== undefined && { rollingUpdate: { partition } }) },
        persistentVolumeClaimRetentionPolicy: props.storage?.retention,
        template: props.template(spreadOf(props, { labels: selector })) as IStatefulSetSpec['template'],
        volumeClaimTemplates: props.storage?.claimTemplates,
      } satisfies IStatefulSetSpec,
    }),
  );
  createReplicaObjects(scope, { ...props, kind: 'StatefulSet' });
}
