/** A map of a manifest whose shape is not known to be right: checks also run on what the schemas refuse. */
export type Fields = Readonly<Record<string, unknown>>;

const none: Fields = Object.freeze({});
const empty: readonly unknown[] = Object.freeze([]);

/** Whether a value is a map. */
export function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a map; an empty one for everything else. */
export function fields(value: unknown): Fields {
  return isMap(value) ? value : none;
}

/** The value as a list; an empty one for everything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : empty;
}

/** The maps of a list; anything else is left out. */
export function mapsIn(value: unknown): readonly Fields[] {
  return list(value).filter(isMap);
}

/** The texts of a list; anything else is left out. */
export function textsIn(value: unknown): readonly string[] {
  return list(value).filter((item) => typeof item === 'string');
}

/** A text, or an empty one; numbers and booleans are written out. */
export function textIn(value: unknown): string {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

/** The value if it is a text. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value if it is a number. */
export function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The value below a path of map keys, or undefined. */
export function dig(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Fields)[key];
  }
  return current;
}

/** Keys and values of a map whose values are texts; others are left out. */
export function texts(value: unknown): readonly (readonly [string, string])[] {
  const pairs: [string, string][] = [];
  for (const [key, item] of Object.entries(fields(value))) if (typeof item === 'string') pairs.push([key, item]);
  return pairs;
}

/** A map of texts, as labels and annotations are. */
export function textMap(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(texts(value));
}
