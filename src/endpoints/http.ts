import type { Construct } from 'constructs';
import type { EnvValue } from '../kubernetes';
import type { IEndpoint } from './endpoint';
import { serviceUrl } from './host';
import { OutsideEndpoint } from './outside-endpoint';
import type { OutsidePlace, OutsideService } from './place';
import { addressOfUrl, type OutsideUrl } from './url';

/** A web server. */
export interface IHttpEndpoint extends IEndpoint {
  /** The same text from every namespace. */
  readonly url: string;
}

/** A web server that this project does not emit. Clients get `<PREFIX>_URL`. */
export class HttpEndpoint extends OutsideEndpoint implements IHttpEndpoint {
  /**
   * A web address outside the cluster.
   *
   * @example
   * const payments = HttpEndpoint.fromUrl(app, 'payments', { url: 'https://api.example.com/v1', networks: ['203.0.113.0/24'] });
   * web.connectTo(payments); // PAYMENTS_URL, and port 443 of these networks
   */
  static fromUrl(scope: Construct, id: string, props: OutsideUrl): HttpEndpoint {
    return new HttpEndpoint(scope, id, addressOfUrl(scope, id, props), props.url);
  }

  /** A Service that this project does not emit, on port 80 unless told otherwise. */
  static fromService(scope: Construct, id: string, props: OutsideService): HttpEndpoint {
    return new HttpEndpoint(scope, id, props);
  }

  private readonly given: string | undefined;

  private constructor(scope: Construct, id: string, place: OutsidePlace, url?: string) {
    super(scope, id, place, 80);
    this.given = url;
  }

  get url(): string {
    return this.given ?? serviceUrl(this.host, this.port);
  }

  override clientEnv(prefix: string): Record<string, EnvValue> {
    return { [`${prefix}_URL`]: this.url };
  }
}
