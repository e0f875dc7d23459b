import { isDeepStrictEqual } from 'node:util';
import { JsonPatch } from 'cdk8s';
import type { KubernetesObject } from './object';

interface Operation {
  readonly op: string;
  readonly path: string;
  /** Of `move` and `copy`. */
  readonly from?: string;
  /** Of `add`, `replace` and `test`. */
  readonly value?: unknown;
}

/**
 * Applies JSON patches (RFC 6902), one after the other; the object itself may be changed by it.
 *
 * @throws if a patch changes nothing, finds nothing where it points to, or tests what does not hold
 */
export function applyJsonPatches(object: KubernetesObject, patches: readonly JsonPatch[]): KubernetesObject {
  return patches.reduce((current, patch) => {
    const operation = operationOf(patch);
    const { from } = operation;
    const what = `JSON patch '${operation.op} ${from === undefined ? '' : `${from} to `}${operation.path}' of ${current.kind} '${current.metadata.name}'`;
    checkPlaces(current, operation, what);
    if (operation.op === 'test') {
      checkValue(current, operation, what);
      return current;
    }
    const before = JSON.stringify(current);
    const after: KubernetesObject = JsonPatch.apply(current, patch);
    if (JSON.stringify(after) === before) {
      throw new Error(`${what} changes nothing, remove it or correct its path or value`);
    }
    return after;
  }, object);
}

function operationOf(patch: JsonPatch): Operation {
  // Not in its types, but the only way to ask.
  return (patch as unknown as { _toJson(): Operation })._toJson();
}

function checkPlaces(object: KubernetesObject, { op, path, from }: Operation, what: string): void {
  if (from !== undefined) checkPlace(object, keysOf(from), what);
  const keys = keysOf(path);
  checkPlace(object, op === 'replace' || op === 'remove' || op === 'test' ? keys : keys.slice(0, -1), what);
}

function checkValue(object: KubernetesObject, { path, value }: Operation, what: string): void {
  const found = checkPlace(object, keysOf(path), what);
  if (isDeepStrictEqual(found, value)) return;
  throw new Error(`${what} expects ${JSON.stringify(value)}, but finds ${JSON.stringify(found)}`);
}

/** What stands at a place. @throws if there is nothing */
function checkPlace(object: KubernetesObject, keys: readonly string[], what: string): unknown {
  let current: unknown = object;
  for (const [depth, key] of keys.entries()) {
    const isHolder = current !== null && typeof current === 'object';
    if (isHolder && Object.hasOwn(current as object, key)) {
      current = (current as Record<string, unknown>)[key];
      continue;
    }
    const holder = `/${keys.slice(0, depth).join('/')}`;
    const found = isHolder ? Object.keys(current as object).join(', ') : '';
    throw new Error(
      `${what} finds no '${key}' in '${holder}', which has ${found === '' ? 'nothing below it' : found}: correct the path, or add what is missing first`,
    );
  }
  return current;
}

/** Keys of a JSON pointer (RFC 6901). */
function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
