import type { Construct } from 'constructs';
import type { EnvValue } from '../kubernetes';
import type { IEndpoint } from './endpoint';
import { OutsideEndpoint } from './outside-endpoint';
import type { OutsideAddress, OutsideService } from './place';

/** A gRPC server. */
export interface IGrpcEndpoint extends IEndpoint {
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

  /** `host:port`; IPv6 addresses stand in brackets. */
  get address(): string {
    return `${this.host.includes(':') ? `[${this.host}]` : this.host}:${this.port}`;
  }

  override clientEnv(prefix: string): Record<string, EnvValue> {
    return { [`${prefix}_ADDRESS`]: this.address };
  }
}
