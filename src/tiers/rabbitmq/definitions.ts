import { compare } from '../../problem';
import type { Binding, ExchangeType } from './binding';
import type { RabbitMqExchange } from './exchange';
import { deadLetterExchange, deadLetterQueueName } from './names';
import type { RabbitMqQueue } from './queue';

/** What one user may do, as regular expressions over names. */
export interface BrokerUser {
  readonly name: string;
  readonly tags: readonly string[];
  /** Queues that it consumes. */
  readonly consumes: readonly string[];
  /** Exchanges that it publishes to; {@link defaultExchange} for queues. */
  readonly publishes: readonly string[];
}

/** Takes a message to the queue named by its routing key: any queue, the server can't tell them apart in rights. */
export const defaultExchange = 'amq.default';

/**
 * The definitions file, with `{{password:<user>}}` where the init container puts passwords.
 *
 * Limits, timeouts and dead-lettering are policies: arguments of a queue can never be changed. Sources: RabbitMQ docs,
 * quorum queues, consumers, definitions.
 */
export function definitionsOf(
  vhost: string,
  queues: readonly RabbitMqQueue[],
  exchanges: readonly RabbitMqExchange[],
  users: readonly BrokerUser[],
) {
  const sortedQueues = [...queues].sort((a, b) => compare(a.name, b.name));
  const sortedExchanges = [...exchanges].sort((a, b) => compare(a.name, b.name));
  const sortedUsers = [...users].sort((a, b) => compare(a.name, b.name));
  return {
    // Beside the name it would be left unread.
    vhosts: [{ name: vhost, metadata: { default_queue_type: 'quorum' } }],
    users: sortedUsers.map(({ name, tags }) => ({ name, password: `{{password:${name}}}`, tags: [...tags] })),
    permissions: sortedUsers.map((user) => ({
      user: user.name,
      vhost,
      configure: '^$',
      write: exactly(user.publishes),
      read: exactly(user.consumes),
    })),
    exchanges: [
      durableExchange(deadLetterExchange, vhost, 'direct'),
      ...sortedExchanges.map(({ name, type }) => durableExchange(name, vhost, type)),
    ],
    queues: sortedQueues.flatMap(({ name }) => [
      quorumQueue(name, vhost),
      quorumQueue(deadLetterQueueName(name), vhost),
    ]),
    bindings: [
      ...sortedQueues.map(({ name }) =>
        binding(deadLetterExchange, vhost, { queue: deadLetterQueueName(name), routingKey: name, arguments: {} }),
      ),
      ...sortedExchanges.flatMap(({ name, bindings }) => bindings.map((bound) => binding(name, vhost, bound))),
    ],
    policies: sortedQueues.flatMap((queue) => [
      policy(vhost, queue.name, {
        'delivery-limit': queue.deliveryLimit,
        'dead-letter-exchange': deadLetterExchange,
        'dead-letter-routing-key': queue.name,
        'consumer-timeout': queue.consumerTimeout.toMilliseconds(),
      }),
      // Looking at a dead letter and putting it back must not lose it.
      policy(vhost, deadLetterQueueName(queue.name), { 'delivery-limit': -1 }),
    ]),
  };
}

function durableExchange(name: string, vhost: string, type: ExchangeType) {
  return { name, vhost, type, durable: true, auto_delete: false, internal: false, arguments: {} };
}

function binding(source: string, vhost: string, bound: Binding) {
  return {
    source,
    vhost,
    destination: bound.queue,
    destination_type: 'queue',
    routing_key: bound.routingKey,
    arguments: { ...bound.arguments },
  };
}

function quorumQueue(name: string, vhost: string) {
  return { name, vhost, durable: true, auto_delete: false, arguments: { 'x-queue-type': 'quorum' } };
}

function policy(vhost: string, queue: string, definition: Record<string, string | number>) {
  return { vhost, name: queue, pattern: exactly([queue]), 'apply-to': 'quorum_queues', priority: 0, definition };
}

/** Takes in these names and no other: `^$` none. */
function exactly(names: readonly string[]): string {
  const escaped = [...names].sort(compare).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return escaped.length > 1 ? `^(${escaped.join('|')})$` : `^${escaped.join('')}$`;
}
