import { Construct } from 'constructs';
import type { EnvValue } from '../kubernetes';
import type { Component, Peer, Port } from '../topology';

/** Something that tiers connect to: a tier of this project, a Service of somebody else, or an address outside the cluster. */
export interface IEndpoint {
  /** Short name: in pictures, and in capitals the prefix of the client's variables. */
  readonly name: string;
  /** Where packets go, as policies see it. */
  readonly target: Peer;
  /** Ports of the pods or hosts behind it, as policies see them. */
  readonly ports: readonly Port[];
  /** What offers it: rolled out before its clients. @default - nothing that this project rolls out */
  readonly component?: Component;
  /** What has to run before clients do, besides the component itself: a migration. @default - nothing */
  readonly prerequisites?: readonly Component[];
  /**
   * Variables that a client needs.
   * @param prefix begins each name: `DATABASE` gives `DATABASE_HOST` and so on
   */
  clientEnv(prefix: string): Record<string, EnvValue>;
}

/** Path of the construct behind an endpoint, or `undefined` if it is none's. */
export function endpointPath(endpoint: IEndpoint): string | undefined {
  return endpoint.component?.path ?? (Construct.isConstruct(endpoint) ? endpoint.node.path : undefined);
}
