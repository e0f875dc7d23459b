import { compare } from '../../problem';

/**
 * How an exchange chooses the queues that get a copy of a message: all that are bound (`fanout`), those whose pattern takes in its
 * routing key (`topic`), those bound with this very key (`direct`), or those whose headers it has (`headers`).
 */
export type ExchangeType = 'fanout' | 'topic' | 'direct' | 'headers';

/** All types that the server has without plugins. Source: RabbitMQ docs, exchanges. */
export const exchangeTypes: readonly ExchangeType[] = ['fanout', 'topic', 'direct', 'headers'];

/** Headers that a message needs to reach a queue. */
export interface HeadersMatch {
  /** Names to values. Names that begin with `x-` are the server's own, it does not look at them. */
  readonly headers: Readonly<Record<string, string | number | boolean>>;
  /** Whether all of them are needed, or any one. @default all */
  readonly match?: 'all' | 'any';
}

/** What a queue takes from an exchange: a routing key, a pattern of routing keys, or headers. */
export type BindingMatch = string | HeadersMatch;

/** A queue that gets messages of an exchange. */
export interface Binding {
  readonly queue: string;
  readonly routingKey: string;
  readonly arguments: Readonly<Record<string, string | number | boolean>>;
}

/** The binding as the server is told it. */
export function bindingOf(queue: string, match: BindingMatch = ''): Binding {
  if (typeof match === 'string') return { queue, routingKey: match, arguments: {} };
  const headers = Object.entries(match.headers).sort(([a], [b]) => compare(a, b));
  return { queue, routingKey: '', arguments: { 'x-match': match.match ?? 'all', ...Object.fromEntries(headers) } };
}

/** What is wrong with a binding, or `undefined`. */
export function matchProblem(type: ExchangeType, match: BindingMatch | undefined): string | undefined {
  switch (type) {
    case 'fanout':
      return match === undefined
        ? undefined
        : 'a fanout hands on every message and looks at no routing key or header: leave it out, or make the exchange a topic';
    case 'headers':
      return typeof match === 'object'
        ? headersProblem(match)
        : "the exchange chooses by headers: give those that a message needs, such as { headers: { format: 'pdf' } }";
    default:
      if (typeof match !== 'string') {
        const example =
          type === 'topic' ? "a pattern of routing keys, such as 'orders.*'" : 'the routing key of its messages';
        return `the exchange chooses by routing key: give ${example}`;
      }
      return keyProblem(type, match);
  }
}

function keyProblem(type: 'topic' | 'direct', key: string): string | undefined {
  if (Buffer.byteLength(key) > 255) {
    return `routing key '${key}' has ${Buffer.byteLength(key)} bytes, at most 255 are allowed (AMQP 0-9-1)`;
  }
  const wild = key.split('.').filter((word) => /[*#]/.test(word));
  if (type === 'direct' && wild.some((word) => word === '*' || word === '#')) {
    return `a direct exchange compares routing keys as they are, '${key}' is no pattern to it: make the exchange a topic`;
  }
  const half = wild.find((word) => word.length > 1);
  if (type === 'topic' && half !== undefined) {
    return `'${half}' in pattern '${key}' is taken literally: '*' stands for one whole word between dots, '#' for any number of them`;
  }
  return undefined;
}

function headersProblem({ headers }: HeadersMatch): string | undefined {
  const names = Object.keys(headers);
  if (names.length === 0) return 'the exchange chooses by headers: give at least one that a message needs';
  const own = names.find((name) => name.startsWith('x-'));
  return own === undefined
    ? undefined
    : `header '${own}' begins with 'x-', and the server does not look at those: use another name`;
}
