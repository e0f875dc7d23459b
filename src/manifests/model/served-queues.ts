import { number, text } from '../fields';
import { brokerNamespace, type KedaTrigger, rabbitmqTriggers } from './keda';
import type { ManifestModel } from './manifest-model';
import { toldTo } from './mounted';
import { brokersIn, type DefinedQueue, queuesIn } from './rabbitmq';

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
      const namespace = brokerNamespace(trigger);
      const queue = queuesIn(context, namespace).find(({ name }) => name === trigger.metadata.queueName);
      if (queue === undefined) return [];
      const { policy, arguments: own } = queue;
      return [
        {
          queue,
          trigger,
          deadLetter: text(policy['dead-letter-exchange']) ?? text(own['x-dead-letter-exchange']),
          routingKey: text(policy['dead-letter-routing-key']) ?? text(own['x-dead-letter-routing-key']),
          limit: number(policy['delivery-limit']) ?? number(own['x-delivery-limit']),
          timeout:
            number(policy['consumer-timeout']) ?? number(own['x-consumer-timeout']) ?? configured(context, namespace),
        },
      ];
    }),
  );
}

function configured(context: ManifestModel, namespace: string): number | undefined {
  for (const broker of brokersIn(context, namespace)) {
    const match = /^\s*consumer_timeout\s*=\s*(\d+)/m.exec(toldTo(context, broker));
    if (match !== null) return Number(match[1]);
  }
  return undefined;
}
