import type { Duration } from 'cdk8s';
import type { Priority } from '../priority';
import type { Affinity, Toleration } from './scheduling';

/** Names of an address, for a pod alone: what `/etc/hosts` says. */
export interface HostAlias {
  /** IPv4 or IPv6 address. */
  readonly ip: string;
  readonly hostnames: readonly string[];
}

/** What stands in a pod's spec as it is given: where it runs, and how long it may take to stop. */
export interface PodOptions {
  /** Class of the pods, made if nobody says that it exists. @default - the project's `defaultPriority`, else none */
  readonly priority?: Priority;
  /**
   * Time between the stop signal and the kill, the pause before the signal included.
   * @default - 120 seconds for databases and brokers, 45 for web services, else 30
   */
  readonly terminationGracePeriod?: Duration;
  /** Labels that a node must have to run the pods. @default - any node */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints of nodes that don't keep the pods away. @default - none */
  readonly tolerations?: readonly Toleration[];
  /** Nodes and neighbours that the pods must have, or would rather have. @default - the spread over nodes alone */
  readonly affinity?: Affinity;
  /** Names of addresses that no DNS server knows. @default - none */
  readonly hostAliases?: readonly HostAlias[];
}
