import { fields, text } from '../../../manifests/fields';
import { brokerNamespace, type KedaTrigger, parseUrl, rabbitmqTriggers, vhostOf } from '../../../manifests/model';
import { containers, each } from '../../builders';
import type { CheckContext } from '../../context';
import type { Rule } from '../../rule';

export const workerRules: readonly Rule[] = [
  {
    id: 'worker-amqp-tools',
    title: 'a worker runs amqp-consume or amqp-get itself',
    severity: 'warning',
    why: 'amqp-consume exits 0 even when the command fails, so a failed Job is shown as done and the message comes back for ever; amqp-get loses the message on a crash',
    mend: 'run a program that keeps the worker contract: acknowledge last, exit with the status of the work, end on SIGTERM and when idle',
    source: 'rabbitmq-c source, tools',
    check: each(containers, function* ({ template, path, words }) {
      const word = words.find((item) => /(?:^|[\s/;&|])amqp-(?:consume|get)(?:\s|$)/.test(item));
      if (template.job && word !== undefined) yield { field: `${path}.command`, value: word };
    }),
  },
  {
    id: 'worker-idle',
    title: 'the worker waits for a message for ever',
    severity: 'warning',
    why: 'KEDA counts by numbers that are seconds old and starts a few Jobs too many: they hold their room until the node is full and the workers of the next queue find none',
    mend: 'let it end with 0 when no message came for a while: idleTimeout of the QueueWorker; KEDA makes those of a minimum anew',
    source: 'seen with KEDA 2.20 on a node of 2 CPU',
    check: each(containers, function* ({ template, env }) {
      if (template.entry.kind !== 'ScaledJob') return;
      for (const { name, value, path } of env) {
        if (name === 'IDLE_TIMEOUT_SECONDS' && /^0+(?:\.0*)?$/.test(value)) yield { field: `${path}.value`, value };
      }
    }),
  },
  {
    id: 'worker-queue',
    title: 'the worker reads another queue than the one that starts it',
    severity: 'error',
    why: 'Jobs are started for messages that they never take, without end',
    mend: 'give the worker the queueName of its trigger',
    check: each(rabbitmqTriggers, function* (trigger, context) {
      const { queueName } = trigger.metadata;
      for (const { env } of context.template(trigger.entry)?.containers ?? []) {
        for (const { name, value, path } of env) {
          if (queueNames.has(name) && queueName !== undefined && value !== queueName)
            yield { field: `${path}.value`, value: `${value} against ${queueName}` };
        }
      }
    }),
  },
  {
    id: 'worker-queue-shared',
    title: 'two workers work off one queue',
    severity: 'warning',
    why: 'a message goes to one of the two, so that of two programs either sees a part only; and KEDA starts Jobs of both for all that wait',
    mend: 'give each worker a queue of its own and bind both queues to one exchange, or keep one worker with a higher maxReplicaCount',
    source: 'KEDA source, scale_jobs; RabbitMQ docs, exchanges',
    check: each(rabbitmqTriggers, (trigger, context) => {
      const first = firstByQueue(context).get(queueOf(trigger) ?? '');
      return (
        first !== undefined &&
        first.entry !== trigger.entry &&
        !isPaused(trigger) && {
          field: `${trigger.path}.metadata.queueName`,
          value: `${trigger.metadata.queueName}, the queue of ScaledJob ${first.entry.name}`,
        }
      );
    }),
  },
];

/** The first trigger of each queue that makes Jobs. */
function firstByQueue(context: CheckContext): ReadonlyMap<string, KedaTrigger> {
  return context.memo('first-trigger-by-queue', () => {
    const found = new Map<string, KedaTrigger>();
    for (const trigger of rabbitmqTriggers(context)) {
      const queue = queueOf(trigger);
      if (queue !== undefined && !found.has(queue) && !isPaused(trigger)) found.set(queue, trigger);
    }
    return found;
  });
}

/** Broker, virtual host and queue of a trigger; undefined if it does not say where the broker is. */
function queueOf(trigger: KedaTrigger): string | undefined {
  const { metadata, entry } = trigger;
  const login = text(fields(trigger.trigger.authenticationRef).name);
  const service = parseUrl(metadata.host ?? '')?.host.split('.')[0];
  // What is in a Secret is the same for both if the Secret is.
  const hidden = login === undefined ? undefined : `${entry.namespace} ${login}`;
  const broker = service === undefined ? hidden : `${service}.${brokerNamespace(trigger)}`;
  if (broker === undefined || metadata.queueName === undefined) return undefined;
  return JSON.stringify([broker, vhostOf(trigger) ?? hidden ?? '', metadata.queueName]);
}

function isPaused({ entry }: KedaTrigger): boolean {
  return entry.object.metadata.annotations?.['autoscaling.keda.sh/paused'] === 'true';
}

const queueNames: ReadonlySet<string> = new Set(['QUEUE', 'QUEUE_NAME', 'RABBITMQ_QUEUE', 'AMQP_QUEUE']);
