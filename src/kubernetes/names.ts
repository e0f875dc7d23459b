import { createHash } from 'node:crypto';

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Longest DNS label, and so the longest name of a Service, a namespace or a label value. */
export const maxLabelLength = 63;

/** What is wrong with a name that has to be a DNS label (RFC 1123), or `undefined`. */
export function labelNameProblem(name: string, maxLength = maxLabelLength): string | undefined {
  if (name.length > maxLength)
    return `name '${name}' has ${name.length} characters, at most ${maxLength} are allowed: shorten it`;
  if (!label.test(name)) {
    return `name '${name}' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit`;
  }
  return undefined;
}

/** Whether a text is a DNS subdomain (RFC 1123): a host name, or the name of most objects. */
export function isSubdomain(name: string): boolean {
  return name.length <= 253 && name.split('.').every((part) => label.test(part));
}

/** What is wrong with a name of a Secret, a DNS subdomain, or `undefined`. */
export function secretNameProblem(name: string): string | undefined {
  if (isSubdomain(name)) return undefined;
  return `name '${name}' is not possible for a Secret: use at most 253 lower-case letters, digits, '-' and '.', each part beginning and ending with a letter or digit`;
}

/** What is wrong with a key of a ConfigMap or a Secret, or `undefined`. */
export function keyProblem(key: string): string | undefined {
  if (/^[-._a-zA-Z0-9]{1,253}$/.test(key) && !key.startsWith('..') && key !== '.') return undefined;
  return `key '${key}' is not possible, use at most 253 letters, digits, '-', '_' and '.'`;
}

/** What is wrong with the name of a port (Kubernetes docs, Service: IANA service names), or `undefined`. */
export function portNameProblem(name: string): string | undefined {
  if (/^[a-z0-9-]{1,15}$/.test(name) && /[a-z]/.test(name) && !/^-|--|-$/.test(name)) return undefined;
  return `port name '${name}' is not possible, use at most 15 lower-case letters, digits and single '-', with a letter among them, beginning and ending with a letter or digit`;
}

/** Characters of a {@link contentHash}. */
export const contentHashLength = 16;

/** A short digest of content: part of a name or annotation that has to change with it. */
export function contentHash(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, contentHashLength);
}
