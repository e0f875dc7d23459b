const PLAIN = /^[A-Za-z_$][\w$-]*$/;

/** A field below a place: `spec` and `replicas` are `spec.replicas`, a key such as `a.b/c` is put in brackets and quotes. */
export function fieldOf(place: string, field: string): string {
  if (!PLAIN.test(field)) return `${place}[${JSON.stringify(field)}]`;
  return place === '' ? field : `${place}.${field}`;
}

/** `/spec/containers/0/image` of an object as `spec.containers[0].image`. */
export function placeOf(pointer: string, root: unknown): string {
  let place = '';
  let value = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    place = Array.isArray(value) ? `${place}[${key}]` : fieldOf(place, key);
    value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  }
  return place;
}
