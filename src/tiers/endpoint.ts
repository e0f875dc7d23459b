import type { EnvValue } from '../kubernetes';
import type { Component, PodPeer, Port } from '../topology';

/** Something that a tier offers to others. */
export interface IEndpoint {
  /** The tier, as a node of the graph. */
  readonly component: Component;
  readonly pods: PodPeer;
  /** What has to run before clients do, besides the tier itself: a migration. @default - nothing */
  readonly prerequisites?: readonly Component[];
  /** Ports of the pods, as policies see them. */
  readonly ports: readonly Port[];
  /**
   * Variables that a client needs.
   * @param prefix begins each name: `DATABASE` gives `DATABASE_HOST` and so on
   */
  clientEnv(prefix: string): Record<string, EnvValue>;
}

/** An HTTP endpoint behind a Service. */
export interface IHttpEndpoint extends IEndpoint {
  readonly serviceName: string;
  readonly servicePort: number;
  /** URL inside the namespace's cluster: the same text from every namespace. */
  readonly url: string;
}
