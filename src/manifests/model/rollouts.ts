import { fields } from '../fields';
import type { PodTemplate } from './pod-template';

/** What an update of the pods of a workload does to their number while it goes on. */
export interface Rollout {
  /** Pods that may run beyond those that are wanted. */
  readonly surge: number;
  /** Pods that may be away. */
  readonly unavailable: number;
}

/**
 * How a workload replaces its pods, as its controller works it out; undefined where a change of the template replaces none: Jobs,
 * bare Pods, and updates on delete. Source: Kubernetes docs, update strategies of Deployment, StatefulSet and DaemonSet.
 *
 * @param replicas how many pods it has. @default - as many as the template says
 */
export function rolloutOf({ entry, replicas: stated }: PodTemplate, replicas = stated): Rollout | undefined {
  const strategy = fields(entry.kind === 'Deployment' ? entry.spec.strategy : entry.spec.updateStrategy);
  const { maxSurge, maxUnavailable } = fields(strategy.rollingUpdate);
  if (strategy.type === 'OnDelete') return undefined;
  switch (entry.kind) {
    case 'Deployment': {
      if (strategy.type === 'Recreate') return { surge: 0, unavailable: replicas };
      const surge = Math.ceil(share(maxSurge ?? '25%', replicas));
      const unavailable = Math.floor(share(maxUnavailable ?? '25%', replicas));
      // Without either nothing would ever be replaced: the controller lets one go.
      return { surge, unavailable: surge === 0 ? Math.max(1, unavailable) : unavailable };
    }
    case 'StatefulSet':
      return { surge: 0, unavailable: Math.max(1, Math.ceil(share(maxUnavailable ?? 1, replicas))) };
    case 'DaemonSet': {
      const surge = Math.ceil(share(maxSurge ?? 0, replicas));
      return { surge, unavailable: surge > 0 ? 0 : Math.max(1, Math.ceil(share(maxUnavailable ?? 1, replicas))) };
    }
    default:
      return undefined;
  }
}

/** A number of pods, or a share of all. */
function share(value: unknown, replicas: number): number {
  if (typeof value === 'number') return value;
  const percent = typeof value === 'string' ? /^(\d+)%$/.exec(value) : null;
  return percent === null ? 0 : (Number(percent[1]) * replicas) / 100;
}
