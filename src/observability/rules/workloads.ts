import { Duration } from 'cdk8s';
import { runningPodsByJob } from './job-pods';
import type { AlertRule } from './rule';

/** A Deployment or StatefulSet. */
export interface WorkloadName {
  readonly namespace: string;
  readonly name: string;
}

/** Containers that wait for one of these reasons; init containers as well: they are the first to need a Secret. */
function waiting(reasons: string, range = ''): string {
  const series = ['kube_pod_container_status_waiting_reason', 'kube_pod_init_container_status_waiting_reason'].map(
    (metric) => `${metric}{reason=~"${reasons}"}${range}`,
  );
  return `(${series.map((one) => (range ? `max_over_time(${one})` : one)).join(' or ')})`;
}

const ofContainer = 'on (namespace, pod, container)';
const restartedForMemory = `(increase(kube_pod_container_status_restarts_total[10m]) > 0) and ${ofContainer} (kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1)`;
// Pods of Jobs never restart: their containers stay as they ended, until the Job is removed.
const endedForMemory =
  '(kube_pod_container_status_terminated_reason{reason="OOMKilled"} == 1) unless (kube_pod_container_status_terminated_reason{reason="OOMKilled"} offset 10m == 1)';

const containers: AlertRule[] = [
  {
    alert: 'ContainerCrashLoops',
    expression: `${waiting('CrashLoopBackOff', '[5m]')} >= 1`,
    for: Duration.minutes(10),
    severity: 'ticket',
    summary: 'container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} ends again and again',
    description: 'See the log of its last run.',
  },
  {
    alert: 'ImageNotPulled',
    expression: `${waiting('ErrImagePull|ImagePullBackOff|InvalidImageName')} > 0`,
    for: Duration.minutes(10),
    severity: 'ticket',
    summary: 'image of {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} is not pulled',
    description: 'The image or its tag does not exist, or the registry wants a login.',
  },
  {
    alert: 'ContainerNotMade',
    expression: `${waiting('CreateContainerConfigError|CreateContainerError|RunContainerError')} > 0`,
    for: Duration.minutes(5),
    severity: 'ticket',
    summary: 'container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} cannot be made',
    description: 'A Secret or ConfigMap that it reads is gone, or lacks a key: the events of the pod name it.',
  },
  {
    alert: 'ContainerOutOfMemory',
    expression: `(${restartedForMemory}) or (${endedForMemory})`,
    severity: 'ticket',
    summary: 'container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} was killed for its memory',
    description: 'Give it more memory, or find what takes it.',
  },
];

const failedByWorker = byWorker('kube_job_failed');
const completeByWorker = byWorker('kube_job_complete');
// Where every Job fails, there is no series of complete ones.
const finishedByWorker = `(${failedByWorker} + (${completeByWorker} or ${failedByWorker} * 0))`;

function byWorker(metric: string): string {
  const owner = 'on (namespace, job_name) group_left (owner_name) kube_job_owner{owner_kind="ScaledJob"}';
  return `sum by (namespace, owner_name) (${metric}{condition="true"} * ${owner})`;
}

const jobs: AlertRule[] = [
  {
    alert: 'JobStuck',
    expression: `(kube_job_status_active > 0) unless on (namespace, job_name) ${runningPodsByJob()}`,
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
];

/** Alerts on pods, Jobs and what runs for ever. @param ticketsFor workloads whose loss can wait */
export function workloadRules(ticketsFor: readonly WorkloadName[]): AlertRule[] {
  const which = '{{ $labels.namespace }}/{{ $labels.deployment }}{{ $labels.statefulset }}';
  return [
    ...containers,
    {
      alert: 'WorkloadDown',
      expression: [
        down('deployment', 'kube_deployment_spec_replicas', 'kube_deployment_status_replicas_available', ticketsFor),
        down('statefulset', 'kube_statefulset_replicas', 'kube_statefulset_status_replicas_ready', ticketsFor),
      ].join(' or '),
      for: Duration.minutes(5),
      severity: 'page',
      summary: `${which} is down: none of its pods serves`,
      description: 'Who needs it stands still: look at the events and the log of its pods.',
    },
    {
      alert: 'WorkloadIncomplete',
      expression:
        '(kube_deployment_status_replicas_available < kube_deployment_spec_replicas) or (kube_statefulset_status_replicas_ready < kube_statefulset_replicas)',
      for: Duration.minutes(15),
      severity: 'ticket',
      summary: `${which} has fewer pods than it should`,
      description: 'Pods are not ready or find no node: look at their events.',
    },
    ...jobs,
  ];
}

/** What should have pods and has none; what was scaled to 0 is not meant. */
function down(kind: string, wanted: string, there: string, ticketsFor: readonly WorkloadName[]): string {
  const spared = ticketsFor.map(
    ({ namespace, name }) => ` unless on (namespace, ${kind}) ${wanted}{namespace="${namespace}",${kind}="${name}"}`,
  );
  return `((${there} == 0) and on (namespace, ${kind}) (${wanted} > 0)${spared.join('')})`;
}
