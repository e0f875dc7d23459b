/** Plain data of a manifest: a map of fields. */
export type Plain = Record<string, unknown>;

/** Whether a value is a map of fields. */
export function isMap(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of maps; anything else is left out. */
export function mapsIn(value: unknown): Plain[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

/** A map, or an empty one. */
export function mapIn(value: unknown): Plain {
  return isMap(value) ? value : {};
}

/** A text, or an empty one; numbers and booleans are written out. */
export function textIn(value: unknown): string {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
}

/** The texts of a list; anything else is left out. */
export function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
