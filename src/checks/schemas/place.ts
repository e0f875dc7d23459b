const PLAIN = /^[A-Za-z_$][\w$-]*$/;

/** A field below a place: `spec` and `replicas` are `spec.replicas`, a key such as `a.b/c` is put in brackets and quotes. */
export function fieldOf(place: string, field: string): string {
  if (!PLAIN.test(field)) return `${place}[${JSON.stringify(field)}]`;
  return place === '' ? field : `${place}.${field}`;
}
