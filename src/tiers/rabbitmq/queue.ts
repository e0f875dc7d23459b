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
