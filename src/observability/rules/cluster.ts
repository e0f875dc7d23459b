import { Duration } from 'cdk8s';
import type { AlertRule, RuleGroup } from './rule';

const volume = 'on (namespace, persistentvolumeclaim)';
const ready = (metric: string) => `kubelet_volume_stats_${metric}`;
const inodesLeft = `${ready('inodes_free')} / ${ready('inodes')}`;
const bytesLeft = `${ready('available_bytes')} / ${ready('capacity_bytes')}`;

/** Jobs whose absence blinds other alerts. */
const criticalJobs = ['kube-state-metrics', 'kubernetes-cadvisor', 'kubernetes-nodes'];

/** Alerts that hold for every system of an environment. @param jobs further scrape jobs that have to have targets */
export function clusterRules(jobs: readonly string[] = []): readonly RuleGroup[] {
  return [
    { name: 'scraping', rules: scraping([...criticalJobs, ...jobs]) },
    { name: 'volumes', rules: volumes },
    { name: 'workloads', rules: workloads },
    { name: 'scalers', rules: scalers },
    { name: 'brokers', rules: brokers },
  ];
}

function scraping(jobs: readonly string[]): AlertRule[] {
  return [
    {
      alert: 'TargetDown',
      expression: 'up == 0',
      for: Duration.minutes(5),
      severity: 'page',
      summary: '{{ $labels.instance }} of job {{ $labels.job }} does not answer',
      description: 'It is down, too slow, or a network policy keeps Prometheus out.',
    },
    ...jobs.map(
      (job): AlertRule => ({
        alert: 'TargetMissing',
        expression: `absent(up{job="${job}"})`,
        for: Duration.minutes(5),
        severity: 'page',
        labels: { job },
        summary: `job ${job} has no targets`,
        description: 'Discovery finds nothing: alerts over its metrics cannot fire.',
      }),
    ),
    {
      alert: 'PrometheusConfigurationRefused',
      expression: 'prometheus_config_last_reload_successful == 0',
      for: Duration.minutes(10),
      severity: 'ticket',
      summary: 'Prometheus runs on with its old configuration',
      description: 'A new configuration or rule file is wrong: see its log.',
    },
    {
      alert: 'RuleEvaluationFails',
      expression: 'increase(prometheus_rule_evaluation_failures_total[10m]) > 0',
      for: Duration.minutes(10),
      severity: 'ticket',
      summary: 'rules of {{ $labels.rule_group }} cannot be evaluated',
      description: 'Alerts of this group cannot fire: see the page Rules of Prometheus.',
    },
  ];
}

const volumes: AlertRule[] = [
  {
    alert: 'VolumeFilling',
    expression: `(${bytesLeft} < 0.15) and ${volume} (predict_linear(${ready('available_bytes')}[6h], 86400) < 0)`,
    for: Duration.minutes(30),
    severity: 'ticket',
    summary: 'volume {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} is full within a day',
    description: 'Less than 15 % is free and it goes on: let the claim grow, or remove data.',
  },
  {
    alert: 'VolumeAlmostFull',
    expression: `${bytesLeft} < 0.05`,
    for: Duration.minutes(5),
    severity: 'page',
    summary: 'volume {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} has less than 5 % free',
    description: 'Let the claim grow now: databases and brokers stop when it is full.',
  },
  {
    alert: 'VolumeOutOfInodes',
    expression: `(${inodesLeft} < 0.05) and ${volume} (${ready('inodes')} > 0)`,
    for: Duration.minutes(5),
    severity: 'page',
    summary: 'volume {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} can hold hardly more files',
    description: 'Less than 5 % of its inodes are free: remove files.',
  },
];

const runningPodsByJob =
  'label_replace(kube_pod_owner{owner_kind="Job"} and on (namespace, pod) (kube_pod_status_phase{phase="Running"} == 1), "job_name", "$1", "owner_name", "(.+)")';
const ofScaledJob = 'on (namespace, job_name) group_left (owner_name) kube_job_owner{owner_kind="ScaledJob"}';
const failedByWorker = `sum by (namespace, owner_name) (kube_job_failed{condition="true"} * ${ofScaledJob})`;
const completeByWorker = `sum by (namespace, owner_name) (kube_job_complete{condition="true"} * ${ofScaledJob})`;

// Where every Job fails, there is no series of complete ones.
const finishedByWorker = `(${failedByWorker} + (${completeByWorker} or ${failedByWorker} * 0))`;

