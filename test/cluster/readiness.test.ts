import { isAwaited, readinessOf } from '../../src/cluster/readiness';
import { KindRegistry } from '../../src/kubernetes';

const kinds = KindRegistry.forVersion();
const facts = { lateBindingClasses: new Set(['late']), defaultClass: 'late' };
const object = (apiVersion: string, kind: string, spec: object, status: object, generation = 2) => ({
  apiVersion,
  kind,
  metadata: { name: 'x', namespace: 'shop', generation },
  spec,
  status,
});
const deployment = (status: object) => object('apps/v1', 'Deployment', { replicas: 2 }, status);
const statefulSet = (status: object, spec = {}) => object('apps/v1', 'StatefulSet', { replicas: 2, ...spec }, status);
const daemonSet = (status: object) => object('apps/v1', 'DaemonSet', {}, status);
const job = (status: object, spec = {}) => object('batch/v1', 'Job', spec, status);
const claim = (spec: object, status: object) => object('v1', 'PersistentVolumeClaim', spec, status);
const stranger = (status: object) => object('kafka.strimzi.io/v1', 'Kafka', {}, status);
const definition = (status: object) => object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {}, status);
const seen = { observedGeneration: 2 };
const condition = (type: string, status: string, more = {}) => ({ conditions: [{ type, status, ...more }] });

