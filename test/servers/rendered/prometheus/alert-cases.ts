/** What an alert does on given samples, one a minute. */
export interface AlertCase {
  readonly alert: string;
  readonly title: string;
  /** Series in promtool's notation: name to values. */
  readonly series: Readonly<Record<string, string>>;
  /** Minutes after which to look. @default 40 */
  readonly after?: number;
  /** Labels of the alerts that fire, beside the name; none: it stays silent, not even pending. */
  readonly fires: readonly Readonly<Record<string, string>>[];
}

const fires = (
  alert: string,
  title: string,
  series: AlertCase['series'],
  ...labels: Record<string, string>[]
): AlertCase => ({
  ...{ alert, title, series },
  fires: labels,
});
const silent = (alert: string, title: string, series: AlertCase['series']): AlertCase => ({
  alert,
  title,
  series,
  fires: [],
});

const page = { severity: 'page' };
const ticket = { severity: 'ticket' };
const critical = ['kube-state-metrics', 'kubernetes-cadvisor', 'kubernetes-nodes', 'keda'];

const scraping: AlertCase[] = [
  fires('TargetDown', 'a target is down', { 'up{job="j",instance="i"}': '0x60' }, { ...page, job: 'j', instance: 'i' }),
  silent('TargetDown', 'a target is up', { 'up{job="j",instance="i"}': '1x60' }),
  silent('TargetDown', 'a target misses one look', { 'up{job="j",instance="i"}': '1x38 0 1x20' }),
  fires(
    'TargetMissing',
    'no critical job has targets',
    { 'up{job="other"}': '1x60' },
    ...critical.map((job) => ({ ...page, job })),
  ),
  silent(
    'TargetMissing',
    'every critical job has a target',
    Object.fromEntries(critical.map((job) => [`up{job="${job}"}`, '0x60'])),
  ),
  fires(
    'PrometheusConfigurationRefused',
    'the last reload failed',
    { 'prometheus_config_last_reload_successful{instance="i",job="prometheus"}': '0x60' },
    { ...ticket, instance: 'i', job: 'prometheus' },
  ),
  silent('PrometheusConfigurationRefused', 'the last reload succeeded', {
    'prometheus_config_last_reload_successful{instance="i",job="prometheus"}': '1x60',
  }),
  fires(
    'RuleEvaluationFails',
    'failures go on',
    { 'prometheus_rule_evaluation_failures_total{rule_group="g"}': '0+1x60' },
    { ...ticket, rule_group: 'g' },
  ),
  silent('RuleEvaluationFails', 'failures of long ago', {
    'prometheus_rule_evaluation_failures_total{rule_group="g"}': '5x60',
  }),
];

const claim = 'namespace="n",persistentvolumeclaim="c"';
const volume = (available: string, capacity = '100x500') => ({
  [`kubelet_volume_stats_available_bytes{${claim}}`]: available,
  [`kubelet_volume_stats_capacity_bytes{${claim}}`]: capacity,
});
const inodes = (free: string, all: string) => ({
  [`kubelet_volume_stats_inodes_free{${claim}}`]: free,
  [`kubelet_volume_stats_inodes{${claim}}`]: all,
});
const claimLabels = { namespace: 'n', persistentvolumeclaim: 'c' };

const volumes: AlertCase[] = [
  fires('VolumeFilling', 'little is free, and it goes on', volume('14-0.05x60'), { ...ticket, ...claimLabels }),
  silent('VolumeFilling', 'little is free, but it stays', volume('14x60')),
  silent('VolumeFilling', 'it goes on, but there is room', volume('90-0.5x60')),
  fires('VolumeAlmostFull', 'less than 5 % is free', volume('4.9x60'), { ...page, ...claimLabels }),
  silent('VolumeAlmostFull', '5 % is free', volume('5x60')),
  fires('VolumeOutOfInodes', 'hardly an inode is free', inodes('4x60', '100x60'), { ...page, ...claimLabels }),
  silent('VolumeOutOfInodes', 'inodes are free', inodes('5x60', '100x60')),
  silent('VolumeOutOfInodes', 'a file system without a fixed number of inodes', inodes('0x60', '0x60')),
];

