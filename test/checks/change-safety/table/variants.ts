import type { KubernetesObject } from '../../../../src/kubernetes/object';
import { withField } from './fixed-fields';
import {
  application,
  claim,
  clusterObject,
  configMap,
  definitions,
  deployment,
  mounting,
  object,
  type Row,
  scaledJob,
  secret,
  service,
  statefulSet,
  template,
  volume,
} from './objects';

const scraped = { selector: {}, endpoints: [{ port: 'http' }] };
const defaultBackend = { service: { name: 'web', port: { number: 80 } } };
const scaler = (minReplicas: number, maxReplicas: number): KubernetesObject =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas, maxReplicas },
  });
/** A volume that any node may mount, kept to one. */
const onNetwork = withField(withField(volume(), 'spec.local', undefined), 'spec.nfs', {
  server: 'nfs.example',
  path: '/a',
});

/** A further case of a row: verdict, rule and fields of each finding. */
export type Variant = Omit<Row, 'told' | 'also'> & { readonly verdicts: readonly string[] };

/** A pod whose program and sidecar ask for 0.6 cores each. */
const withSidecar = object('v1', 'Pod', 'p', {
  spec: {
    initContainers: [
      { name: 'proxy', image: 'a:1', restartPolicy: 'Always', resources: { requests: { cpu: '600m' } } },
    ],
    containers: [{ name: 'main', image: 'a:1', resources: { requests: { cpu: '600m' } } }],
  },
});
const PVC = { persistentVolumeClaim: { claimName: 'db' } };
const db = (container: Record<string, unknown>, pod: Record<string, unknown> = {}): KubernetesObject =>
  statefulSet('db', {}, template('db', 'postgres:17.5', container, pod));
/** A database with data and memory, of which one mount is as given. */
const withVolumes = (given: { name: string; mountPath: string; subPath?: string }): KubernetesObject => {
  const mounts = {
    '/data': { name: 'data', mountPath: '/data' },
    '/dev/shm': { name: 'memory', mountPath: '/dev/shm' },
  };
  const volumes = [
    { name: 'data', ...PVC },
    { name: 'memory', emptyDir: {} },
  ];
  return db({ volumeMounts: Object.values({ ...mounts, [given.mountPath]: given }) }, { volumes });
};
const env = (name: string, value: string) => ({ env: [{ name, value }] });
const rabbit = (image: string, container: Record<string, unknown> = {}): KubernetesObject =>
  statefulSet('rabbitmq', {}, template('rabbitmq', image, container));
const redis = (...args: string[]): KubernetesObject =>
  statefulSet('redis', {}, template('redis', 'redis:7.4.1', { args }));
const sentinel = (...lines: string[]): KubernetesObject => configMap('sentinel', { 'sentinel.conf': lines.join('\n') });
const hook = (image: string): KubernetesObject =>
  object(
    'batch/v1',
    'Job',
    'migrate',
    { spec: { template: template('migrate', image, {}, { restartPolicy: 'Never' }) } },
    {
      annotations: { 'argocd.argoproj.io/hook': 'Sync', 'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation' },
    },
  );
const queue = (name: string) => ({ vhost: '/', name, durable: true, arguments: {} });
const AMQP = { protocol: 'amqp', host: undefined };
const ACCURATE = { scalingStrategy: { strategy: 'accurate', pendingPodConditions: ['Ready'] } };
const PAUSED = { annotations: { 'autoscaling.keda.sh/paused': 'true' } };
const configured = (hash: string): KubernetesObject => {
  const podTemplate = mounting('web', 'web:1.0', '/etc/web', { configMap: { name: 'web' } });
  return deployment('web', {}, { ...podTemplate, metadata: { labels: { app: 'web' }, annotations: { hash } } });
};
const external = object('external-secrets.io/v1', 'ExternalSecret', 'credentials', {
  spec: { target: { name: 'db' } },
});
const user = deployment('web', {}, template('web', 'web:1.0', { envFrom: [{ secretRef: { name: 'db' } }] }));

