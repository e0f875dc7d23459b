import { type KindRegistry, schemaOf } from '../kubernetes/kind-registry';
import { groupKind, groupOf, type KubernetesObject } from '../kubernetes/object';
import {
  claimReadiness,
  daemonSetReadiness,
  deploymentReadiness,
  jobReadiness,
  statefulSetReadiness,
} from './pod-readiness';
import {
  type ClusterFacts,
  conditionOf,
  count,
  failed,
  isTrue,
  partsOf,
  type Readiness,
  ready,
  type Status,
  waiting,
} from './status';

/** Kinds whose status has a form of its own, by `group/Kind`. */
const rules: Readonly<Record<string, (object: KubernetesObject, facts: ClusterFacts) => Readiness>> = {
  'apps/Deployment': deploymentReadiness,
  'apps/StatefulSet': statefulSetReadiness,
  'apps/DaemonSet': daemonSetReadiness,
  'batch/Job': jobReadiness,
  '/PersistentVolumeClaim': claimReadiness,
  '/Service': serviceReadiness,
  'apiextensions.k8s.io/CustomResourceDefinition': definitionReadiness,
};

/** Whether a rollout waits for objects of this kind: not if its schema has no status that could say anything. */
export function isAwaited(object: KubernetesObject, kinds: KindRegistry): boolean {
  if (groupKind(object) in rules) return true;
  const found = kinds.find(object.apiVersion, object.kind);
  if (found?.definition.readyCondition !== undefined) return true;
  const fields = found && schemaOf(found.version)?.properties;
  return fields === undefined || fields.status !== undefined;
}

/**
 * How far an object has come, by what the cluster says of it: workloads as `kubectl rollout status` judges them, a kind whose
 * definition names a condition by that one, all others by the conventions of kstatus (sigs.k8s.io/cli-utils).
 */
export function readinessOf(object: KubernetesObject, facts: ClusterFacts, kinds: KindRegistry): Readiness {
  if (object.metadata.deletionTimestamp !== undefined) return waiting('is being deleted');
  const rule = rules[groupKind(object)];
  if (rule !== undefined) return rule(object, facts);
  const { status } = partsOf(object);
  if (status.observedGeneration !== undefined && count(status.observedGeneration) < count(object.metadata.generation)) {
    return waiting('not seen by the controller yet');
  }
  const condition = kinds.definitionOf(groupOf(object.apiVersion), object.kind)?.readyCondition;
  return condition === undefined ? byConventions(status) : byCondition(status, condition);
}

/** What the conditions that many kinds share say; an object without them is ready when it is there. */
function byConventions(status: Status): Readiness {
  for (const type of ['Stalled', 'Failed']) {
    const condition = conditionOf(status, type);
    if (isTrue(condition)) return failed(condition?.message ?? condition?.reason ?? `condition ${type} is true`);
  }
  const reconciling = conditionOf(status, 'Reconciling');
  if (isTrue(reconciling)) return waiting(reconciling?.message ?? reconciling?.reason ?? 'is worked on');
  const told = ['Ready', 'Available'].find((type) => conditionOf(status, type) !== undefined);
  return told === undefined ? ready : byCondition(status, told);
}

function byCondition(status: Status, type: string): Readiness {
  const condition = conditionOf(status, type);
  if (isTrue(condition)) return ready;
  return waiting(
    condition?.message || condition?.reason || `condition ${type} is not ${condition ? 'true' : 'there'} yet`,
  );
}

/** A load balancer has an address when the cloud has made it; other Services are there at once. */
function serviceReadiness(object: KubernetesObject): Readiness {
  const { spec, status } = partsOf(object);
  if (spec.type !== 'LoadBalancer') return ready;
  const { ingress } = (status.loadBalancer ?? {}) as { ingress?: readonly unknown[] };
  return ingress === undefined || ingress.length === 0 ? waiting('no address of a load balancer yet') : ready;
}

function definitionReadiness(object: KubernetesObject): Readiness {
  const { status } = partsOf(object);
  const names = conditionOf(status, 'NamesAccepted');
  if (names?.status === 'False') return failed(names.message ?? names.reason ?? 'its names are not accepted');
  return byCondition(status, 'Established');
}
