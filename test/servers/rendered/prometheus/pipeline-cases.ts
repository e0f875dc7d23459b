import { type AlertCase, fires, page, silent, ticket } from './alert-case';

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

const alarms = ['memory_used_watermark', 'free_disk_space_watermark'].map(
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
  const job = (running: number, owner = scaledjob) => ({
    'kube_job_status_active{namespace="zamperla",job_name="j",instance="kube-state-metrics"}': '1x60',
    'kube_pod_owner{namespace="zamperla",pod="p",owner_kind="Job",owner_name="j",instance="kube-state-metrics"}':
      '1x60',
    'kube_pod_status_phase{namespace="zamperla",pod="p",phase="Running",instance="kube-state-metrics"}': `${running}x60`,
    'kube_pod_status_phase{namespace="zamperla",pod="p",phase="Pending",instance="kube-state-metrics"}': `${1 - running}x60`,
    [`kube_job_owner{namespace="zamperla",job_name="j",owner_kind="ScaledJob",owner_name="${owner}",instance="kube-state-metrics"}`]:
      '1x60',
  });
  const ready = (count: number) => ({ [about('messages_ready', queue)]: `${count}x60` });
  const labels = { queue, scaledjob };
  return [
    fires('QueueWithoutWorkers', `messages wait in ${queue}, and there is no Job`, ready(5), { ...page, ...labels }),
    fires(
      'QueueWithoutWorkers',
      `messages wait in ${queue}, and the pod of its Job waits for room`,
      { ...ready(5), ...job(0) },
      { ...page, ...labels },
    ),
    fires(
      'QueueWithoutWorkers',
      `messages wait in ${queue}, and the pod that runs is of another`,
      { ...ready(5), ...job(1, 'another') },
      { ...page, ...labels },
    ),
    silent('QueueWithoutWorkers', `messages wait in ${queue}, and a pod of it runs`, { ...ready(5), ...job(1) }),
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

/** Jobs, scalers, brokers and queues. */
export const pipelineCases: readonly AlertCase[] = [jobs, scalers, brokers, queues].flat();
