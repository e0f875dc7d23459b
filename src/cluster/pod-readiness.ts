import type { KubernetesObject } from '../kubernetes';
import {
  type ClusterFacts,
  conditionOf,
  count,
  failed,
  isObserved,
  isTrue,
  partsOf,
  type Readiness,
  ready,
  waiting,
} from './status';

/** As `kubectl rollout status` judges a Deployment. */
export function deploymentReadiness(object: KubernetesObject): Readiness {
  const { spec, status } = partsOf(object);
  if (!isObserved(object)) return waiting('not seen by the controller yet');
  const stuck = conditionOf(status, 'Progressing');
  if (stuck?.reason === 'ProgressDeadlineExceeded') return failed(stuck.message ?? 'progress deadline exceeded');
  const wanted = spec.replicas === undefined ? 1 : count(spec.replicas);
  const [updated, total, available] = [
    count(status.updatedReplicas),
    count(status.replicas),
    count(status.availableReplicas),
  ];
  if (updated < wanted) return waiting(`${updated} of ${wanted} pods updated`);
  if (total > updated) return waiting(`${total - updated} old pods still end`);
  return available < updated ? waiting(`${available} of ${updated} pods available`) : ready;
}

/** As `kubectl rollout status` judges a StatefulSet. */
export function statefulSetReadiness(object: KubernetesObject): Readiness {
  const { spec, status } = partsOf(object);
  const strategy = (spec.updateStrategy as { type?: string } | undefined)?.type;
  if (strategy === 'OnDelete') return ready;
  if (!isObserved(object)) return waiting('not seen by the controller yet');
  const wanted = spec.replicas === undefined ? 1 : count(spec.replicas);
  const readyPods = count(status.readyReplicas);
  if (readyPods < wanted) return waiting(`${readyPods} of ${wanted} pods ready`);
  const current = status.currentRevision === status.updateRevision;
  return current ? ready : waiting(`${count(status.updatedReplicas)} of ${wanted} pods updated`);
}

/** As `kubectl rollout status` judges a DaemonSet. */
export function daemonSetReadiness(object: KubernetesObject): Readiness {
  const { spec, status } = partsOf(object);
  if ((spec.updateStrategy as { type?: string } | undefined)?.type === 'OnDelete') return ready;
  if (!isObserved(object)) return waiting('not seen by the controller yet');
  const wanted = count(status.desiredNumberScheduled);
  const [updated, available] = [count(status.updatedNumberScheduled), count(status.numberAvailable)];
  if (updated < wanted) return waiting(`${updated} of ${wanted} pods updated`);
  return available < wanted ? waiting(`${available} of ${wanted} pods available`) : ready;
}

/** A Job is ready when it is done. */
export function jobReadiness(object: KubernetesObject): Readiness {
  const { spec, status } = partsOf(object);
  if (isTrue(conditionOf(status, 'Complete'))) return ready;
  const failure = conditionOf(status, 'Failed');
  if (isTrue(failure)) return failed(failure?.message ?? failure?.reason ?? 'the Job failed');
  if (spec.suspend === true) return ready;
  return waiting(`runs: ${count(status.active)} pods active, ${count(status.failed)} failed`);
}

/** A claim of a class that binds late waits for its pod, and the pod may come in a later wave. */
export function claimReadiness(
  object: KubernetesObject,
  { lateBindingClasses, defaultClass }: ClusterFacts,
): Readiness {
  const { spec, status } = partsOf(object);
  if (status.phase === 'Bound') return ready;
  if (status.phase === 'Lost') return failed('its volume is gone');
  const named = spec.storageClassName as string | undefined;
  const storageClass = named ?? defaultClass;
  if (storageClass !== undefined && lateBindingClasses.has(storageClass)) return ready;
  return waiting(`not bound to a volume (class ${storageClass || 'none'})`);
}
