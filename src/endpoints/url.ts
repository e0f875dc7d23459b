import type { Construct } from 'constructs';
import { ProblemsError } from '../problem';
import type { AddressBlock } from '../topology';
import type { OutsideAddress } from './place';

/** A web address outside the cluster. */
export interface OutsideUrl {
  /** `https://` or `http://`, without user and password. */
  readonly url: string;
  /** Networks that its host is in, for the policies of its clients: `203.0.113.0/24`. @default - as for any {@link OutsideAddress} */
  readonly networks?: readonly AddressBlock[];
}

const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * Host, port and networks of a URL.
 * @throws if it can't be read or holds a password
 */
export function addressOfUrl(scope: Construct, id: string, { url, networks }: OutsideUrl): OutsideAddress {
  const where = `${scope.node.path}/${id}`;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const defaultPort = defaultPorts[parsed?.protocol ?? ''];
  if (!parsed || defaultPort === undefined) {
    throw ProblemsError.at(where, `impossible URL '${url}', give one such as 'https://api.example.com/v1'`);
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw ProblemsError.at(
      where,
      `the URL of '${parsed.host}' holds a user or password, leave them out and give the client a Credential`,
    );
  }
  const host = parsed.hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, ...(networks && { networks }), port: parsed.port === '' ? defaultPort : Number(parsed.port) };
}
