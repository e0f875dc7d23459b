import { definitions, type Row, scaledJob } from './objects';

const timeout = (milliseconds: number) =>
  definitions({
    policies: [{ vhost: '/', name: 'work', pattern: '^download$', definition: { 'consumer-timeout': milliseconds } }],
  });

export const KEDA_ROWS: readonly Row[] = [
  {
    row: 'ScaledJob removed, renamed, namespace',
    from: [scaledJob()],
    to: [],
    told: 'BLOCK scaled-job-removed ScaledJob z/downloader: removed: its running Jobs are deleted with it; their messages return to the queue and count as failed deliveries',
  },
  {
    row: 'ScaledJob spec without gradual rollout',
    from: [scaledJob({ rollout: undefined })],
    to: [scaledJob({ rollout: undefined, pollingInterval: 5 })],
    told: 'BLOCK scaled-job-not-gradual ScaledJob z/downloader: without rollout.strategy gradual any change of the spec deletes all running Jobs of the older generation',
  },
  {
    row: 'ScaledJob queueName or vhost',
    from: [scaledJob()],
    to: [scaledJob({}, { queueName: 'upload' })],
    told: 'BLOCK scaled-job-queue ScaledJob z/downloader: nobody serves the old queue any more: its messages are stranded',
  },
  {
    row: 'ScaledJob protocol, mode, strategy, value',
    from: [scaledJob()],
    to: [scaledJob({}, { protocol: 'amqp', host: undefined })],
    told: 'BLOCK scaled-job-pair ScaledJob z/downloader: strategy and scaler do not count alike: messages wait behind running Jobs, or far too many Jobs are made',
  },
  {
    row: 'ScaledJob maxReplicaCount lowered',
    from: [scaledJob()],
    to: [scaledJob({ maxReplicaCount: 5 })],
    told: 'OK scaled-job-maximum-lowered ScaledJob z/downloader: no Job is stopped; fewer new ones are started',
  },
  {
    row: 'ScaledJob minReplicaCount 0 -> n',
    from: [scaledJob()],
    to: [scaledJob({ minReplicaCount: 2 })],
    told: 'WARN scaled-job-minimum-raised ScaledJob z/downloader: 2 idle pods at all times: cpu 0.50, memory 256 MiB',
  },
  {
    row: 'Worker attempt deadline > consumer-timeout policy',
    from: [scaledJob(), timeout(1_800_000)],
    to: [scaledJob(), timeout(600_000)],
    told: 'BLOCK deadline-over-consumer-timeout ScaledJob z/downloader: an attempt with a deadline of 1200 s outlives the consumer timeout of 600 s on queue download: the message returns and is worked on twice',
    also: ['OK configuration-picked-up ConfigMap z/rabbitmq-definitions: no pod in these manifests mounts it'],
  },
];
