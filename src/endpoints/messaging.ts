import type { Duration } from 'cdk8s';
import type { Component } from '../topology';
import type { IEndpoint } from './endpoint';
import type { ScaleTrigger } from './scale-trigger';

/** Whom rights are granted to: a tier. */
export interface IGrantee {
  /** Its node in the graph; the name is that of its user. */
  readonly component: Component;
  /** Namespace that its pods read Secrets in. */
  readonly namespace: string;
}

/** A server that takes messages and hands them on. `P` are the names of what it tells its clients. */
export interface IMessageBroker<P extends string = string> {
  readonly name: string;
  /** What its clients speak: `amqp` (0-9-1, RabbitMQ's), `kafka`, `mqtt`, `https`. */
  readonly protocol: string;
  /** Lets a tier publish. What it returns is what the tier connects to. @throws if the destination is another broker's */
  grantPublish(client: IGrantee, destination: IDestination): IEndpoint<P>;
  /** Lets a tier consume. What it returns is what the tier connects to. @throws if the queue is another broker's */
  grantConsume(client: IGrantee, queue: IQueue): IEndpoint<P>;
}

/** What messages are published to. `P` are the names of what its broker tells clients. */
export interface IDestination<P extends string = string> {
  /** `queue`, `topic` or the broker's own word; in capitals the end of the variable that holds the name. */
  readonly kind: string;
  readonly name: string;
  readonly broker: IMessageBroker<P>;
}

/** Hands a copy of each message to all who listen. */
export interface ITopic<P extends string = string> extends IDestination<P> {
  readonly kind: 'topic';
}

/** Hands each message to one consumer. */
export interface IQueue<P extends string = string> extends IDestination<P> {
  readonly kind: 'queue';
  /** Time that a consumer may hold a message before the broker hands it to another. @default - as long as it likes */
  readonly consumerTimeout?: Duration;
  /** How KEDA learns how many messages wait. */
  readonly scaler: QueueScaler;
}

/** How KEDA counts the messages of a queue, as its broker tells them. */
export interface QueueScaler extends ScaleTrigger {
  readonly endpoint: IEndpoint;
  /** Setting of the trigger that holds the messages of one pod: `lagThreshold`, `queueLength`. @default value */
  readonly share?: string;
}
