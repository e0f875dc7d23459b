import type { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  httpServerAt,
  type IDestination,
  type IEndpoint,
  type IGrantee,
  type IHttpEndpoint,
  type IMessageBroker,
  type IQueue,
  type OutsidePlace,
  type ReachedPlace,
  reach,
} from '../../endpoints';
import { ProblemsError } from '../../problem';
import type { IUserCredential } from '../../secrets';
import { type AmqpPart, amqpServerAt, defaultConsumerTimeout, ownerProblem, queueLengthScaler } from './client';

/** What is to be known of a RabbitMQ server that this project does not emit. */
export interface OutsideRabbitMqProps {
  readonly vhost: string;
  /** What clients, and KEDA, log in as: its administrators have given it its rights. */
  readonly credentials: IUserCredential;
  /** Whether AMQP and management API speak TLS. @default false */
  readonly tls?: boolean;
  /** Port of the management API, which KEDA asks. @default - 15672, with TLS 15671 */
  readonly managementPort?: number;
}

/** A queue that the server has already. */
export interface OutsideQueueProps {
  /** Time that a consumer may hold a message, as the server is set. @default 30 minutes, the server's own default */
  readonly consumerTimeout?: Duration;
}

/** A RabbitMQ server that this project does not emit. Its queues, exchanges and rights are there already: nothing is declared. */
export class OutsideRabbitMq extends Construct implements IMessageBroker<AmqpPart> {
  readonly protocol = 'amqp';
  private readonly amqp: ReachedPlace;
  private readonly management: IHttpEndpoint;

  /** @internal */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: OutsidePlace & OutsideRabbitMqProps,
  ) {
    super(scope, id);
    const { tls = false, managementPort = tls ? 15671 : 15672 } = props;
    this.amqp = reach(this, props, tls ? 5671 : 5672);
    const reached = reach(this, { ...props, port: managementPort, podPort: managementPort }, managementPort);
    const url = `${tls ? 'https' : 'http'}://${reached.host}:${managementPort}`;
    this.management = { name: id, ...reached, ...httpServerAt(reached, url) };
  }

  /** Its id. */
  get name(): string {
    return this.node.id;
  }

  /** A queue of the server. */
  queue(name: string, { consumerTimeout = defaultConsumerTimeout }: OutsideQueueProps = {}): IQueue<AmqpPart> {
    const scaler = queueLengthScaler(this.management, this.props.vhost, name, this.props.credentials);
    return { kind: 'queue', name, broker: this, consumerTimeout, scaler };
  }

  /** An exchange of the server. What is bound to it, its administrators have said. */
  exchange(name: string): IDestination<AmqpPart> {
    return { kind: 'exchange', name, broker: this };
  }

  grantPublish(_client: IGrantee, destination: IDestination): IEndpoint<AmqpPart> {
    return this.client(destination);
  }

  grantConsume(_client: IGrantee, queue: IQueue): IEndpoint<AmqpPart> {
    return this.client(queue);
  }

  private client(destination: IDestination): IEndpoint<AmqpPart> {
    const wrong = ownerProblem(this, destination);
    if (wrong) throw ProblemsError.at(this.node.path, wrong);
    const { vhost, tls, credentials } = this.props;
    const { host, port, target, ports } = this.amqp;
    return {
      name: this.name,
      target,
      ports,
      ...amqpServerAt({ host, port, vhost, tls }, credentials),
    };
  }
}
