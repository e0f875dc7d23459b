import type { Construct } from 'constructs';
import type { EnvValue, SecretKey } from '../kubernetes';
import type { IEndpoint } from './endpoint';
import { OutsideEndpoint } from './outside-endpoint';
import type { OutsideAddress, OutsidePlace, OutsideService } from './place';

/** How clients log in to a cache. */
export interface CacheCredentials {
  /** @default - the server's default user */
  readonly username?: SecretKey;
  readonly password: SecretKey;
}

/** A cache that speaks the protocol of Redis: Redis, Valkey and the like. */
export interface ICache extends IEndpoint {
  readonly host: string;
  readonly port: number;
  /** @default - none is asked for */
  readonly credentials?: CacheCredentials;
}

/** A cache that others run: where it is, and how clients log in. */
export interface CacheProps {
  /** @default - none are asked for */
  readonly credentials?: CacheCredentials;
  /** Whether it speaks TLS. @default false */
  readonly tls?: boolean;
}

/** A cache that this project does not emit. Clients get `<PREFIX>_HOST`, `_PORT`, `_USER`, `_PASSWORD` and `_URL`. */
export class Cache extends OutsideEndpoint implements ICache {
  /** A cache outside the cluster, on port 6379 unless told otherwise. */
  static fromAddress(scope: Construct, id: string, props: OutsideAddress & CacheProps): Cache {
    return new Cache(scope, id, props);
  }

  /** A Service that this project does not emit. */
  static fromService(scope: Construct, id: string, props: OutsideService & CacheProps): Cache {
    return new Cache(scope, id, props);
  }

  readonly credentials?: CacheCredentials;
  private readonly tls: boolean;

  private constructor(scope: Construct, id: string, props: OutsidePlace & CacheProps) {
    super(scope, id, props, 6379);
    this.credentials = props.credentials;
    this.tls = props.tls ?? false;
  }

  override clientEnv(prefix: string): Record<string, EnvValue> {
    const { host, port, credentials } = this;
    const user = credentials?.username;
    // Kubernetes puts the values in: no URL with a password is ever written down.
    const login = credentials ? `${user ? `$(${prefix}_USER)` : ''}:$(${prefix}_PASSWORD)@` : '';
    return {
      [`${prefix}_HOST`]: host,
      [`${prefix}_PORT`]: String(port),
      ...(user && { [`${prefix}_USER`]: user }),
      ...(credentials && { [`${prefix}_PASSWORD`]: credentials.password }),
      [`${prefix}_URL`]: `${this.tls ? 'rediss' : 'redis'}://${login}${host}:${port}`,
    };
  }
}
