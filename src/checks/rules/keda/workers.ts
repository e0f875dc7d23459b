import { rabbitmqTriggers } from '../../../manifests/model';
import { containers, each } from '../../builders';
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
];

const queueNames: ReadonlySet<string> = new Set(['QUEUE', 'QUEUE_NAME', 'RABBITMQ_QUEUE', 'AMQP_QUEUE']);
