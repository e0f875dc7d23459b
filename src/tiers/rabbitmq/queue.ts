import type { Duration } from 'cdk8s';
import type { RabbitMq } from './rabbitmq';

export interface QueueProps {
  /** Failed deliveries after which a message goes to the dead-letter queue. @default 20, the server's own default */
  readonly deliveryLimit?: number;
  /**
   * Time that a consumer may hold a message before the broker takes it back. It has to exceed the longest attempt.
   * @default 30 minutes, the server's own default
   */
  readonly consumerTimeout?: Duration;
}

/** A durable work queue. */
export interface IQueue {
  readonly name: string;
  readonly broker: RabbitMq;
  readonly deliveryLimit: number;
  readonly consumerTimeout: Duration;
}

/** Name of the queue that takes what a work queue gave up. */
export function deadLetterQueueName(queue: string): string {
  return `${queue}.dead-letter`;
}
