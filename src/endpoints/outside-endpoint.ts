import { Construct } from 'constructs';
import type { Peer, Port } from '../topology';
import type { IEndpoint } from './endpoint';
import type { Parts } from './parts';
import { type OutsidePlace, reach } from './place';

/**
 * Something that this project does not emit, as an endpoint: clients get variables and are let out to it, nothing waits for it.
 * Its id is its name.
 */
export abstract class OutsideEndpoint extends Construct implements IEndpoint {
  readonly host: string;
  /** Port that clients connect to. */
  readonly port: number;
  readonly target: Peer;
  readonly ports: readonly Port[];

  protected constructor(scope: Construct, id: string, place: OutsidePlace, port: number, protocol?: Port['protocol']) {
    super(scope, id);
    const reached = reach(this, place, port, protocol);
    this.host = reached.host;
    this.port = reached.port;
    this.target = reached.target;
    this.ports = reached.ports;
  }

  /** Its id. */
  get name(): string {
    return this.node.id;
  }

  abstract readonly parts: Parts;
}
