import { Duration } from 'cdk8s';
import type { IDestination, IHttpEndpoint, IMessageBroker, QueueScaler } from '../../endpoints';
import type { EnvValue } from '../../kubernetes';
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

/** Variables of a tier that publishes or consumes: user, password, and a URL that Kubernetes itself puts them into. */
export function amqpEnv(
  prefix: string,
  { host, port, vhost, tls = false }: AmqpAddress,
  { username, password }: IUserCredential,
): Record<string, EnvValue> {
  return {
    [`${prefix}_USER`]: username,
    [`${prefix}_PASSWORD`]: password,
    [`${prefix}_URL`]: `${tls ? 'amqps' : 'amqp'}://$(${prefix}_USER):$(${prefix}_PASSWORD)@${host}:${port}/${encodeURIComponent(vhost)}`,
  };
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
