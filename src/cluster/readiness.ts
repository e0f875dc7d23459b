import type { KubernetesObject } from '../kubernetes';
import { groupKind } from './output';

/** How far an object in the cluster has come. */
export interface Readiness {
  readonly state: 'ready' | 'waiting' | 'failed';
  /** What it waits for, or why it failed; empty when ready. */
  readonly reason: string;
}

/** What the cluster knows that decides what may be waited for. */
export interface ClusterFacts {
  /** Storage classes that bind a volume only when a pod needs it. */
  readonly lateBindingClasses: ReadonlySet<string>;
  /** Class of claims that name none. */
  readonly defaultClass?: string | undefined;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

interface Status {
  readonly [count: string]: unknown;
  readonly conditions?: readonly Condition[];
  readonly phase?: string;
}

const ready: Readiness = { state: 'ready', reason: '' };
const waiting = (reason: string): Readiness => ({ state: 'waiting', reason });
const failed = (reason: string): Readiness => ({ state: 'failed', reason });

/** By `group/Kind`; a kind that is not here is ready once it is stored. */
const rules: Readonly<Record<string, (object: KubernetesObject, facts: ClusterFacts) => Readiness>> = {
  'apps/Deployment': deploymentReadiness,
  'apps/StatefulSet': statefulSetReadiness,
  'apps/DaemonSet': daemonSetReadiness,
  'batch/Job': jobReadiness,
  '/PersistentVolumeClaim': claimReadiness,
  'apiextensions.k8s.io/CustomResourceDefinition': byCondition('Established'),
  'external-secrets.io/ExternalSecret': byCondition('Ready'),
  'external-secrets.io/SecretStore': byCondition('Ready'),
  'external-secrets.io/ClusterSecretStore': byCondition('Ready'),
  'bitnami.com/SealedSecret': byCondition('Synced'),
  'keda.sh/ScaledJob': byCondition('Ready'),
  'keda.sh/ScaledObject': byCondition('Ready'),
  'cert-manager.io/Certificate': byCondition('Ready'),
};

/** Whether a rollout waits for objects of this kind. */
export function isAwaited(object: KubernetesObject): boolean {
  return groupKind(object) in rules;
}

/** How far an object has come, by what the cluster says of it; the same rules as `kubectl rollout status`. */
export function readinessOf(object: KubernetesObject, facts: ClusterFacts): Readiness {
  return rules[groupKind(object)]?.(object, facts) ?? ready;
}

function deploymentReadiness(object: KubernetesObject): Readiness {
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

function statefulSetReadiness(object: KubernetesObject): Readiness {
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

function daemonSetReadiness(object: KubernetesObject): Readiness {
  const { spec, status } = partsOf(object);
  if ((spec.updateStrategy as { type?: string } | undefined)?.type === 'OnDelete') return ready;
  if (!isObserved(object)) return waiting('not seen by the controller yet');
  const wanted = count(status.desiredNumberScheduled);
  const [updated, available] = [count(status.updatedNumberScheduled), count(status.numberAvailable)];
  if (updated < wanted) return waiting(`${updated} of ${wanted} pods updated`);
  return available < wanted ? waiting(`${available} of ${wanted} pods available`) : ready;
}

function jobReadiness(object: KubernetesObject): Readiness {
  const { spec, status } = partsOf(object);
  if (isTrue(conditionOf(status, 'Complete'))) return ready;
  const failure = conditionOf(status, 'Failed');
  if (isTrue(failure)) return failed(failure?.message ?? failure?.reason ?? 'the Job failed');
  if (spec.suspend === true) return ready;
  return waiting(`runs: ${count(status.active)} pods active, ${count(status.failed)} failed`);
}

/** A claim of a class that binds late waits for its pod, and the pod may come in a later wave. */
function claimReadiness(object: KubernetesObject, { lateBindingClasses, defaultClass }: ClusterFacts): Readiness {
  const { spec, status } = partsOf(object);
  if (status.phase === 'Bound') return ready;
  if (status.phase === 'Lost') return failed('its volume is gone');
  const named = spec.storageClassName as string | undefined;
  const storageClass = named ?? defaultClass;
  if (storageClass !== undefined && lateBindingClasses.has(storageClass)) return ready;
  return waiting(`not bound to a volume (class ${storageClass || 'none'})`);
}

function byCondition(type: string): (object: KubernetesObject) => Readiness {
  return (object) => {
    const condition = conditionOf(partsOf(object).status, type);
    if (isTrue(condition)) return ready;
    return waiting(condition?.message ?? condition?.reason ?? `condition ${type} is not there yet`);
  };
}

function isObserved(object: KubernetesObject): boolean {
  const generation = count(object.metadata.generation);
  return count(partsOf(object).status.observedGeneration) >= generation;
}

function partsOf(object: KubernetesObject): { spec: Record<string, unknown>; status: Status } {
  return { spec: (object.spec ?? {}) as Record<string, unknown>, status: (object.status ?? {}) as Status };
}

function conditionOf(status: Status, type: string): Condition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

function isTrue(condition: Condition | undefined): boolean {
  return condition?.status === 'True';
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
