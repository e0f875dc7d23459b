import { isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';
import { quoted, told } from './told';

const LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** A DNS label, the form of most Kubernetes names: lower-case letters, digits and hyphens, at most 63 characters (RFC 1123). */
export function dnsLabel() {
  return z.string().regex(LABEL, {
    error: (issue) =>
      told(
        `impossible name ${quoted(issue.input)}`,
        'at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends',
      ),
  });
}

/** A DNS name of one or more labels, lower case, at most 253 characters, without a final dot: `zamperla.example.org`. */
export function hostname() {
  return z
    .string()
    .max(253, { abort: true, error: (issue) => badHost(issue.input) })
    .refine((name) => name.split('.').every((label) => LABEL.test(label)), { error: (issue) => badHost(issue.input) });
}

/** A DNS name as of {@link hostname}, in which `*` stands for any part of it without dots: `*.example.org`. */
export function hostPattern() {
  return z.string().refine((name) => hostname().safeParse(name.replaceAll('*', 'x')).success, {
    error: (issue) => badHost(issue.input),
  });
}

/** A TCP or UDP port, 1 to 65535. */
export function port() {
  return ranged(1, 65_535, 'impossible port');
}

/** A port that a NodePort Service may take in the API server's default range, 30000 to 32767. */
export function nodePort() {
  return ranged(30_000, 32_767, 'impossible node port');
}

/** A network in CIDR notation, IPv4 or IPv6, without host bits: `10.0.0.0/8`, `fd00::/8`, `192.0.2.7/32`. */
export function cidr() {
  return z.string().superRefine((text, context) => {
    const problem = cidrProblem(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem, input: text });
  });
}

function ranged(low: number, high: number, wrong: string) {
  const error = (issue: { readonly input?: unknown }) =>
    told(`${wrong} ${quoted(issue.input)}`, `a whole number from ${low} to ${high}`);
  return z.int().min(low, { error }).max(high, { error });
}

function badHost(input: unknown): string {
  return told(
    `impossible host name ${quoted(input)}`,
    "lower-case DNS labels joined by dots, at most 253 characters, such as 'shop.example.org'",
  );
}

function cidrProblem(text: string): string | undefined {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const width = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : 0;
  if (width === 0 || rest.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > width) {
    return told(
      `impossible network ${quoted(text)}`,
      "an IPv4 or IPv6 network in CIDR notation, such as '10.0.0.0/8' or '192.0.2.7/32'",
    );
  }
  const hostBits = BigInt(width - Number(prefix));
  if (bits(address) & ((1n << hostBits) - 1n)) {
    return told(
      `network ${quoted(text)} has bits set behind its prefix`,
      `an address that ends in zeros behind the prefix; for one host write '${address}/${width}'`,
    );
  }
  return undefined;
}

/** The address as one number; the caller has checked its form. */
function bits(address: string): bigint {
  if (isIPv4(address)) return address.split('.').reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
  const embedded = /\d+\.\d+\.\d+\.\d+$/.exec(address)?.[0];
  const plain = embedded === undefined ? address : address.replace(embedded, hexGroups(bits(embedded)));
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

function hexGroups(v4: bigint): string {
  return `${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
}