const workloads: AlertRule[] = [
  {
    alert: 'ContainerCrashLoops',
    expression: 'max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m]) >= 1',
    for: Duration.minutes(10),
    severity: 'ticket',
    summary: 'container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} ends again and again',
    description: 'See the log of its last run.',
  },
  {
    alert: 'ImageNotPulled',
    expression:
      'kube_pod_container_status_waiting_reason{reason=~"ErrImagePull|ImagePullBackOff|InvalidImageName"} > 0',
    for: Duration.minutes(10),
    severity: 'ticket',
    summary: 'image of {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} is not pulled',
    description: 'The image or its tag does not exist, or the registry wants a login.',
  },
  {
    alert: 'ContainerOutOfMemory',
    expression:
      '(increase(kube_pod_container_status_restarts_total[10m]) > 0) and on (namespace, pod, container) (kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1)',
    severity: 'ticket',
    summary: 'container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} was killed for its memory',
    description: 'Give it more memory, or find what takes it.',
  },
  {
    alert: 'WorkloadIncomplete',
    expression:
      '(kube_deployment_status_replicas_available < kube_deployment_spec_replicas) or (kube_statefulset_status_replicas_ready < kube_statefulset_replicas)',
    for: Duration.minutes(15),
    severity: 'ticket',
    summary: '{{ $labels.namespace }}/{{ $labels.deployment }}{{ $labels.statefulset }} has fewer pods than it should',
    description: 'Pods are not ready or find no node: look at their events.',
  },
  {
    alert: 'JobStuck',
    expression: `(kube_job_status_active > 0) unless on (namespace, job_name) ${runningPodsByJob}`,
    for: Duration.minutes(15),
    severity: 'ticket',
    summary: 'Job {{ $labels.namespace }}/{{ $labels.job_name }} is unfinished, but none of its pods runs',
    description: 'Its pod waits for room, or is refused: look at the events of the Job.',
  },
  {
    alert: 'WorkersFail',
    // A share of few Jobs says nothing.
    expression: `(${failedByWorker} / ${finishedByWorker} > 0.2) and (${finishedByWorker} >= 5)`,
    for: Duration.minutes(15),
    severity: 'ticket',
    summary: 'more than a fifth of the last Jobs of {{ $labels.namespace }}/{{ $labels.owner_name }} failed',
    description: 'See the logs of the failed Jobs.',
  },
  {
    alert: 'NodeNotReady',
    expression: 'kube_node_status_condition{condition="Ready",status="true"} == 0',
    for: Duration.minutes(10),
    severity: 'ticket',
    summary: 'node {{ $labels.node }} is not ready',
    description: 'Its pods move to other nodes, except those with a volume on it.',
  },
  {
    alert: 'QuotaAlmostUsed',
    expression:
      '(sum by (namespace, resourcequota, resource) (kube_resourcequota{type="used"}) / (sum by (namespace, resourcequota, resource) (kube_resourcequota{type="hard"}) > 0)) > 0.9',
    for: Duration.minutes(15),
    severity: 'ticket',
    summary:
      '{{ $labels.resource }} of quota {{ $labels.namespace }}/{{ $labels.resourcequota }} is used by more than 90 %',
    description: 'New pods are refused soon: raise the quota or lower the use.',
  },
];

const scalers: AlertRule[] = [
  {
    alert: 'ScalerErrors',
    expression: 'sum by (namespace, scaledObject, scaler) (increase(keda_scaler_detail_errors_total[5m])) > 0',
    for: Duration.minutes(5),
    severity: 'page',
    summary: 'KEDA cannot read the trigger {{ $labels.scaler }} of {{ $labels.namespace }}/{{ $labels.scaledObject }}',
    description:
      'To KEDA a failing trigger is an empty queue: no Jobs start. Broker down, login refused, or network closed.',
  },
  {
    alert: 'ScaledJobErrors',
    expression: 'sum by (namespace, scaledJob) (increase(keda_scaled_job_errors_total[5m])) > 0',
    for: Duration.minutes(5),
    severity: 'page',
    summary: 'KEDA fails on ScaledJob {{ $labels.namespace }}/{{ $labels.scaledJob }}',
    description: 'Jobs are not made: see the events of the ScaledJob and the log of keda-operator.',
  },
];

const brokers: AlertRule[] = [
  {
    alert: 'BrokerAlarm',
    expression:
      '(rabbitmq_alarms_memory_used_watermark == 1) or (rabbitmq_alarms_free_disk_space_watermark == 1) or (rabbitmq_alarms_file_descriptor_limit == 1)',
    for: Duration.minutes(1),
    severity: 'page',
    summary: 'broker {{ $labels.namespace }}/{{ $labels.pod }} blocks its publishers',
    description: 'Memory, disk or file descriptors have run out: work the queues off, or give it more.',
  },
];
