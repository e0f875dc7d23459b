import { Duration } from 'cdk8s';
import type { AlertRule, RuleGroup } from './rule';
import { type WorkloadName, workloadRules } from './workloads';

const volume = 'on (namespace, persistentvolumeclaim)';
const ready = (metric: string) => `kubelet_volume_stats_${metric}`;
const inodesLeft = `${ready('inodes_free')} / ${ready('inodes')}`;
const bytesLeft = `${ready('available_bytes')} / ${ready('capacity_bytes')}`;

/** Jobs whose absence blinds other alerts. */
const criticalJobs = ['kube-state-metrics', 'kubernetes-cadvisor', 'kubernetes-nodes'];

/**
 * Alerts that hold for every system of an environment.
 *
 * @param jobs further scrape jobs that have to have targets
 * @param ticketsFor Deployments and StatefulSets whose loss nobody is called for; it is a ticket all the same
 */
export function clusterRules(
  jobs: readonly string[] = [],
  ticketsFor: readonly WorkloadName[] = [],
): readonly RuleGroup[] {
  return [
    { name: 'scraping', rules: scraping([...criticalJobs, ...jobs]) },
    { name: 'volumes', rules: volumes },
    { name: 'workloads', rules: workloadRules(ticketsFor) },
    { name: 'nodes', rules: nodes },
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

const nodes: AlertRule[] = [
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
  {
    alert: 'FilesNotMounted',
    // The kubelet mounts them again every minute or two, in running pods as well: a Secret that was lost fails at once, and
    // nobody needs a right to read Secrets to see it.
    expression: `sum by (node, volume_plugin) (increase(storage_operation_duration_seconds_count{operation_name="volume_mount",status="fail-unknown",volume_plugin=~"kubernetes.io/(secret|configmap|projected)"}[5m])) > 0`,
    for: Duration.minutes(10),
    severity: 'ticket',
    summary: 'a Secret or ConfigMap is gone that a pod on node {{ $labels.node }} mounts',
    description: 'Running pods keep what they have, new ones do not start: events of the pods on this node name it.',
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
    expression: '(rabbitmq_alarms_memory_used_watermark == 1) or (rabbitmq_alarms_free_disk_space_watermark == 1)',
    for: Duration.minutes(1),
    severity: 'page',
    summary: 'broker {{ $labels.namespace }}/{{ $labels.pod }} blocks its publishers',
    description: 'Memory or disk has run out: work the queues off, or give it more.',
  },
];
