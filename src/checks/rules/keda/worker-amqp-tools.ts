import type { Rule } from '../../rule';

export const workerAmqpTools: Rule = {
  id: 'worker-amqp-tools',
  title: 'a worker runs amqp-consume or amqp-get itself',
  severity: 'warning',
  why: 'amqp-consume exits 0 even when the command fails, so a failed Job is shown as done and the message comes back for ever; amqp-get loses the message on a crash',
  mend: 'run a program that keeps the worker contract: acknowledge last, exit with the status of the work, end on SIGTERM and when idle',
  source: 'rabbitmq-c source, tools',
  *check({ containers }) {
    for (const { template, path, words } of containers) {
      const word = words.find((item) => /(?:^|[\s/;&|])amqp-(?:consume|get)(?:\s|$)/.test(item));
      if (template.job && word !== undefined) yield { entry: template.entry, field: `${path}.command`, value: word };
    }
  },
};
