import { Lazy } from 'cdk8s';

/**
 * A value as a manifest holds it: what is lazy is produced, what is undefined is left out, at any depth. The result shares
 * nothing with the value.
 *
 * @throws if something in it is no plain data
 */
export function toPlainData(value: unknown): unknown {
  return plain(value, []);
}

/** @param path of the value, for errors; one list for the whole walk */
function plain(value: unknown, path: string[]): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') throw notPlain(`a ${typeof value}`, path);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((entry, index) => at(String(index), entry, path));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return plain(produced(value, path), path);
  const result: Record<string, unknown> = {};
  for (const key in value) {
    const entry = at(key, (value as Record<string, unknown>)[key], path);
    if (entry !== undefined) result[key] = entry;
  }
  return result;
}

function at(key: string, value: unknown, path: string[]): unknown {
  if (value === undefined || typeof value === 'string') return value;
  path.push(key);
  const result = plain(value, path);
  path.pop();
  return result;
}

/** What stands behind cdk8s's lazy values, its tokens, and the "text or number" of generated bindings. */
function produced(value: object, path: readonly string[]): unknown {
  if (value instanceof Lazy) return value.produce();
  if ('resolve' in value && typeof value.resolve === 'function') return value.resolve();
  if ('value' in value && ['string', 'number'].includes(typeof value.value)) return value.value;
  throw notPlain(`an object of class ${value.constructor.name}`, path);
}

function notPlain(what: string, path: readonly string[]): Error {
  return new Error(`'${path.join('.')}' is ${what}, which no manifest can hold: give its text or number`);
}
