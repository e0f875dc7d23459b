import type { KubernetesObject } from '../../../../src/kubernetes';

/** An object and the status that controllers and a kubelet would give it, of which each metric of ours has a series. */
export interface Observed {
  readonly object: KubernetesObject;
  readonly status: object;
}

const time = '2026-01-02T03:04:05Z';
const owner = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', name: 'one', uid: 'one', controller: true };
const terminated = { exitCode: 137, reason: 'OOMKilled', startedAt: time, finishedAt: time };

const object = (apiVersion: string, kind: string, spec: object, metadata: object = {}): KubernetesObject =>
  ({
    ...{ apiVersion, kind, spec },
    metadata: { name: 'one', namespace: 'observed', ...metadata },
  }) as KubernetesObject;

const amounts = { cpu: '100m', memory: '64Mi' };
const containers = ['waiting', 'ended'].map((name) => ({
  ...{ name, image: 'one:1', resources: { requests: amounts, limits: amounts } },
}));
const pod = { containers, initContainers: [{ name: 'first', image: 'one:1' }] };
const labels = { app: 'one' };
const template = { metadata: { labels }, spec: { containers } };
const workload = { selector: { matchLabels: labels }, template };
const job = { template: { spec: { containers, restartPolicy: 'Never' } } };

const conditions = (...types: string[]) => ({
  conditions: types.map((type) => ({ type, status: 'True', lastTransitionTime: time, reason: 'Tests', message: '' })),
});
const container = (name: string, state: object, lastState: object = {}) => ({
  ...{ name, image: 'one:1', imageID: '', ready: false, restartCount: 1, state, lastState },
});

/** At least one object of each kind that kube-state-metrics is told to watch. */
export const observed: readonly Observed[] = [
  {
    object: object('apps/v1', 'DaemonSet', workload),
    status: { currentNumberScheduled: 1, desiredNumberScheduled: 1, numberMisscheduled: 0, numberReady: 1 },
  },
  {
    object: object('apps/v1', 'Deployment', { replicas: 1, ...workload }),
    status: { replicas: 1, readyReplicas: 1, availableReplicas: 1 },
  },
  {
    object: object('apps/v1', 'StatefulSet', { replicas: 1, serviceName: 'one', ...workload }),
    status: { replicas: 1, readyReplicas: 1 },
  },
  {
    object: object('batch/v1', 'CronJob', { schedule: '0 0 * * *', jobTemplate: { spec: job } }),
    status: { lastSuccessfulTime: time },
  },
  {
    object: object('batch/v1', 'Job', job, { name: 'done', ownerReferences: [owner] }),
    status: {
      ...{ startTime: time, completionTime: time, succeeded: 1 },
      ...conditions('SuccessCriteriaMet', 'Complete'),
    },
  },
  {
    object: object('batch/v1', 'Job', job, { name: 'failed' }),
    status: { startTime: time, failed: 1, ...conditions('FailureTarget', 'Failed') },
  },
  {
    object: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'one' } },
    status: { allocatable: amounts, capacity: amounts, ...conditions('Ready') },
  },
  {
    object: object('v1', 'PersistentVolumeClaim', {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
    }),
    status: { phase: 'Bound' },
  },
  {
    object: object('v1', 'Pod', pod),
    status: {
      phase: 'Running',
      initContainerStatuses: [container('first', { waiting: { reason: 'ImagePullBackOff' } })],
      containerStatuses: [
        container('waiting', { waiting: { reason: 'CrashLoopBackOff' } }, { terminated }),
        container('ended', { terminated }),
      ],
    },
  },
  {
    object: object('v1', 'ResourceQuota', { hard: { services: '5' } }),
    status: { hard: { services: '5' }, used: { services: '1' } },
  },
];
