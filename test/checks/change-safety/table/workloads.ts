import { claim, clusterObject, deployment, mounting, object, type Row, scaledJob, template } from './objects';

const CLAIMED = { persistentVolumeClaim: { claimName: 'data' } };
const stored = mounting('web', 'web:1.0', '/data', CLAIMED);
const once = { restartPolicy: 'Never' };
const job = (fields: Record<string, unknown>, metadata: Record<string, unknown> = {}) =>
  object(
    'batch/v1',
    'Job',
    'migrate',
    { spec: { template: template('migrate', 'web:1.0', {}, once), ...fields } },
    metadata,
  );
const scaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas: 1, maxReplicas: 5 },
});
const relabelled = (name: string) =>
  deployment(name, { selector: { matchLabels: { app: name, release: '2' } } }, template(name, 'web:1.0'));
const quota = (cpu: string) => object('v1', 'ResourceQuota', 'all', { spec: { hard: { 'requests.cpu': cpu } } });
const asking = template('web', 'web:1.0', { resources: { requests: { cpu: '500m' } } });
const budget = (fields: Record<string, unknown>) =>
  object('policy/v1', 'PodDisruptionBudget', 'web', { spec: { selector: { matchLabels: { app: 'web' } }, ...fields } });
const priority = (name: string, value: number) =>
  clusterObject('scheduling.k8s.io/v1', 'PriorityClass', name, { value });
const urgent = (name: string) => deployment('web', {}, template('web', 'web:1.0', {}, { priorityClassName: name }));

export const WORKLOAD_ROWS: readonly Row[] = [
  {
    row: 'Deployment, DaemonSet, ReplicaSet selector',
    from: [deployment('web')],
    to: [relabelled('web')],
    told: 'RECREATE selector-immutable Deployment z/web: the API server refuses another selector, and the labels of the template must match it: the sync fails',
  },
  {
    row: 'Deployment or StatefulSet label in selector via library-wide label change',
    from: [deployment('web'), deployment('api')],
    to: [relabelled('web'), relabelled('api')],
    told: 'BLOCK selectors-changed-together Deployment z/api: 2 workloads change their selector in one commit: the API server refuses all of them at once',
    also: [
      'BLOCK selectors-changed-together Deployment z/web: 2 workloads change their selector in one commit: the API server refuses all of them at once',
    ],
  },
  {
    row: 'Deployment strategy to RollingUpdate with an RWO data volume',
    from: [claim('data'), deployment('web', { strategy: { type: 'Recreate' } }, stored)],
    to: [claim('data'), deployment('web', { strategy: { type: 'RollingUpdate' } }, stored)],
    told: 'BLOCK rolling-update-on-one-volume Deployment z/web: at each update two pods write to one ReadWriteOnce volume: the new one hangs, or the data is corrupted',
  },
  {
    row: 'Deployment replicas present and HPA or KEDA target',
    from: [deployment('web'), scaler],
    to: [deployment('web', { replicas: 2 }), scaler],
    told: 'BLOCK replicas-under-scaler Deployment z/web: HorizontalPodAutoscaler web sets the replicas too: each sync and each scaling undo the other',
  },
  {
    row: 'Job template, selector, completionMode, podFailurePolicy, managedBy',
    from: [job({})],
    to: [job({ template: template('migrate', 'web:1.1', {}, once) })],
    told: 'RECREATE job-immutable Job z/migrate: the API server refuses to change a Job: the sync fails',
  },
  {
    row: 'Requests, limits, env, image, probes',
    from: [deployment('web'), scaledJob()],
    to: [
      deployment('web', {}, template('web', 'web:1.1', { env: [{ name: 'A', value: '1' }] })),
      scaledJob({}, {}, { containers: [{ name: 'worker', image: 'worker:1.1' }] }),
    ],
    told: 'WARN other-field Deployment z/web: each pod stops once its successor is ready: none is away',
    also: ['OK other-field ScaledJob z/downloader: running Jobs end as they are; new Jobs use it'],
  },
  {
    row: 'PriorityClass value, preemptionPolicy; removal while referenced',
    from: [priority('high', 1000), priority('low', 1), urgent('low')],
    to: [priority('high', 2000), urgent('low')],
    told: 'BLOCK priority-class-removed-in-use PriorityClass low: removed: still used by Deployment z/web: new pods are rejected',
    also: [
      'RECREATE priority-class-immutable PriorityClass high: the API server refuses to change the value of a PriorityClass',
    ],
  },
  {
    row: 'Quota lowered below use',
    from: [quota('4'), deployment('web', { replicas: 4 }, asking)],
    to: [quota('1'), deployment('web', { replicas: 4 }, asking)],
    told: 'WARN quota-below-use ResourceQuota z/all: requests.cpu of the declared pods is above the new limit: replacements of pods are rejected',
  },
  {
    row: 'PDB now blocking all evictions',
    from: [budget({ maxUnavailable: 1 }), deployment('web', { replicas: 2 })],
    to: [budget({ minAvailable: 2 }), deployment('web', { replicas: 2 })],
    told: 'WARN evictions-blocked PodDisruptionBudget z/web: no pod may be evicted (minAvailable 2 of 2 pods): node drains hang',
    also: ['OK other-field PodDisruptionBudget z/web: takes effect from now on; nothing restarts'],
  },
];
