import { Construct } from 'constructs';
import type { Component, Peer, Port } from '../topology';
import type { Parts } from './parts';
import type { WaitStep } from './wait-step';

/**
 * Something that tiers connect to: a tier of this project, a Service of somebody else, or an address outside the cluster.
 * `P` are the names of its parts.
 */
export interface IEndpoint<P extends string = string> {
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
  /** What the pods of clients wait for before they start, wherever and whenever they do. @default - nothing */
  readonly waitStep?: WaitStep;
  /** What its clients may be told, by name: host, port, a key of a Secret. */
  readonly parts: Parts<P>;
  /** Parts that a client gets as variables, in this order, where it names none itself. @default - all that it has */
  readonly defaultParts?: readonly P[];
}

/** An endpoint as far as its clients are told of it. */
export type Told = Pick<IEndpoint, 'name' | 'component' | 'parts' | 'defaultParts'>;

/** Path of the construct behind an endpoint, or `undefined` if it is none's. */
export function endpointPath(endpoint: Told): string | undefined {
  return endpoint.component?.path ?? (Construct.isConstruct(endpoint) ? endpoint.node.path : undefined);
}
