import type { Construct } from 'constructs';
import type { IDaemonSetSpec } from 'kubernetes-models/apps/v1';
import { KubeObject } from '../kubernetes';

/** Pod and rollout of {@link createDaemonSet}. */
export interface DaemonSetProps {
  readonly name: string;
  readonly tier: string;
  readonly selector: Readonly<Record<string, string>>;
  /** Nodes that may be without a pod during a rollout, a number or a share such as `10%`. @default 1 */
  readonly maxUnavailable?: number | string | undefined;
  /** The pod template, computed when rendering. */
  readonly template: () => object;
}

/** Emits a DaemonSet: the default child of the construct that it is made for. */
export function createDaemonSet(scope: Construct, { name, tier, selector, ...props }: DaemonSetProps): void {
  scope.node.defaultChild = new KubeObject(
    scope,
    'daemon-set',
    { apiVersion: 'apps/v1', kind: 'DaemonSet', name, labels: { tier } },
    () => ({
      spec: {
        revisionHistoryLimit: 3,
        minReadySeconds: 5,
        selector: { matchLabels: { ...selector } },
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxUnavailable: props.maxUnavailable ?? 1, maxSurge: 0 },
        },
        template: props.template() as IDaemonSetSpec['template'],
      } satisfies IDaemonSetSpec,
    }),
  );
}
