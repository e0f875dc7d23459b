import type { Construct } from 'constructs';
import type { IEndpoint } from './endpoint';
import { serviceUrl } from './host';
import { OutsideEndpoint } from './outside-endpoint';
import { defaultParts, type HostAndPort, type Parts, type PlainPart, plainParts } from './parts';
import type { OutsidePlace, OutsideService } from './place';
import { addressOfUrl, type OutsideUrl } from './url';

/** Parts of a web server; `url` is where its paths begin. */
export type HttpPart = PlainPart | 'url';

/** A web server. */
export interface IHttpEndpoint extends IEndpoint<HttpPart> {
  /** The same text from every namespace. */
  readonly url: string;
}

/** Parts of a web server. @param url other than that of host and port */
export function httpParts(
  place: HostAndPort,
  url = serviceUrl(place.host, place.port),
): Parts<HttpPart> & { readonly url: string } {
  return { url, ...plainParts(place) };
}

/** What makes an endpoint a web server. @param url other than that of host and port */
export function httpServerAt(
  place: HostAndPort,
  url?: string,
): Required<Pick<IHttpEndpoint, 'url' | 'parts' | 'defaultParts'>> {
  const parts = httpParts(place, url);
  return { url: parts.url, parts, defaultParts: defaultParts.http };
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

  readonly url: string;
  readonly parts: Parts<HttpPart>;
  readonly defaultParts = defaultParts.http;

  private constructor(scope: Construct, id: string, place: OutsidePlace, url?: string) {
    super(scope, id, place, 80);
    this.url = url ?? serviceUrl(this.host, this.port);
    this.parts = httpParts(this, this.url);
  }
}
