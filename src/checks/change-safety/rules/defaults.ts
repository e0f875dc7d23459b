import { groupKind } from '../../../kubernetes/object';
import { policyReaders } from '../../../manifests/network';
import type { Circumstances, FieldCircumstances, FieldRule, RemovalRule } from '../rule';
import { pathPattern, touches } from '../semantic';
import { restartOf, type Told } from './restarts';

const ROLLING = ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet'];
const SERVES = ['apps/Deployment', 'apps/DaemonSet', 'apps/ReplicaSet', '/Pod', 'batch/CronJob', 'batch/Job'];

/** Kinds whose spec only steers something that reads it anew at once. */
const STEERING = [
  'autoscaling/HorizontalPodAutoscaler',
  'policy/PodDisruptionBudget',
  ...policyReaders.keys(),
  'batch/CronJob',
  'keda.sh/ScaledJob',
  '/ServiceAccount',
];

const COUNTS = [
  'spec.replicas',
  'spec.revisionHistoryLimit',
  'spec.minReadySeconds',
  'spec.updateStrategy',
  'spec.strategy',
  'spec.progressDeadlineSeconds',
].map(pathPattern);

function fieldVerdict(given: FieldCircumstances): Told {
  const { field, old, now } = given;
  const kind = groupKind(now);
  const [first, second] = field.path;
  if (first === 'metadata')
    return { verdict: 'OK', consequence: 'labels, annotations and the like: nothing restarts', procedure: '' };
  if (first === 'apiVersion')
    return { verdict: 'OK', consequence: 'the same object in another version of its API', procedure: '' };
  if (ROLLING.includes(kind) && second === 'template') return restartOf(given);
  if (ROLLING.includes(kind) && COUNTS.some((pattern) => touches(pattern, field.path))) {
    return { verdict: 'OK', consequence: 'applied without a restart', procedure: '' };
  }
  if (kind === 'keda.sh/ScaledJob')
    return { verdict: 'OK', consequence: 'running Jobs end as they are; new Jobs use it', procedure: '' };
  if (STEERING.includes(kind))
    return { verdict: 'OK', consequence: 'takes effect from now on; nothing restarts', procedure: '' };
  if (kind.startsWith('rbac.authorization.k8s.io/')) {
    return { verdict: 'WARN', consequence: 'rights change at once', procedure: 'check that what uses them still may' };
  }
  if (kind.startsWith('monitoring.coreos.com/'))
    return { verdict: 'OK', consequence: 'read anew by its operator', procedure: '' };
  const isKnown = old.kind === now.kind && (kind.startsWith('/') || kind.includes('.k8s.io/'));
  return {
    verdict: 'WARN',
    consequence: isKnown
      ? 'accepted by the API server; no rule says more'
      : `what a change of ${now.kind} does is up to its operator`,
    procedure: 'read the documentation of the field before merging',
  };
}

/** What a changed field does that no row of the table names. */
export const defaultFieldRule: FieldRule = {
  id: 'other-field',
  kinds: [],
  fields: [],
  verdict: (given) => fieldVerdict(given).verdict,
  consequence: (given) => fieldVerdict(given).consequence,
  procedure: (given) => fieldVerdict(given).procedure,
};

/** What the end of an object does that no row of the table names. */
export const defaultRemovalRule: RemovalRule = {
  id: 'object-removed',
  kinds: [],
  verdict: 'WARN',
  consequence: (given: Circumstances) =>
    SERVES.includes(groupKind(given.old))
      ? 'its pods are deleted: what they serve stops'
      : 'the object is deleted from the cluster when Argo CD prunes',
  procedure: 'make sure that nothing needs it any more',
};
