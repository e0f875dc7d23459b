import { deadLetterQueueName } from '../../tiers';
import { type PipelineStage, queueSelector, runningPods, unfinishedJobs } from '../rules/job-pipeline';
import { dashboard, type Query } from './panels';

/** What a {@link jobPipelineDashboard} is about. */
export interface JobPipeline {
  /** Identifier, part of its address: it never changes. */
  readonly uid: string;
  readonly title: string;
  /** Queues with their workers, in the order of the work. */
  readonly stages: readonly PipelineStage[];
}

/** Queues and the Jobs that work them off: depth, running Jobs, failures, what was given up, and how long the oldest runs. */
export function jobPipelineDashboard({ uid, title, stages }: JobPipeline) {
  const each = (query: (stage: PipelineStage) => Query): Query[] => stages.map(query);
  const ofWorker = ({ workloadName, namespace }: PipelineStage['worker']) =>
    `on (namespace, job_name) group_left () kube_job_owner{namespace="${namespace}",owner_kind="ScaledJob",owner_name="${workloadName}"}`;
  return dashboard({
    uid,
    title,
    tags: ['jobs'],
    panels: [
      {
        title: 'Messages ready',
        description: 'Messages that wait for a worker.',
        queries: each(({ queue }) => ({
          expression: `sum(rabbitmq_detailed_queue_messages_ready${queueSelector(queue)})`,
          legend: queue.name,
        })),
      },
      {
        title: 'Messages in work',
        description: 'Messages that a Job holds and has not settled yet.',
        queries: each(({ queue }) => ({
          expression: `sum(rabbitmq_detailed_queue_messages_unacked${queueSelector(queue)})`,
          legend: queue.name,
        })),
      },
      {
        title: 'Running Jobs',
        description: 'Jobs whose pod runs, and those that wait for room; with messages ready and no Job, look at KEDA.',
        queries: stages.flatMap(({ worker }) => [
          { expression: runningPods(worker), legend: worker.workloadName },
          {
            expression: `${unfinishedJobs(worker)} - (${runningPods(worker)} or vector(0))`,
            legend: `${worker.workloadName}, waiting`,
          },
        ]),
      },
      {
        title: 'Failed Jobs',
        description: 'Failed Jobs that are still kept; older ones are removed.',
        queries: each(({ worker }) => ({
          expression: `sum(kube_job_failed{namespace="${worker.namespace}",condition="true"} * ${ofWorker(worker)})`,
          legend: worker.workloadName,
        })),
      },
      {
        title: 'Dead letters',
        description: 'Messages that were given up and wait for somebody to look.',
        kind: 'stat',
        queries: each(({ queue }) => ({
          expression: `sum(rabbitmq_detailed_queue_messages${queueSelector(queue, deadLetterQueueName(queue.name))})`,
          legend: queue.name,
        })),
      },
      {
        title: 'Oldest running Job',
        description: 'Time since the oldest unfinished Job began: near the attempt deadline it hangs.',
        unit: 's',
        queries: each(({ worker }) => ({
          expression: `time() - min((kube_job_status_start_time{namespace="${worker.namespace}"} and on (namespace, job_name) (kube_job_status_active > 0)) * ${ofWorker(worker)})`,
          legend: worker.workloadName,
        })),
      },
      {
        title: 'What KEDA sees',
        description: 'Queue lengths as the scaler reads them, ready and in work.',
        queries: [
          {
            expression: `sum by (namespace, scaledObject) (keda_scaler_metrics_value{namespace=~"${namespaces(stages)}"})`,
            legend: '{{scaledObject}}',
          },
        ],
      },
      {
        title: 'Scaler errors in an hour',
        description: 'To KEDA a failing trigger is an empty queue: no Jobs start.',
        kind: 'stat',
        queries: [
          {
            expression: `sum by (namespace, scaledObject) (increase(keda_scaler_detail_errors_total{namespace=~"${namespaces(stages)}"}[1h]))`,
            legend: '{{scaledObject}}',
          },
        ],
      },
    ],
  });
}

function namespaces(stages: readonly PipelineStage[]): string {
  return [...new Set(stages.map(({ worker }) => worker.namespace))].sort().join('|');
}
