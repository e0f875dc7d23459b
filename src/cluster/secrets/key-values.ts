import { randomInt } from 'node:crypto';
import type { NeededKey, NeededSecret } from '../output';
import type { OutsideValues } from './outside-values';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const defaultLength = 32;

/** Random letters and digits, each as likely as the other: nothing that URLs or configuration files would have to quote. */
export function randomValue(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** Values of some keys of a Secret, or the keys from outside that nobody has given. */
export type KeyValues = { readonly values: ReadonlyMap<string, Buffer> } | { readonly lacking: readonly NeededKey[] };

/** Makes, takes over or finds the value of each of these keys. */
export function valuesOf(secret: NeededSecret, keys: readonly string[], outside: OutsideValues): KeyValues {
  const values = new Map<string, Buffer>();
  const lacking: NeededKey[] = [];
  for (const key of secret.keys.filter((candidate) => keys.includes(candidate.key))) {
    const value = valueFor(secret, key, outside);
    if (value === undefined) lacking.push(key);
    else values.set(key.key, value);
  }
  return lacking.length > 0 ? { lacking } : { values };
}

function valueFor({ namespace, name }: NeededSecret, key: NeededKey, outside: OutsideValues): Buffer | undefined {
  if (key.origin === 'generated') return Buffer.from(randomValue(key.length ?? defaultLength));
  if (key.origin === 'fixed') return Buffer.from(key.value ?? '');
  return outside.get(`${namespace}/${name}/${key.key}`);
}

/** What a person has to give for keys that only somebody else can issue. */
export function askFor(secret: NeededSecret, keys: readonly NeededKey[]): string[] {
  return keys.map(({ key, description }) => {
    const about = description === undefined ? '' : `  (${description})`;
    return `    --from-file ${secret.namespace}/${secret.name}/${key}=PATH${about}`;
  });
}
