import type { EnvValue } from '../kubernetes';

/**
 * Text with other parts of the same endpoint in it: `amqp://{user}:{password}@{address}`. Kubernetes itself puts in those
 * that stand in Secrets. A name in braces that is meant as it stands gets two of each: `{{user}}`.
 */
export interface PartTemplate {
  readonly template: string;
}

/** What a client is told of an endpoint: text, a key of a Secret, or text that is made of other parts. */
export type PartValue = EnvValue | PartTemplate;

/** What an endpoint gives its clients, by name; `undefined` is a part that this one has not: a password where none is asked for. */
export type Parts<P extends string = string> = { readonly [Name in P]: PartValue | undefined };

/** Names of the parts of an endpoint. */
export type PartOf<E> = E extends { readonly parts: infer Given } ? keyof Given & string : never;

/** Variables by the client's own names: each holds a part of the endpoint, or text with parts in it. */
export type EnvMap<P extends string = string> = Readonly<Record<string, P | `${string}{${P}}${string}`>>;

/** Parts that clients get where they name none, by what is spoken. */
export const defaultParts = {
  plain: ['host', 'port'],
  http: ['url'],
  grpc: ['address'],
  database: ['host', 'port', 'database', 'user', 'password'],
  cache: ['host', 'port', 'user', 'password', 'url'],
  mail: ['host', 'port', 'user', 'password'],
  objectStore: ['url', 'bucket', 'region', 'accessKeyId', 'secretAccessKey'],
  amqp: ['user', 'password', 'url'],
} as const;

/** Parts of anything with a host and a port; `address` is both, `host:port`. */
export type PlainPart = 'host' | 'port' | 'address';

/** Where something listens, as its clients dial it. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** Host, port, and both as one text. */
export function plainParts({ host, port }: HostAndPort): Parts<PlainPart> {
  return { host, port: String(port), address: addressOf(host, port) };
}

/** `host:port`; IPv6 addresses stand in brackets. */
export function addressOf(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** A URL of the address, with the login that the parts hold. */
export function urlTemplate(scheme: string, login: Partial<Parts<'user' | 'password'>>, path = ''): PartTemplate {
  const user = login.user === undefined ? '' : '{user}';
  return { template: `${scheme}://${login.password === undefined ? '' : `${user}:{password}@`}{address}${path}` };
}
