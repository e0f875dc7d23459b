import { compare } from '../../problem';
import { deadLetterQueueName, type RabbitMqQueue } from './queue';

/** What one user may do, as regular expressions over names. */
export interface BrokerUser {
  readonly name: string;
  readonly tags: readonly string[];
  /** Queues that it consumes. */
  readonly consumes: readonly string[];
  /** Whether it publishes. */
  readonly publishes: boolean;
}

const deadLetterExchange = 'dead-letter';

/**
 * The definitions file, with `{{password:<user>}}` where the init container puts passwords.
 *
 * Limits, timeouts and dead-lettering are policies: arguments of a queue can never be changed. Sources: RabbitMQ docs,
 * quorum queues, consumers, definitions.
 */
export function definitionsOf(vhost: string, queues: readonly RabbitMqQueue[], users: readonly BrokerUser[]) {
  const sortedQueues = [...queues].sort((a, b) => compare(a.name, b.name));
  const sortedUsers = [...users].sort((a, b) => compare(a.name, b.name));
  return {
    // Beside the name it would be left unread.
    vhosts: [{ name: vhost, metadata: { default_queue_type: 'quorum' } }],
    users: sortedUsers.map(({ name, tags }) => ({ name, password: `{{password:${name}}}`, tags: [...tags] })),
    permissions: sortedUsers.map((user) => ({
      user: user.name,
      vhost,
      configure: '^$',
      // The default exchange, which takes a message to the queue named by its routing key.
      write: user.publishes ? '^amq\\.default$' : '^$',
      read: user.consumes.length > 0 ? exactly(user.consumes) : '^$',
    })),
    exchanges: [
      {
        name: deadLetterExchange,
        vhost,
        type: 'direct',
        durable: true,
        auto_delete: false,
        internal: false,
        arguments: {},
      },
    ],
    queues: sortedQueues.flatMap(({ name }) => [
      quorumQueue(name, vhost),
      quorumQueue(deadLetterQueueName(name), vhost),
    ]),
    bindings: sortedQueues.map(({ name }) => ({
      source: deadLetterExchange,
      vhost,
      destination: deadLetterQueueName(name),
      destination_type: 'queue',
      routing_key: name,
      arguments: {},
    })),
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

function quorumQueue(name: string, vhost: string) {
  return { name, vhost, durable: true, auto_delete: false, arguments: { 'x-queue-type': 'quorum' } };
}

function policy(vhost: string, queue: string, definition: Record<string, string | number>) {
  return { vhost, name: queue, pattern: exactly([queue]), 'apply-to': 'quorum_queues', priority: 0, definition };
}

function exactly(names: readonly string[]): string {
  const escaped = [...names].sort(compare).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return escaped.length === 1 ? `^${escaped[0]}$` : `^(${escaped.join('|')})$`;
}
