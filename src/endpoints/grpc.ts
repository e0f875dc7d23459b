import type { Construct } from 'constructs';
import type { IEndpoint } from './endpoint';
import { OutsideEndpoint } from './outside-endpoint';
import { addressOf, defaultParts, type Parts, type PlainPart, plainParts } from './parts';
import type { OutsideAddress, OutsideService } from './place';

/** A gRPC server. */
export interface IGrpcEndpoint extends IEndpoint<PlainPart> {
  /** What clients dial: `host:port`. */
  readonly address: string;
}

/** A gRPC server that this project does not emit. Clients get `<PREFIX>_ADDRESS`. */
export class GrpcEndpoint extends OutsideEndpoint implements IGrpcEndpoint {
  /** A server outside the cluster, on port 443 unless told otherwise. */
  static fromAddress(scope: Construct, id: string, props: OutsideAddress): GrpcEndpoint {
    return new GrpcEndpoint(scope, id, props, 443);
  }

  /** A Service that this project does not emit. */
  static fromService(scope: Construct, id: string, props: OutsideService & { readonly port: number }): GrpcEndpoint {
    return new GrpcEndpoint(scope, id, props, props.port);
  }

  readonly defaultParts = defaultParts.grpc;

  /** `host:port`; IPv6 addresses stand in brackets. */
  get address(): string {
    return addressOf(this.host, this.port);
  }

  get parts(): Parts<PlainPart> {
    return plainParts(this);
  }
}
