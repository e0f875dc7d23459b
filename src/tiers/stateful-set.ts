import type { Construct } from 'constructs';
import type { IStatefulSetSpec } from 'kubernetes-models/apps/v1';
import { KubeObject, keepUntilConfirmed } from '../kubernetes';
import type { OwnStorage } from '../storage';

/** Pod, volumes and identity of {@link createStatefulSet}. */
export interface StatefulSetProps {
  readonly name: string;
  readonly tier: string;
  readonly serviceName: string;
  readonly selector: Readonly<Record<string, string>>;
  /** @default - nothing is kept when the pod goes */
  readonly storage?: OwnStorage;
  /** The pod template, computed when rendering. */
  readonly template: () => object;
  /** Immutable in the cluster. @default OrderedReady */
  readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
}

/**
 * One pod with a volume of its own. It is kept until somebody confirms its deletion: a new name would start empty.
 * It is the default child of the construct that it is made for.
 */
export function createStatefulSet(scope: Construct, props: StatefulSetProps): void {
  scope.node.defaultChild = new KubeObject(
    scope,
    'stateful-set',
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      name: props.name,
      labels: { tier: props.tier },
      annotations: keepUntilConfirmed,
    },
    () => ({
      spec: {
        replicas: 1,
        serviceName: props.serviceName,
        podManagementPolicy: props.podManagementPolicy ?? 'OrderedReady',
        revisionHistoryLimit: 3,
        minReadySeconds: 5,
        selector: { matchLabels: { ...props.selector } },
        updateStrategy: { type: 'RollingUpdate' },
        persistentVolumeClaimRetentionPolicy: props.storage?.retention,
        template: props.template() as IStatefulSetSpec['template'],
        volumeClaimTemplates: props.storage?.claimTemplates,
      } satisfies IStatefulSetSpec,
    }),
  );
}