const container = 'namespace="n",pod="p",container="c"';
const containerLabels = { namespace: 'n', pod: 'p', container: 'c' };
const waiting = (reason: string, values: string) => ({
  [`kube_pod_container_status_waiting_reason{${container},reason="${reason}"}`]: values,
});
const memory = (reason: string, restarts: string) => ({
  [`kube_pod_container_status_restarts_total{${container}}`]: restarts,
  [`kube_pod_container_status_last_terminated_reason{${container},reason="${reason}"}`]: '1x60',
});
const replicas = (available: number, ready: number) => ({
  'kube_deployment_spec_replicas{namespace="n",deployment="d"}': '2x60',
  'kube_deployment_status_replicas_available{namespace="n",deployment="d"}': `${available}x60`,
  'kube_statefulset_replicas{namespace="n",statefulset="s"}': '1x60',
  'kube_statefulset_status_replicas_ready{namespace="n",statefulset="s"}': `${ready}x60`,
});
const quota = (used: number) => ({
  'kube_resourcequota{namespace="n",resourcequota="q",resource="limits.memory",type="used"}': `${used}x60`,
  'kube_resourcequota{namespace="n",resourcequota="q",resource="limits.memory",type="hard"}': '100x60',
});

const workloads: AlertCase[] = [
  fires(
    'ContainerCrashLoops',
    'it ends again and again',
    waiting('CrashLoopBackOff', '1 0 0 1 0 0 1 0 0 1 0 0 1 0 0 1 0 0 1 0 0 1 0 0 1 0 0 1 0 0 1 0 0 1 0 0 1 0 0 1 0'),
    { ...ticket, ...containerLabels, reason: 'CrashLoopBackOff' },
  ),
  silent('ContainerCrashLoops', 'it ended once', waiting('CrashLoopBackOff', '1 0x60')),
  silent('ContainerCrashLoops', 'it is being made', waiting('ContainerCreating', '1x60')),
  fires('ImageNotPulled', 'the image does not come', waiting('ImagePullBackOff', '1x60'), {
    ...ticket,
    ...containerLabels,
    reason: 'ImagePullBackOff',
  }),
  silent('ImageNotPulled', 'it waits for something else', waiting('PodInitializing', '1x60')),
  fires('ContainerOutOfMemory', 'killed for its memory', memory('OOMKilled', '0x35 1x20'), {
    ...ticket,
    ...containerLabels,
  }),
  silent('ContainerOutOfMemory', 'ended for another reason', memory('Error', '0x35 1x20')),
  silent('ContainerOutOfMemory', 'killed long ago', memory('OOMKilled', '0 1x60')),
  fires(
    'WorkloadIncomplete',
    'pods are missing',
    replicas(1, 0),
    { ...ticket, namespace: 'n', deployment: 'd' },
    { ...ticket, namespace: 'n', statefulset: 's' },
  ),
  silent('WorkloadIncomplete', 'all pods are there', replicas(2, 1)),
  fires(
    'NodeNotReady',
    'a node is away',
    { 'kube_node_status_condition{node="a",condition="Ready",status="true"}': '0x60' },
    { ...ticket, node: 'a', condition: 'Ready', status: 'true' },
  ),
  silent('NodeNotReady', 'a node is there', {
    'kube_node_status_condition{node="a",condition="Ready",status="true"}': '1x60',
  }),
  fires('QuotaAlmostUsed', 'more than 90 %', quota(91), {
    ...ticket,
    namespace: 'n',
    resourcequota: 'q',
    resource: 'limits.memory',
  }),
  silent('QuotaAlmostUsed', '90 %', quota(90)),
];

const stuck = (running: number) => ({
  'kube_job_status_active{namespace="n",job_name="j"}': '1x60',
  'kube_pod_owner{namespace="n",pod="p",owner_kind="Job",owner_name="j"}': '1x60',
  'kube_pod_status_phase{namespace="n",pod="p",phase="Running"}': `${running}x60`,
});
/** Jobs of a ScaledJob that have ended. */
const ended = (failed: number, complete: number) =>
  Object.fromEntries(
    Array.from({ length: failed + complete }, (_, index) => {
      const job = `namespace="n",job_name="j${index}"`;
      const state = index < failed ? 'kube_job_failed' : 'kube_job_complete';
      return [
        [`kube_job_owner{${job},owner_kind="ScaledJob",owner_name="w"}`, '1x60'],
        [`${state}{${job},condition="true"}`, '1x60'],
      ];
    }).flat(),
  );

const jobs: AlertCase[] = [
  fires('JobStuck', 'no pod of it runs', stuck(0), { ...ticket, namespace: 'n', job_name: 'j' }),
  silent('JobStuck', 'its pod runs', stuck(1)),
  fires('WorkersFail', 'two of five failed', ended(2, 3), { ...ticket, namespace: 'n', owner_name: 'w' }),
  fires('WorkersFail', 'all failed', ended(5, 0), { ...ticket, namespace: 'n', owner_name: 'w' }),
  silent('WorkersFail', 'one of five failed', ended(1, 4)),
  silent('WorkersFail', 'both of two failed: too few to tell', ended(2, 0)),
  silent('WorkersFail', 'none failed', ended(0, 9)),
];