test.each([
  [
    'a Deployment not seen yet',
    deployment({ observedGeneration: 1, updatedReplicas: 2, replicas: 2, availableReplicas: 2 }),
    'waiting',
    'not seen by the controller yet',
  ],
  [
    'a Deployment with old pods only',
    deployment({ ...seen, replicas: 2, availableReplicas: 2 }),
    'waiting',
    '0 of 2 pods updated',
  ],
  [
    'a Deployment whose old pods end',
    deployment({ ...seen, updatedReplicas: 2, replicas: 3 }),
    'waiting',
    '1 old pods still end',
  ],
  [
    'a Deployment with pods that start',
    deployment({ ...seen, updatedReplicas: 2, replicas: 2, availableReplicas: 1 }),
    'waiting',
    '1 of 2 pods available',
  ],
  [
    'a Deployment that is done',
    deployment({ ...seen, updatedReplicas: 2, replicas: 2, availableReplicas: 2 }),
    'ready',
    '',
  ],
  [
    'a Deployment that gives up',
    deployment({
      ...seen,
      ...condition('Progressing', 'False', { reason: 'ProgressDeadlineExceeded', message: 'timed out' }),
    }),
    'failed',
    'timed out',
  ],
  ['a Deployment scaled to none', object('apps/v1', 'Deployment', { replicas: 0 }, seen), 'ready', ''],
  ['a StatefulSet with pods that start', statefulSet({ ...seen, readyReplicas: 1 }), 'waiting', '1 of 2 pods ready'],
  [
    'a StatefulSet that rolls',
    statefulSet({ ...seen, readyReplicas: 2, updatedReplicas: 1, currentRevision: 'a', updateRevision: 'b' }),
    'waiting',
    '1 of 2 pods updated',
  ],
  [
    'a StatefulSet that is done',
    statefulSet({ ...seen, readyReplicas: 2, currentRevision: 'b', updateRevision: 'b' }),
    'ready',
    '',
  ],
  ['a StatefulSet updated by hand', statefulSet({}, { updateStrategy: { type: 'OnDelete' } }), 'ready', ''],
  [
    'a DaemonSet that rolls',
    daemonSet({ ...seen, desiredNumberScheduled: 3, updatedNumberScheduled: 1 }),
    'waiting',
    '1 of 3 pods updated',
  ],
  [
    'a DaemonSet with pods that start',
    daemonSet({ ...seen, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2 }),
    'waiting',
    '2 of 3 pods available',
  ],
  ['a Job that runs', job({ active: 1, failed: 2 }), 'waiting', 'runs: 1 pods active, 2 failed'],
  ['a Job that is done', job(condition('Complete', 'True')), 'ready', ''],
  ['a Job that failed', job(condition('Failed', 'True', { reason: 'DeadlineExceeded' })), 'failed', 'DeadlineExceeded'],
  ['a Job that is suspended', job({}, { suspend: true }), 'ready', ''],
  ['a claim that is bound', claim({ storageClassName: 'fast' }, { phase: 'Bound' }), 'ready', ''],
  [
    'a claim that is not',
    claim({ storageClassName: 'fast' }, { phase: 'Pending' }),
    'waiting',
    'not bound to a volume (class fast)',
  ],
  [
    'a claim without a class',
    claim({ storageClassName: '' }, { phase: 'Pending' }),
    'waiting',
    'not bound to a volume (class none)',
  ],
  ['a claim that waits for its pod', claim({ storageClassName: 'late' }, { phase: 'Pending' }), 'ready', ''],
  ['a claim of the default class, that waits for its pod', claim({}, { phase: 'Pending' }), 'ready', ''],
  ['a claim whose volume is gone', claim({}, { phase: 'Lost' }), 'failed', 'its volume is gone'],
  [
    'an ExternalSecret without an answer',
    object('external-secrets.io/v1', 'ExternalSecret', {}, {}),
    'waiting',
    'condition Ready is not there yet',
  ],
  [
    'an ExternalSecret that fails',
    object('external-secrets.io/v1', 'ExternalSecret', {}, condition('Ready', 'False', { message: 'no such key' })),
    'waiting',
    'no such key',
  ],
  [
    'a SealedSecret that is unsealed',
    object('bitnami.com/v1alpha1', 'SealedSecret', {}, condition('Synced', 'True')),
    'ready',
    '',
  ],
  ['what has no state', object('v1', 'ConfigMap', {}, {}), 'ready', ''],
  ['a Service inside the cluster', object('v1', 'Service', { type: 'ClusterIP' }, { loadBalancer: {} }), 'ready', ''],
  [
    'a load balancer without an address',
    object('v1', 'Service', { type: 'LoadBalancer' }, { loadBalancer: {} }),
    'waiting',
    'no address of a load balancer yet',
  ],
  [
    'a load balancer with an address',
    object('v1', 'Service', { type: 'LoadBalancer' }, { loadBalancer: { ingress: [{ ip: '10.0.0.1' }] } }),
    'ready',
    '',
  ],
  ['a definition that is there', definition(condition('Established', 'True')), 'ready', ''],
  ['a definition that is new', definition({}), 'waiting', 'condition Established is not there yet'],
  [
    'a definition whose names are taken',
    definition(condition('NamesAccepted', 'False', { message: 'kafkas is taken' })),
    'failed',
    'kafkas is taken',
  ],
  ["a stranger's object without a status", stranger({}), 'ready', ''],
  [
    "a stranger's object that is not seen",
    stranger({ observedGeneration: 1 }),
    'waiting',
    'not seen by the controller yet',
  ],
  ["a stranger's object that is ready", stranger({ ...seen, ...condition('Ready', 'True') }), 'ready', ''],
  [
    "a stranger's object that is not",
    stranger(condition('Ready', 'False', { reason: 'Creating' })),
    'waiting',
    'Creating',
  ],
  [
    "a stranger's object of which nothing is known",
    stranger(condition('Ready', 'Unknown')),
    'waiting',
    'condition Ready is not true yet',
  ],
  [
    "a stranger's object that is not available",
    stranger(condition('Available', 'False')),
    'waiting',
    'condition Available is not true yet',
  ],
  [
    "a stranger's object that is worked on",
    stranger(condition('Reconciling', 'True', { message: 'rolls' })),
    'waiting',
    'rolls',
  ],
  [
    "a stranger's object that is stuck",
    stranger(condition('Stalled', 'True', { message: 'no quota' })),
    'failed',
    'no quota',
  ],
  ["a stranger's object that failed", stranger(condition('Failed', 'True')), 'failed', 'condition Failed is true'],
  [
    'what is being deleted',
    { ...stranger({}), metadata: { name: 'x', deletionTimestamp: '2026-01-01T00:00:00Z' } },
    'waiting',
    'is being deleted',
  ],
  [
    'a Gateway whose listeners are not programmed',
    object('gateway.networking.k8s.io/v1', 'Gateway', {}, condition('Accepted', 'True')),
    'waiting',
    'condition Programmed is not there yet',
  ],
] as const)('%s', (_, live, state, reason) => {
  expect(readinessOf(live, facts, kinds)).toEqual({ state, reason });
});

test.each([
  ['apps/v1', 'Deployment', true],
  ['v1', 'ConfigMap', false],
  ['rbac.authorization.k8s.io/v1', 'Role', false],
  ['v1', 'Service', true],
  ['keda.sh/v1alpha1', 'ScaledObject', true],
  ['kafka.strimzi.io/v1', 'Kafka', true],
])('whether a rollout waits for a %s %s: %s', (apiVersion, kind, awaited) => {
  expect(isAwaited({ apiVersion, kind, metadata: { name: 'x' } }, kinds)).toBe(awaited);
});

// A kind without a condition of its own is ready once it is there; a ScaledJob is not before KEDA says so.
test.each([
  ['that KEDA has not looked at yet', {}, 'waiting'],
  ['whose trigger fails', condition('Ready', 'False', { message: 'no host' }), 'waiting'],
  ['that KEDA has taken', condition('Ready', 'True'), 'ready'],
])('a ScaledJob %s', (_, status, state) => {
  expect(readinessOf(object('keda.sh/v1alpha1', 'ScaledJob', {}, status), facts, kinds)).toMatchObject({ state });
});
