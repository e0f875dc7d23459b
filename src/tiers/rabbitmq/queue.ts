import type { Duration } from 'cdk8s';
import type { IMessageBroker, IQueue } from '../../endpoints';
import type { AmqpPart } from './client';

/** What becomes of the messages of a queue. */
export interface QueueProps {
  /** Failed deliveries after which a message goes to the dead-letter queue. @default 20, the server's own default */
  readonly deliveryLimit?: number;
  /**
   * Time that a consumer may hold a message before the broker takes it back. It has to exceed the longest attempt.
   * @default 30 minutes, the server's own default
   */
  readonly consumerTimeout?: Duration;
}

/** A RabbitMQ server of this project, as its queues know it. */
export interface IRabbitMq extends IMessageBroker<AmqpPart> {
  readonly vhost: string;
  /** Namespace of its pods. */
  readonly namespace: string;
}

/** A durable work queue of a RabbitMQ server of this project. */
export interface RabbitMqQueue extends IQueue {
  readonly broker: IRabbitMq;
  readonly deliveryLimit: number;
  readonly consumerTimeout: Duration;
}

/** Name of the queue that takes what a work queue gave up. */
export function deadLetterQueueName(queue: string): string {
  return `${queue}.dead-letter`;
}

/** What is wrong with the name of a new queue, or `undefined`. @param known queues by name */
export function queueNameProblem(name: string, known: ReadonlyMap<string, unknown>): string | undefined {
  if (!/^[A-Za-z0-9._-]{1,200}$/.test(name)) {
    return `queue name '${name}' is not possible, use at most 200 letters, digits, '.', '_' and '-'`;
  }
  if (known.has(name)) return `queue '${name}' is declared twice, use the first one or choose another name`;
  for (const other of known.keys()) {
    const [queue, deadLetters] = deadLetterQueueName(other) === name ? [other, name] : [name, other];
    if (deadLetterQueueName(queue) === deadLetters) {
      return `queue '${deadLetters}' is where queue '${queue}' leaves what it gave up, choose another name`;
    }
  }
  return undefined;
}
