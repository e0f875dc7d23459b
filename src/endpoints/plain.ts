import type { Construct } from 'constructs';
import type { Port } from '../topology';
import { OutsideEndpoint } from './outside-endpoint';
import { defaultParts, type Parts, type PlainPart, plainParts } from './parts';
import type { OutsideAddress, OutsidePlace, OutsideService } from './place';

/** An endpoint that others run: where it is. */
export interface EndpointProps {
  /** Port that clients connect to. */
  readonly port: number;
  /** @default TCP */
  readonly protocol?: Port['protocol'];
}

/** Anything with a host and a port. Clients get `<PREFIX>_HOST` and `<PREFIX>_PORT`. */
export class Endpoint extends OutsideEndpoint {
  /**
   * Something outside the cluster.
   *
   * @example
   * const clock = Endpoint.fromAddress(app, 'clock', { host: 'time.example.com', networks: ['203.0.113.7/32'], port: 123, protocol: 'UDP' });
   */
  static fromAddress(scope: Construct, id: string, props: OutsideAddress & EndpointProps): Endpoint {
    return new Endpoint(scope, id, props);
  }

  /** A Service that this project does not emit. */
  static fromService(scope: Construct, id: string, props: OutsideService & EndpointProps): Endpoint {
    return new Endpoint(scope, id, props);
  }

  readonly defaultParts = defaultParts.plain;

  private constructor(scope: Construct, id: string, props: OutsidePlace & EndpointProps) {
    super(scope, id, props, props.port, props.protocol);
  }

  get parts(): Parts<PlainPart> {
    return plainParts(this);
  }
}
