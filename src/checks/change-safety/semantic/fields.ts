import { KindRegistry, listFormAt, type Schema, schemaOf } from '../../../kubernetes/kind-registry';
import type { KubernetesObject } from '../../../kubernetes/object';
import { compareQuantities } from '../../../kubernetes/quantity';
import { type Fields, isMap } from '../../../manifests/fields';
import { canonical } from './canonical';
import { embeddedDocument, mayEmbed } from './embedded';
import { listIdentity } from './lists';
import type { ChangePath } from './path';
import { isQuantityField } from './quantity-fields';
import { isServerDefault } from './server-defaults';

/** One field that means something else than before. */
export interface FieldChange {
  readonly path: ChangePath;
  /** The value before; `undefined` when the field is new. */
  readonly from: unknown;
  /** The value now; `undefined` when the field is gone. */
  readonly to: unknown;
}

/** Whether a change is of a named element of a list, or of a list or map around it that holds the element. */
export function isAbout(field: FieldChange, name: string): boolean {
  return field.path.includes(`[${name}]`) || JSON.stringify([field.from, field.to]).includes(`"name":"${name}"`);
}

/**
 * Every field in which two versions of an object differ in meaning, each once, sorted by the fields' order in the old one.
 * Order of keys, spelling of quantities, order of lists with named elements, null and absent make no difference.
 */
export function diffObjects(
  from: KubernetesObject,
  to: KubernetesObject,
  kinds = KindRegistry.forVersion(),
): FieldChange[] {
  const found: FieldChange[] = [];
  const served = kinds.find(to.apiVersion, to.kind);
  diffMaps(from, to, { kind: from.kind, schema: served && schemaOf(served.version), path: [], found });
  return found;
}

interface Walk {
  readonly kind: string;
  /** Schema of the kind, where it is known: it says what names the elements of lists. */
  readonly schema: Schema | undefined;
  /** Grows and shrinks with the walk; copied when a change is found. */
  readonly path: string[];
  readonly found: FieldChange[];
}

function diffValues(from: unknown, to: unknown, step: string, walk: Walk): void {
  if (from === to) return;
  walk.path.push(step);
  if (Array.isArray(from) && Array.isArray(to)) diffLists(from, to, step, walk);
  else if (isMap(from) && isMap(to)) diffMaps(from, to, walk);
  else if (from === undefined && isNamedList(step, to, walk)) diffLists([], to, step, walk);
  else if (to === undefined && isNamedList(step, from, walk)) diffLists(from, [], step, walk);
  else if (!isSame(from, to, walk)) walk.found.push({ path: [...walk.path], from, to });
  walk.path.pop();
}

function diffMaps(from: Fields, to: Fields, walk: Walk): void {
  for (const key in from) {
    const before = from[key] ?? undefined;
    const after = to[key] ?? undefined;
    if (before !== after) diffValues(before, after, key, walk);
  }
  for (const key in to) {
    if ((from[key] ?? undefined) === undefined && (to[key] ?? undefined) !== undefined)
      diffValues(undefined, to[key], key, walk);
  }
}

/** Whether two values that aren't both lists or both maps mean the same; documents in a string are walked into. */
function isSame(from: unknown, to: unknown, walk: Walk): boolean {
  if (isQuantityField(walk.path) && compareQuantities(from, to) === 0) return true;
  if ((from === undefined || to === undefined) && isServerDefault(walk.kind, walk.path, from ?? to)) return true;
  if (typeof from !== 'string' || typeof to !== 'string' || !mayEmbed(walk.kind, walk.path)) return false;
  const key = walk.path.at(-1) ?? '';
  const before = embeddedDocument(key, from);
  const after = before === undefined ? undefined : embeddedDocument(key, to);
  if (Array.isArray(before) && Array.isArray(after)) diffLists(before, after, key, walk);
  else if (isMap(before) && isMap(after)) diffMaps(before, after, walk);
  else return false;
  return true;
}

/** A list that comes or goes as a whole is told by its elements, where these have names. */
function isNamedList(field: string, value: unknown, walk: Walk): value is unknown[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  return listIdentity(field, value, [], listFormAt(walk.schema, walk.path)).by === 'key';
}

function diffLists(from: readonly unknown[], to: readonly unknown[], field: string, walk: Walk): void {
  const identity = listIdentity(field, from, to, listFormAt(walk.schema, walk.path));
  if (identity.by === 'key') diffByKey(from, to, identity.keyOf, walk);
  else if (identity.by === 'set') diffAsSets(from, to, walk);
  else if (from.every(isMap) && to.every(isMap)) {
    for (let index = 0; index < Math.max(from.length, to.length); index++) {
      diffValues(from[index], to[index], `[${index}]`, walk);
    }
  } else if (canonical(from) !== canonical(to)) walk.found.push({ path: [...walk.path], from, to });
}

function diffByKey(
  from: readonly unknown[],
  to: readonly unknown[],
  keyOf: (item: unknown) => string,
  walk: Walk,
): void {
  const after = new Map(to.map((item) => [keyOf(item), item]));
  const before = new Set<string>();
  for (const item of from) {
    const key = keyOf(item);
    before.add(key);
    diffValues(item, after.get(key), `[${key}]`, walk);
  }
  for (const [key, item] of after) if (!before.has(key)) diffValues(undefined, item, `[${key}]`, walk);
}

/** Equal elements are matched wherever they are; of the rest, maps are compared in pairs, so that the field is named. */
function diffAsSets(from: readonly unknown[], to: readonly unknown[], walk: Walk): void {
  const before = new Map(from.map((item, index) => [setText(item), index]));
  const after = new Map(to.map((item, index) => [setText(item), index]));
  const gone = [...before].filter(([text]) => !after.has(text)).map(([, index]) => index);
  const fresh = [...after].filter(([text]) => !before.has(text)).map(([, index]) => index);
  const add = (step: string, old: unknown, now: unknown): void => {
    walk.found.push({ path: [...walk.path, `[${step}]`], from: old, to: now });
  };
  if (!from.every(isMap) || !to.every(isMap)) {
    for (const index of gone) add(show(from[index]), from[index], undefined);
    for (const index of fresh) add(show(to[index]), undefined, to[index]);
    return;
  }
  const pairs = Math.min(gone.length, fresh.length);
  for (let pair = 0; pair < pairs; pair++) {
    diffValues(from[gone[pair] ?? 0], to[fresh[pair] ?? 0], `[${fresh[pair]}]`, walk);
  }
  for (const index of gone.slice(pairs)) add(`-${index}`, from[index], undefined);
  for (const index of fresh.slice(pairs)) add(`${index}`, undefined, to[index]);
}

/** An element of a set in a path; texts that look like something else are quoted. */
function show(value: unknown): string {
  return typeof value === 'string' && !/^(-?\d|true|false|null|["[{])/.test(value) ? value : JSON.stringify(value);
}

/** Text of an element of a set: sets in it are sorted too, so that a rule of the same peers in other order is the same. */
function setText(value: unknown): string {
  return canonical(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value
      .map(sorted)
      .map((item) => [canonical(item), item] as const)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([, item]) => item);
  }
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sorted(item)]));
}