export const VARIANTS: readonly Variant[] = [
  {
    row: 'Postgres PGDATA moved',
    from: [db(env('PGDATA', '/data/pg'))],
    to: [db(env('PGDATA', '/data/pg/data'))],
    verdicts: ['BLOCK postgres-layout spec.template.spec.containers[db].env[PGDATA].value'],
  },
  {
    row: 'Postgres user id changed',
    from: [db({}, { securityContext: { runAsUser: 999 } })],
    to: [db({}, { securityContext: { runAsUser: 70 } })],
    verdicts: ['BLOCK postgres-user spec.template.spec.securityContext.runAsUser'],
  },
  {
    row: 'Postgres minor version raised',
    from: [db({})],
    to: [statefulSet('db', {}, template('db', 'postgres:17.6'))],
    verdicts: ['WARN other-field spec.template.spec.containers[db].image'],
  },
  ...(
    [
      ['PostGIS', 'postgis/postgis:16-3.4', 'postgis/postgis:17-3.5'],
      ['TimescaleDB', 'timescale/timescaledb:2.17.2-pg16', 'timescale/timescaledb:2.17.2-pg17'],
      ['pgvector', 'pgvector/pgvector:pg16', 'pgvector/pgvector:0.8.0-pg17'],
      ['PostgreSQL replaced by PostGIS', 'postgres:16.9', 'postgis/postgis:17-3.5'],
    ] as const
  ).map(([name, from, to]) => ({
    row: `${name}, another major version of PostgreSQL`,
    from: [statefulSet('db', {}, template('db', from))],
    to: [statefulSet('db', {}, template('db', to))],
    verdicts: ['BLOCK postgres-major spec.template.spec.containers[db].image'],
  })),
  {
    row: 'TimescaleDB of the same PostgreSQL',
    from: [statefulSet('db', {}, template('db', 'timescale/timescaledb:2.17.2-pg17'))],
    to: [statefulSet('db', {}, template('db', 'timescale/timescaledb:2.18.0-pg17'))],
    verdicts: ['WARN other-field spec.template.spec.containers[db].image'],
  },
  {
    row: 'An exporter of PostgreSQL keeps nothing',
    from: [deployment('exporter', {}, template('exporter', 'prometheuscommunity/postgres-exporter:v1.0.0'))],
    to: [deployment('exporter', {}, template('exporter', 'prometheuscommunity/postgres-exporter:v0.9.0'))],
    verdicts: ['WARN other-field spec.template.spec.containers[exporter].image'],
  },
  {
    row: 'A broker Service is gone that a trigger still asks',
    from: [service('rabbitmq'), scaledJob()],
    to: [scaledJob()],
    verdicts: ['BLOCK service-removed-in-use'],
  },
  {
    row: 'Postgres gets a memory volume',
    from: [statefulSet('db', {}, template('db', 'postgres:17.5'))],
    to: [statefulSet('db', {}, mounting('db', 'postgres:17.5', '/dev/shm', { emptyDir: {} }))],
    verdicts: [
      'WARN other-field spec.template.spec.containers[db].volumeMounts[/dev/shm],spec.template.spec.volumes[v]',
    ],
  },
  {
    row: 'Postgres looks into another folder of its volume, beside a memory volume',
    from: [withVolumes({ name: 'data', mountPath: '/data' })],
    to: [withVolumes({ name: 'data', mountPath: '/data', subPath: 'pg' })],
    verdicts: ['BLOCK postgres-layout spec.template.spec.containers[db].volumeMounts[/data].subPath'],
  },
  {
    row: 'Postgres gets another part of its memory volume, beside its data',
    from: [withVolumes({ name: 'memory', mountPath: '/dev/shm' })],
    to: [withVolumes({ name: 'memory', mountPath: '/dev/shm', subPath: 'shm' })],
    verdicts: ['WARN other-field spec.template.spec.containers[db].volumeMounts[/dev/shm].subPath'],
  },
  {
    row: 'Postgres database name, read at first boot only',
    from: [db(env('POSTGRES_DB', 'a'))],
    to: [db(env('POSTGRES_DB', 'b'))],
    verdicts: ['WARN postgres-first-boot-only spec.template.spec.containers[db].env[POSTGRES_DB].value'],
  },
  {
    row: 'RabbitMQ next minor version',
    from: [rabbit('rabbitmq:4.2.9-management')],
    to: [rabbit('rabbitmq:4.3.5-management')],
    verdicts: ['WARN other-field spec.template.spec.containers[rabbitmq].image'],
  },
  {
    row: 'RabbitMQ older version',
    from: [rabbit('rabbitmq:4.3.5')],
    to: [rabbit('rabbitmq:4.2.9')],
    verdicts: ['BLOCK stateful-image-lowered spec.template.spec.containers[rabbitmq].image'],
  },
  {
    row: 'RabbitMQ node name',
    from: [rabbit('rabbitmq:4.3.5', env('RABBITMQ_NODENAME', 'rabbit@$(POD).rabbitmq'))],
    to: [rabbit('rabbitmq:4.3.5', env('RABBITMQ_NODENAME', 'rabbit@localhost'))],
    verdicts: ['BLOCK rabbitmq-node-name spec.template.spec.containers[rabbitmq].env[RABBITMQ_NODENAME].value'],
  },
  {
    row: 'RabbitMQ queue added, other removed',
    from: [definitions({ queues: [queue('a')] })],
    to: [definitions({ queues: [queue('b')] })],
    verdicts: [
      'WARN rabbitmq-not-deleted-by-import data["definitions.json"].queues[//a]',
      'OK configuration-picked-up data["definitions.json"].queues[//a],data["definitions.json"].queues[//b]',
    ],
  },
  {
    row: 'RabbitMQ definitions in another ConfigMap, with one queue more',
    from: [configMap('rabbitmq', { 'a.json': JSON.stringify({ queues: [queue('a')] }), 'rabbitmq.conf': '' })],
    to: [configMap('rabbitmq', { 'rabbitmq.conf': '' }), definitions({ queues: [queue('a'), queue('b')] })],
    verdicts: ['OK configuration-picked-up data["a.json"]', 'OK object-added'],
  },
  {
    row: 'RabbitMQ definitions in another ConfigMap, with one queue less',
    from: [
      configMap('rabbitmq', { 'a.json': JSON.stringify({ queues: [queue('a'), queue('b')] }), 'rabbitmq.conf': '' }),
    ],
    to: [configMap('rabbitmq', { 'rabbitmq.conf': '' }), definitions({ queues: [queue('a')] })],
    verdicts: [
      'WARN rabbitmq-not-deleted-by-import data["a.json"]',
      'OK configuration-picked-up data["a.json"]',
      'OK object-added',
    ],
  },
  {
    row: 'Redis announced address in arguments',
    from: [redis('--replica-announce-ip', 'redis-0.redis')],
    to: [redis('--replica-announce-ip', '10.0.0.7')],
    verdicts: ['BLOCK redis-identity spec.template.spec.containers[redis].args'],
  },
  {
    row: 'Sentinel keeps its masters, in another order beside another setting',
    from: [sentinel('sentinel monitor main redis-0 6379 2', 'sentinel monitor other redis-1 6379 2')],
    to: [sentinel('port 26379', 'sentinel monitor other redis-1 6379 2', 'sentinel monitor main redis-0 6379 2')],
    verdicts: ['OK configuration-picked-up data["sentinel.conf"]'],
  },
  {
    row: 'Redis master name in the environment of a client of Sentinel',
    from: [deployment('web', {}, template('web', 'web:1.0', env('REDIS_SENTINEL_MASTER_NAME', 'main')))],
    to: [deployment('web', {}, template('web', 'web:1.0', env('REDIS_SENTINEL_MASTER_NAME', 'other')))],
    verdicts: [
      'BLOCK redis-names-in-environment spec.template.spec.containers[web].env[REDIS_SENTINEL_MASTER_NAME].value',
    ],
  },
  {
    row: 'a policy that is gone',
    from: [
      object('networking.k8s.io/v1', 'NetworkPolicy', 'p', { spec: { podSelector: {}, ingress: [] } }),
      deployment('web'),
      db({}),
    ],
    to: [deployment('web'), db({})],
    verdicts: ['WARN connections-changed'],
  },
  {
    row: 'Redis memory in arguments',
    from: [redis('--appendonly', 'yes', '--maxmemory', '1gb')],
    to: [redis('--appendonly', 'yes', '--maxmemory', '2gb')],
    verdicts: ['WARN other-field spec.template.spec.containers[redis].args'],
  },
  {
    row: 'ScaledJob removed after it was paused',
    from: [scaledJob({}, {}, {}, PAUSED)],
    to: [],
    verdicts: ['WARN scaled-job-removed-paused'],
  },
  {
    row: 'ScaledJob to another virtual host',
    from: [scaledJob({}, { vhostName: 'a' })],
    to: [scaledJob({}, { vhostName: 'b' })],
    verdicts: ['BLOCK scaled-job-queue spec.triggers[0].metadata.vhostName'],
  },
  {
    row: 'ScaledJob from one known-good pair to the other',
    from: [scaledJob()],
    to: [scaledJob(ACCURATE, AMQP)],
    verdicts: [
      'WARN scaled-job-scaler spec.triggers[0].metadata.protocol,spec.triggers[0].metadata.host,spec.scalingStrategy',
    ],
  },
  {
    row: 'ScaledJob whose scaler asks for a rate, not for the length of the queue',
    from: [scaledJob()],
    to: [scaledJob({}, { mode: 'MessageRate' })],
    verdicts: ['BLOCK scaled-job-pair spec.triggers[0].metadata.mode'],
  },
  {
    row: 'ScaledJob with two messages a Job',
    from: [scaledJob()],
    to: [scaledJob({}, { value: '2' })],
    verdicts: ['BLOCK scaled-job-pair spec.triggers[0].metadata.value'],
  },
  {
    row: 'ScaledJob whose minimum is written as it was without',
    from: [scaledJob()],
    to: [scaledJob({ minReplicaCount: 0 })],
    verdicts: ['OK other-field spec.minReplicaCount'],
  },
  {
    row: 'ScaledJob gets a deadline over the default consumer timeout',
    from: [scaledJob()],
    to: [scaledJob({}, {}, { activeDeadlineSeconds: 3600 })],
    verdicts: ['BLOCK deadline-over-consumer-timeout spec.jobTargetRef.template.spec.activeDeadlineSeconds'],
  },
  {
    row: 'a hook Job may change',
    from: [hook('web:1')],
    to: [hook('web:2')],
    verdicts: ['OK job-hook spec.template.spec.containers[migrate].image'],
  },
  {
    row: 'a configuration with a hash in the template is picked up',
    from: [configMap('web', { a: '1' }), configured('1')],
    to: [configMap('web', { a: '2' }), configured('2')],
    verdicts: ['WARN other-field spec.template.metadata.annotations.hash', 'OK configuration-picked-up data.a'],
  },
  {
    row: 'a Secret that an ExternalSecret makes now',
    from: [secret('db'), user],
    to: [external, user],
    verdicts: ['WARN object-removed', 'OK object-added'],
  },
  {
    row: 'a Secret of a web tier',
    from: [secret('db'), user],
    to: [secret('db', { password: 'Yg==' }), user],
    verdicts: ['WARN secret-changed data.password'],
  },
  {
    row: 'what an operator reads: a label that is scraped',
    from: [object('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', { spec: { jobLabel: 'app', ...scraped } })],
    to: [object('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', { spec: { jobLabel: 'tier', ...scraped } })],
    verdicts: ['OK other-field spec.jobLabel'],
  },
  {
    row: 'a Service that an Ingress still names',
    from: [service('web'), object('networking.k8s.io/v1', 'Ingress', 'web', { spec: { defaultBackend } })],
    to: [object('networking.k8s.io/v1', 'Ingress', 'web', { spec: { defaultBackend } })],
    verdicts: ['BLOCK service-removed-in-use'],
  },
  {
    row: 'a Service that becomes headless, and that no StatefulSet needs',
    from: [service('web')],
    to: [service('web', { clusterIP: 'None' })],
    verdicts: ['RECREATE service-cluster-ip spec.clusterIP'],
  },
  {
    row: 'an Application without its finalizer',
    from: [application({}, { finalizers: [] })],
    to: [],
    verdicts: ['WARN application-orphans'],
  },
  {
    row: 'PVC that ran without a sync wave gets its first one',
    from: [claim('data')],
    to: [claim('data', {}, { annotations: { 'argocd.argoproj.io/sync-wave': '1' } })],
    verdicts: ['OK other-field metadata.annotations'],
  },
  {
    row: 'PVC loses its sync wave',
    from: [claim('data', {}, { annotations: { 'argocd.argoproj.io/sync-wave': '1' } })],
    to: [claim('data')],
    verdicts: ['BLOCK claim-wave metadata.annotations'],
  },
  {
    row: 'a claim that moves to another namespace',
    from: [claim('data')],
    to: [claim('data', {}, { namespace: 'y' })],
    verdicts: ['BLOCK claim-removed metadata.namespace'],
  },
  {
    row: 'a Deployment that gets a ReadWriteOnce volume while rolling',
    from: [deployment('web')],
    to: [deployment('web', {}, mounting('web', 'web:1.0', '/data', PVC))],
    verdicts: [
      'BLOCK rolling-update-on-one-volume spec.template.spec.volumes[v]',
      'WARN other-field spec.template.spec.containers[web].volumeMounts[/data]',
    ],
  },
  {
    row: 'a namespace that is loosened',
    from: [
      clusterObject('v1', 'Namespace', 'z', {}, { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } }),
    ],
    to: [clusterObject('v1', 'Namespace', 'z', {}, { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } })],
    verdicts: ['OK other-field metadata.labels["pod-security.kubernetes.io/enforce"]'],
  },
  {
    row: 'RabbitMQ moves to another name',
    from: [rabbit('rabbitmq:4.3.5')],
    to: [statefulSet('broker', {}, template('broker', 'rabbitmq:4.3.5'))],
    verdicts: ['BLOCK rabbitmq-identity', 'OK object-added'],
  },
  {
    row: 'a volume that leaves the manifests',
    from: [volume()],
    to: [],
    verdicts: ['BLOCK volume-removed'],
  },
  {
    row: 'a volume that gets its first node',
    from: [withField(onNetwork, 'spec.nodeAffinity', undefined)],
    to: [onNetwork],
    verdicts: ['WARN other-field spec.nodeAffinity'],
  },
  {
    row: 'a volume that is kept for a claim from now on',
    from: [volume()],
    to: [volume({ claimRef: { namespace: 'z', name: 'data' } })],
    verdicts: ['WARN other-field spec.claimRef'],
  },
  {
    row: 'a ConfigMap that a pod still mounts',
    from: [configMap('web', { a: '1' }), configured('1')],
    to: [configured('1')],
    verdicts: ['BLOCK config-map-removed-in-use'],
  },
  {
    row: 'a project together with its Applications',
    from: [
      application({}, { finalizers: [] }),
      object('argoproj.io/v1alpha1', 'AppProject', 'z', { spec: {} }, { namespace: 'argocd' }),
    ],
    to: [],
    verdicts: ['BLOCK project-removed', 'WARN application-orphans'],
  },
  {
    row: 'an Application that follows another revision',
    from: [application()],
    to: [
      application({
        source: { repoURL: 'https://git.example/z.git', path: 'production/z-data', targetRevision: 'v2' },
      }),
    ],
    verdicts: ['WARN application-revision spec.source.targetRevision'],
  },
  {
    row: 'what nobody in the manifests uses any more',
    from: [
      service('web'),
      object('networking.k8s.io/v1', 'Ingress', 'web', { spec: { defaultBackend } }),
      object('example.org/v1', 'Thing', 'x'),
    ],
    to: [],
    verdicts: ['WARN service-removed', 'WARN object-removed', 'WARN ingress-removed'],
  },
  {
    row: 'a quota that is lowered but still fits',
    from: [object('v1', 'ResourceQuota', 'q', { spec: { hard: { pods: '10', 'limits.memory': '8Gi' } } })],
    to: [object('v1', 'ResourceQuota', 'q', { spec: { hard: { pods: '5', 'limits.memory': '4096Mi' } } })],
    verdicts: ['OK quota-within-use spec.hard.pods,spec.hard["limits.memory"]'],
  },
  {
    row: 'a quota below what a sidecar asks for beside the program',
    from: [object('v1', 'ResourceQuota', 'q', { spec: { hard: { 'requests.cpu': '2' } } }), withSidecar],
    to: [object('v1', 'ResourceQuota', 'q', { spec: { hard: { 'requests.cpu': '1' } } }), withSidecar],
    verdicts: ['WARN quota-below-use spec.hard["requests.cpu"]'],
  },
  {
    row: 'a generator of credentials that exist',
    from: [object('generators.external-secrets.io/v1alpha1', 'Password', 'p', { spec: { length: 40 } })],
    to: [object('generators.external-secrets.io/v1alpha1', 'Password', 'p', { spec: { length: 20 } })],
    verdicts: ['WARN generator-changed spec.length'],
  },
  {
    row: 'an object of an unknown kind',
    from: [object('example.org/v1', 'Thing', 'x', { spec: { a: 1 } })],
    to: [object('example.org/v1', 'Thing', 'x', { spec: { a: 2 } })],
    verdicts: ['WARN other-field spec.a'],
  },
  {
    row: 'the worker is told a deadline shorter than that of its pod',
    from: [scaledJob()],
    to: [
      scaledJob(
        {},
        {},
        {
          activeDeadlineSeconds: 7200,
          containers: [{ name: 'worker', image: 'worker:1.0', ...env('ATTEMPT_DEADLINE_SECONDS', '1200') }],
        },
      ),
    ],
    verdicts: [
      'OK other-field spec.jobTargetRef.template.spec.activeDeadlineSeconds,spec.jobTargetRef.template.spec.containers[worker].resources,spec.jobTargetRef.template.spec.containers[worker].env[ATTEMPT_DEADLINE_SECONDS]',
    ],
  },
  {
    row: 'the deadline moves from the pod to the worker alone',
    from: [scaledJob()],
    to: [
      scaledJob(
        {},
        {},
        {
          activeDeadlineSeconds: undefined,
          containers: [{ name: 'worker', image: 'worker:1.0', ...env('ATTEMPT_DEADLINE_SECONDS', '1200') }],
        },
      ),
    ],
    verdicts: [
      'OK other-field spec.jobTargetRef.template.spec.activeDeadlineSeconds,spec.jobTargetRef.template.spec.containers[worker].resources,spec.jobTargetRef.template.spec.containers[worker].env[ATTEMPT_DEADLINE_SECONDS]',
    ],
  },
  {
    row: 'a Deployment scaled to nothing',
    from: [deployment('web', { replicas: 2 })],
    to: [deployment('web', { replicas: 0 })],
    verdicts: ['WARN replicas-lowered spec.replicas'],
  },
  {
    row: 'a number of pods that an autoscaler takes over',
    from: [deployment('web', { replicas: 3 })],
    to: [deployment('web'), scaler(2, 5)],
    verdicts: ['WARN replicas-released spec.replicas', 'OK object-added'],
  },
  {
    row: 'an autoscaler with a lower minimum',
    from: [scaler(3, 5)],
    to: [scaler(1, 5)],
    verdicts: ['WARN autoscaler-minimum-lowered spec.minReplicas'],
  },
  {
    row: 'an autoscaler with a lower maximum',
    from: [scaler(1, 5)],
    to: [scaler(1, 4)],
    verdicts: ['WARN autoscaler-maximum-lowered spec.maxReplicas'],
  },
  {
    row: 'ScaledJob with fewer workers that wait',
    from: [scaledJob({ minReplicaCount: 1 })],
    to: [scaledJob({ minReplicaCount: 0 })],
    verdicts: ['OK scaled-job-minimum-lowered spec.minReplicaCount'],
  },
];
