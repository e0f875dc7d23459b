import type { ClientEnv } from '../endpoints';

/** How a tier is connected to an endpoint with the parts `P`, which gives the rights `R`. */
export interface ConnectOptions<P extends string = string, R extends string = string> {
  /**
   * Its variables: a prefix, `false` for none, or the program's own names with parts of the endpoint.
   * @default - the endpoint's name in capitals, as prefix
   */
  readonly env?: ClientEnv<P>;
  /** What the tier may do there, by a login of its own. @default - what the endpoint lets all its clients do, by one login */
  readonly rights?: R;
  /** Whether the tier is rolled out after the endpoint. @default true */
  readonly ordered?: boolean;
  /**
   * Connections that each of its pods opens at the most: a rule counts them beside what a server takes, and the program is told them as
   * `<PREFIX>_CONNECTIONS`, where `env` is a prefix.
   * @default - not told, and counted as one
   */
  readonly connections?: number;
  /** Whether its pods wait for what the endpoint's clients wait for (`waitStep`): a database's migration. @default - as `ordered` */
  readonly waits?: boolean;
}

/** How a tier publishes to a queue or topic, or consumes a queue. */
export interface MessageOptions<P extends string = string> {
  /**
   * Variable that holds its name, `false` for no variables, or the program's own names with parts of the broker and `name`.
   * @default - `<NAME>_QUEUE` or `<NAME>_TOPIC`, the name in capitals
   */
  readonly env?: ClientEnv<P | 'name'>;
  /**
   * Prefix of the broker's variables, for tiers of more brokers than one; `false` for none.
   * @default - `BROKER`, or none where `env` says all of them
   */
  readonly brokerEnv?: string | false;
}

/** Prefix of a broker's variables, as the entrypoint of workers reads them. */
export const brokerPrefix = 'BROKER';
