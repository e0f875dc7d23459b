import { Duration } from 'cdk8s';
import {
  defaultParts,
  type IDestination,
  type IEndpoint,
  type IHttpEndpoint,
  type IMessageBroker,
  type PlainPart,
  plainParts,
  type QueueScaler,
  urlTemplate,
} from '../../endpoints';
import type { IUserCredential } from '../../secrets';

/** The server's own default. Source: RabbitMQ docs, consumers. */
export const defaultConsumerTimeout = Duration.minutes(30);

/** Where AMQP is spoken. */
export interface AmqpAddress {
  readonly host: string;
  readonly port: number;
  readonly vhost: string;
  /** @default false */
  readonly tls?: boolean;
}

/** Parts of a virtual host and its user; the URL is one that Kubernetes itself puts user and password into. */
export type AmqpPart = PlainPart | 'vhost' | 'user' | 'password' | 'url';

/** What makes an endpoint a virtual host with a user, for a tier that publishes or consumes. */
export function amqpServerAt(
  { host, port, vhost, tls = false }: AmqpAddress,
  { username: user, password }: IUserCredential,
): Pick<IEndpoint<AmqpPart>, 'parts' | 'defaultParts'> {
  const url = urlTemplate(tls ? 'amqps' : 'amqp', { user, password }, `/${encodeURIComponent(vhost)}`);
  return { parts: { ...plainParts({ host, port }), vhost, user, password, url }, defaultParts: defaultParts.amqp };
}

/** KEDA's trigger: a Job for each message, ready or in work. Over HTTP, because AMQP tells of ready ones only (KEDA docs). */
export function queueLengthScaler(
  management: IHttpEndpoint,
  vhost: string,
  queue: string,
  { username, password }: IUserCredential,
): QueueScaler {
  return {
    type: 'rabbitmq',
    metadata: {
      protocol: 'http',
      host: management.url,
      vhostName: vhost,
      queueName: queue,
      mode: 'QueueLength',
      value: '1',
    },
    authentication: { username, password },
    endpoint: management,
  };
}

/** What is wrong when a broker is asked for rights to what another one holds, or `undefined`. */
export function ownerProblem(asked: IMessageBroker, { kind, name, broker }: IDestination): string | undefined {
  if (broker === asked) return undefined;
  return `${kind} '${name}' is of broker '${broker.name}', ask that one for rights to it`;
}
