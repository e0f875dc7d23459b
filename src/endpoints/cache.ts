import type { Construct } from 'constructs';
import type { SecretKey } from '../kubernetes';
import type { IEndpoint } from './endpoint';
import { OutsideEndpoint } from './outside-endpoint';
import { defaultParts, type HostAndPort, type Parts, type PlainPart, plainParts, urlTemplate } from './parts';
import type { OutsideAddress, OutsidePlace, OutsideService } from './place';

/** How clients log in to a cache. */
export interface CacheCredentials {
  /** @default - the server's default user */
  readonly username?: SecretKey;
  readonly password: SecretKey;
}

/** Parts of a cache: where it is, what clients log in as, and both as a URL (`redis://`, with TLS `rediss://`). */
export type CachePart = PlainPart | 'user' | 'password' | 'url';

/** A cache that speaks the protocol of Redis: Redis, Valkey and the like. */
export interface ICache extends IEndpoint<CachePart> {
  readonly host: string;
  readonly port: number;
  /** @default - none is asked for */
  readonly credentials?: CacheCredentials;
}

/** Parts of a cache, whoever runs it. */
export function cacheParts({ host, port, credentials, tls }: HostAndPort & CacheProps): Parts<CachePart> {
  const login = { user: credentials?.username, password: credentials?.password };
  return { ...plainParts({ host, port }), ...login, url: urlTemplate(tls ? 'rediss' : 'redis', login) };
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
  readonly parts: Parts<CachePart>;
  readonly defaultParts = defaultParts.cache;

  private constructor(scope: Construct, id: string, props: OutsidePlace & CacheProps) {
    super(scope, id, props, 6379);
    this.credentials = props.credentials;
    this.parts = cacheParts({ host: this.host, port: this.port, ...props });
  }
}
