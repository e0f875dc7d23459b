import { rabbitmqTriggers } from '../../domain/keda';
import type { Rule } from '../../rule';

const queueNames: ReadonlySet<string> = new Set(['QUEUE', 'QUEUE_NAME', 'RABBITMQ_QUEUE', 'AMQP_QUEUE']);

export const workerQueue: Rule = {
  id: 'worker-queue',
  title: 'the worker reads another queue than the one that starts it',
  severity: 'error',
  why: 'Jobs are started for messages that they never take, without end',
  mend: 'give the worker the queueName of its trigger',
  *check(context) {
    for (const trigger of rabbitmqTriggers(context)) {
      const { queueName } = trigger.metadata;
      for (const { env, template } of context.template(trigger.entry)?.containers ?? []) {
        for (const { name, value, path } of env) {
          if (queueNames.has(name) && queueName !== undefined && value !== queueName)
            yield { entry: template.entry, field: `${path}.value`, value: `${value} against ${queueName}` };
        }
      }
    }
  },
};
