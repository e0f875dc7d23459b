import { servedQueues } from '../../domain/served-queues';
import { dig } from '../../fields';
import type { Rule } from '../../rule';

const BROKER_DEFAULT_MS = 1_800_000;

export const rabbitmqConsumerTimeout: Rule = {
  id: 'rabbitmq-consumer-timeout',
  title: 'the broker takes a message back before the worker may be done',
  severity: 'error',
  why: 'the message is given to a second worker while the first still works on it: the work is done twice, or for ever',
  mend: 'write consumer-timeout (milliseconds) in the policy of the queue, above activeDeadlineSeconds of the pod with a margin',
  source: 'RabbitMQ docs, consumers: 30 minutes unless set',
  *check(context) {
    for (const { queue, trigger, timeout } of servedQueues(context)) {
      const deadline = attemptSeconds(dig(trigger.entry.spec, 'jobTargetRef', 'template', 'spec'));
      const limit = timeout ?? BROKER_DEFAULT_MS;
      const field = 'spec.jobTargetRef.template.spec.activeDeadlineSeconds';
      if (typeof deadline !== 'number') {
        yield {
          entry: trigger.entry,
          field,
          severity: 'warning',
          what: `the worker of ${queue.name} has no deadline, the broker takes its message back after ${limit / 1000} s`,
          mend: 'set activeDeadlineSeconds on the pod template, below consumer-timeout',
        };
      } else if (deadline * 1000 >= limit)
        yield { entry: trigger.entry, field, value: `${deadline} s against ${limit / 1000} s of ${queue.name}` };
    }
  },
};

/** How long one attempt may hold a message: what the entrypoint counts from the moment it takes it, else the pod's own limit. */
function attemptSeconds(pod: unknown): unknown {
  const containers = dig(pod, 'containers');
  const given = (Array.isArray(containers) ? containers : []).flatMap((container) => {
    const env = dig(container, 'env');
    return (Array.isArray(env) ? env : []).filter((entry) => dig(entry, 'name') === 'ATTEMPT_DEADLINE_SECONDS');
  });
  const seconds = Number(dig(given[0], 'value') ?? 0);
  return seconds > 0 ? seconds : dig(pod, 'activeDeadlineSeconds');
}