const scalers: AlertCase[] = [
  fires(
    'ScalerErrors',
    'errors go on',
    { 'keda_scaler_detail_errors_total{namespace="n",scaledObject="s",scaler="k",pod="p"}': '0+1x60' },
    { ...page, namespace: 'n', scaledObject: 's', scaler: 'k' },
  ),
  silent('ScalerErrors', 'errors of long ago', {
    'keda_scaler_detail_errors_total{namespace="n",scaledObject="s",scaler="k"}': '7x60',
  }),
  fires(
    'ScaledJobErrors',
    'errors go on',
    { 'keda_scaled_job_errors_total{namespace="n",scaledJob="s"}': '0+1x60' },
    { ...page, namespace: 'n', scaledJob: 's' },
  ),
  silent('ScaledJobErrors', 'errors of long ago', {
    'keda_scaled_job_errors_total{namespace="n",scaledJob="s"}': '7x60',
  }),
];

const alarms = ['memory_used_watermark', 'free_disk_space_watermark', 'file_descriptor_limit'].map(
  (name) => `rabbitmq_alarms_${name}{namespace="n",pod="p"}`,
);
const brokers: AlertCase[] = [
  ...alarms.map((alarm) =>
    fires(
      'BrokerAlarm',
      alarm,
      { ...Object.fromEntries(alarms.map((name) => [name, '0x60'])), [alarm]: '1x60' },
      { ...page, namespace: 'n', pod: 'p' },
    ),
  ),
  silent('BrokerAlarm', 'no alarm', Object.fromEntries(alarms.map((name) => [name, '0x60']))),
];

const pipeline = {
  'sftp-download': 'data-sftp-downloader',
  'post-process': 'data-postprocessor',
  report: 'data-reporter',
};

const queues: AlertCase[] = Object.entries(pipeline).flatMap(([queue, worker]) => {
  const scaledjob = `${worker}-scaledjob`;
  const about = (name: string, of: string) =>
    `rabbitmq_detailed_queue_${name}{namespace="zamperla",vhost="zamperla",queue="${of}",pod="rabbitmq-0"}`;
  const job = (active: number, owner = scaledjob) => ({
    'kube_job_status_active{namespace="zamperla",job_name="j",instance="kube-state-metrics"}': `${active}x60`,
    [`kube_job_owner{namespace="zamperla",job_name="j",owner_kind="ScaledJob",owner_name="${owner}",instance="kube-state-metrics"}`]:
      '1x60',
  });
  const ready = (count: number) => ({ [about('messages_ready', queue)]: `${count}x60` });
  const labels = { queue, scaledjob };
  return [
    fires('QueueWithoutWorkers', `messages wait in ${queue}, and there is no Job`, ready(5), { ...page, ...labels }),
    fires(
      'QueueWithoutWorkers',
      `messages wait in ${queue}, and its Job has ended`,
      { ...ready(5), ...job(0) },
      { ...page, ...labels },
    ),
    fires(
      'QueueWithoutWorkers',
      `messages wait in ${queue}, and the Job is of another`,
      { ...ready(5), ...job(1, 'another') },
      { ...page, ...labels },
    ),
    silent('QueueWithoutWorkers', `messages wait in ${queue}, and a Job runs`, { ...ready(5), ...job(1) }),
    silent('QueueWithoutWorkers', `nothing waits in ${queue}`, ready(0)),
    fires(
      'DeadLetters',
      `${queue} gave up a message`,
      { [about('messages', `${queue}.dead-letter`)]: '1x60' },
      { ...ticket, ...labels },
    ),
    silent('DeadLetters', `${queue} gave up nothing`, {
      [about('messages', `${queue}.dead-letter`)]: '0x60',
      [about('messages', queue)]: '5x60',
    }),
    ...[
      fires(
        'QueueMetricsMissing',
        `nothing is known about ${queue}`,
        Object.fromEntries(
          Object.keys(pipeline)
            .filter((other) => other !== queue)
            .map((other) => [about('messages', other), '0x60']),
        ),
        { ...ticket, ...labels, namespace: 'zamperla', vhost: 'zamperla' },
      ),
    ],
    silent(
      'QueueMetricsMissing',
      `${queue} and the others are known`,
      Object.fromEntries(Object.keys(pipeline).map((name) => [about('messages', name), '0x60'])),
    ),
  ];
});

/** Each alert: when it fires, and when not. */
export const alertCases: readonly AlertCase[] = [scraping, volumes, workloads, jobs, scalers, brokers, queues].flat();
