import { Duration } from 'cdk8s';
import { deadLetterQueueName, type RabbitMqQueue } from '../../tiers';
import { runningPodsByJob } from './job-pods';
import type { RuleGroup } from './rule';

/** A queue and the worker that works it off, as far as rules and dashboards need them. */
export interface PipelineStage {
  readonly queue: RabbitMqQueue;
  /** Name and namespace of the worker's ScaledJob. */
  readonly worker: { readonly workloadName: string; readonly namespace: string };
}

/** PromQL selector of one queue. */
export function queueSelector({ name, broker }: RabbitMqQueue, queue = name): string {
  return `{namespace="${broker.namespace}",vhost="${broker.vhost}",queue="${queue}"}`;
}

const owner = ({ workloadName, namespace }: PipelineStage['worker']) =>
  `on (namespace, job_name) group_left () kube_job_owner{namespace="${namespace}",owner_kind="ScaledJob",owner_name="${workloadName}"}`;

/** PromQL that gives the unfinished Jobs of one worker, those that wait for room included. */
export function unfinishedJobs(worker: PipelineStage['worker']): string {
  return `sum(kube_job_status_active{namespace="${worker.namespace}"} * ${owner(worker)})`;
}

/** PromQL that gives the running pods of one worker. */
export function runningPods(worker: PipelineStage['worker']): string {
  return `sum(${runningPodsByJob(`namespace="${worker.namespace}"`)} * ${owner(worker)})`;
}

/** What can go wrong between a queue and its worker. */
export function jobPipelineRules(name: string, stages: readonly PipelineStage[]): RuleGroup {
  return {
    name,
    rules: stages.flatMap(({ queue, worker }) => {
      const labels = { queue: queue.name, scaledjob: worker.workloadName };
      const ready = `sum(rabbitmq_detailed_queue_messages_ready${queueSelector(queue)})`;
      const letters = queueSelector(queue, deadLetterQueueName(queue.name));
      return [
        {
          alert: 'QueueWithoutWorkers',
          expression: `${ready} > 0 unless ${runningPods(worker)} > 0`,
          for: Duration.minutes(5),
          severity: 'page',
          labels,
          summary: `messages wait in ${queue.name}, and no pod of ${worker.workloadName} runs`,
          description:
            'KEDA starts no Jobs, or the cluster has no room for them: look at the ScaledJob and at waiting pods.',
        },
        {
          alert: 'DeadLetters',
          expression: `sum(rabbitmq_detailed_queue_messages${letters}) > 0`,
          for: Duration.minutes(1),
          severity: 'ticket',
          labels,
          summary: `messages of ${queue.name} were given up`,
          description: `They are in ${deadLetterQueueName(queue.name)}: find out why they failed, then put them back or remove them.`,
        },
        {
          alert: 'QueueMetricsMissing',
          expression: `absent(rabbitmq_detailed_queue_messages${queueSelector(queue)})`,
          for: Duration.minutes(10),
          severity: 'ticket',
          labels,
          summary: `nothing is known about ${queue.name}`,
          description: 'The broker or its metrics are gone: the other alerts of this queue cannot fire.',
        },
      ];
    }),
  };
}
