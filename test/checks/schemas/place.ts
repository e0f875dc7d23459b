/** `spec.containers[0].image` and `metadata.labels["a/b"]` as keys. */
function keysOf(place: string): (string | number)[] {
  const parts = place.match(/\["[^"]*"\]|\[\d+\]|[^.[\]]+/g) ?? [];
  return parts.map((part) =>
    part.startsWith('["') ? part.slice(2, -2) : part.startsWith('[') ? Number(part.slice(1, -1)) : part,
  );
}

/** Puts a value at a place of an object; `undefined` removes what is there. */
export function put(object: object, place: string, value: unknown): void {
  const keys = keysOf(place);
  const last = keys.pop();
  let holder = object as Record<string | number, unknown>;
  for (const key of keys) {
    holder[key] ??= {};
    holder = holder[key] as Record<string | number, unknown>;
  }
  if (last === undefined) throw new Error('no place');
  if (value === undefined) delete holder[last];
  else holder[last] = value;
}
