import { type AlertCase, fires, page, silent, ticket } from './alert-case';

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
/** A container of a Job's pod, which stays as it ended. */
const ended = (reason: string, values: string) => ({
  [`kube_pod_container_status_terminated_reason{${container},reason="${reason}"}`]: values,
});
const inInit = (series: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(series).map(([name, values]) => [name.replace('_pod_', '_pod_init_'), values]));
const memory = (reason: string, restarts: string) => ({
  [`kube_pod_container_status_restarts_total{${container}}`]: restarts,
  [`kube_pod_container_status_last_terminated_reason{${container},reason="${reason}"}`]: '1x60',
});
const replicas = (available: number, ready: number, name = 'd', wanted = 2) => ({
  [`kube_deployment_spec_replicas{namespace="n",deployment="${name}"}`]: `${wanted}x60`,
  [`kube_deployment_status_replicas_available{namespace="n",deployment="${name}"}`]: `${available}x60`,
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
  fires('ContainerCrashLoops', 'an init container ends again and again', inInit(waiting('CrashLoopBackOff', '1x60')), {
    ...ticket,
    ...containerLabels,
    reason: 'CrashLoopBackOff',
  }),
  ...['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError'].map((reason) =>
    fires('ContainerNotMade', reason, waiting(reason, '1x60'), { ...ticket, ...containerLabels, reason }),
  ),
  fires(
    'ContainerNotMade',
    'an init container finds its Secret no more',
    inInit(waiting('CreateContainerConfigError', '1x60')),
    { ...ticket, ...containerLabels, reason: 'CreateContainerConfigError' },
  ),
  silent('ContainerNotMade', 'it is being made', waiting('ContainerCreating', '1x60')),
  silent('ContainerNotMade', 'its Secret came within minutes', waiting('CreateContainerConfigError', '1x4 _x60')),
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
  fires('ContainerOutOfMemory', 'a pod of a Job was killed for its memory', ended('OOMKilled', '_x35 1x20'), {
    ...ticket,
    ...containerLabels,
    reason: 'OOMKilled',
  }),
  silent('ContainerOutOfMemory', 'a pod of a Job ended for another reason', ended('Error', '_x35 1x20')),
  silent('ContainerOutOfMemory', 'a pod of a Job was killed long ago', ended('OOMKilled', '_ 1x60')),
  fires(
    'WorkloadDown',
    'none of the pods serves',
    replicas(0, 0),
    { ...page, namespace: 'n', deployment: 'd' },
    { ...page, namespace: 'n', statefulset: 's' },
  ),
  {
    ...fires('WorkloadDown', 'after five minutes', replicas(0, 1), { ...page, namespace: 'n', deployment: 'd' }),
    after: 5,
  },
  silent('WorkloadDown', 'some of the pods serve', replicas(1, 1)),
  silent('WorkloadDown', 'it is scaled to 0', replicas(0, 1, 'd', 0)),
  silent('WorkloadDown', 'Grafana is down, which can wait', {
    'kube_deployment_spec_replicas{namespace="monitoring",deployment="grafana"}': '1x60',
    'kube_deployment_status_replicas_available{namespace="monitoring",deployment="grafana"}': '0x60',
  }),
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

const mounts = (plugin: string, values: string, operation = 'volume_mount', status = 'fail-unknown') => ({
  [`storage_operation_duration_seconds_count{node="a",instance="a",operation_name="${operation}",status="${status}",volume_plugin="${plugin}"}`]:
    values,
});
const files: AlertCase[] = [
  ...['kubernetes.io/secret', 'kubernetes.io/configmap', 'kubernetes.io/projected'].map((plugin) =>
    fires('FilesNotMounted', `${plugin} fails again and again`, mounts(plugin, '1+0.5x60'), {
      ...ticket,
      node: 'a',
      volume_plugin: plugin,
    }),
  ),
  silent('FilesNotMounted', 'it failed for a moment', mounts('kubernetes.io/secret', '0x30 1 2 3x30')),
  silent('FilesNotMounted', 'mounts succeed', mounts('kubernetes.io/secret', '1+1x60', 'volume_mount', 'success')),
  silent('FilesNotMounted', 'a disk fails, which other alerts tell', mounts('kubernetes.io/csi:ebs', '1+1x60')),
  silent('FilesNotMounted', 'an unmount fails', mounts('kubernetes.io/secret', '1+1x60', 'volume_unmount')),
];

/** Targets, volumes, workloads and files of pods. */
export const clusterCases: readonly AlertCase[] = [scraping, volumes, workloads, files].flat();
