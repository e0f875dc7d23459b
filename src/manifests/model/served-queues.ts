import { number, text } from '../fields';
import { brokerNamespace, type KedaTrigger, rabbitmqTriggers, vhostOf } from './keda';
import type { ManifestModel } from './manifest-model';
import { toldTo } from './mounted';
import { brokersIn, type DefinedQueue, policyFor, queuesIn } from './rabbitmq';

/** RabbitMQ's own limit, in milliseconds (RabbitMQ docs, consumers). */
export const defaultConsumerTimeout = 1_800_000;

/** A declared queue that the Jobs of a ScaledJob serve. */
export interface ServedQueue {
  readonly queue: DefinedQueue;
  readonly trigger: KedaTrigger;
  readonly deadLetter: string | undefined;
  readonly routingKey: string | undefined;
  readonly limit: number | undefined;
  /** Milliseconds after which the broker takes an unacknowledged message back, where it is written. */
  readonly timeout: number | undefined;
}

/** Queues that triggers ask for and definitions declare, with the limits that hold for them by policy or argument. */
export function servedQueues(context: ManifestModel): readonly ServedQueue[] {
  return context.memo('served-queues', () =>
    rabbitmqTriggers(context).flatMap((trigger) => {
      const queue = queueOf(context, trigger);
      if (queue === undefined) return [];
      const { policy, arguments: own } = queue;
      return [
        {
          queue,
          trigger,
          deadLetter: text(policy['dead-letter-exchange']) ?? text(own['x-dead-letter-exchange']),
          routingKey: text(policy['dead-letter-routing-key']) ?? text(own['x-dead-letter-routing-key']),
          limit: number(policy['delivery-limit']) ?? number(own['x-delivery-limit']),
          timeout: consumerTimeoutOf(context, trigger),
        },
      ];
    }),
  );
}

/**
 * Milliseconds after which the broker takes an unacknowledged message of a trigger's queue back: by policy, argument of the queue,
 * or the broker's configuration; undefined if none of them says, and RabbitMQ's own limit holds.
 */
export function consumerTimeoutOf(context: ManifestModel, trigger: KedaTrigger): number | undefined {
  const namespace = brokerNamespace(trigger);
  const { queueName = '' } = trigger.metadata;
  const queue = queueOf(context, trigger);
  const policy = queue?.policy ?? policyFor(context, namespace, queueName, vhostOf(trigger));
  return (
    number(policy['consumer-timeout']) ??
    number(queue?.arguments['x-consumer-timeout']) ??
    configured(context, namespace)
  );
}

/** The declared queue that a trigger asks for. */
function queueOf(context: ManifestModel, trigger: KedaTrigger): DefinedQueue | undefined {
  const wanted = vhostOf(trigger);
  return queuesIn(context, brokerNamespace(trigger)).find(
    ({ name, vhost }) => name === trigger.metadata.queueName && (wanted === undefined || vhost === wanted),
  );
}

function configured(context: ManifestModel, namespace: string): number | undefined {
  for (const broker of brokersIn(context, namespace)) {
    const match = /^\s*consumer_timeout\s*=\s*(\d+)/m.exec(toldTo(context, broker));
    if (match !== null) return Number(match[1]);
  }
  return undefined;
}
