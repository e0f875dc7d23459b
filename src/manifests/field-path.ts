/** Splits `spec.template.spec.containers[0].env` or `data["a.b"].x` into keys and indexes. */
export function splitField(field: string): (string | number)[] {
  const parts: (string | number)[] = [];
  for (const match of field.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)) {
    const [, index, quoted, plain] = match;
    if (index !== undefined) parts.push(Number(index));
    else parts.push(quoted !== undefined ? quoted.replace(/\\(.)/g, '$1') : (plain ?? ''));
  }
  return parts;
}

/** A field below a path: `spec` and `replicas` are `spec.replicas`; a key with dots or slashes is put in brackets and quotes. */
export function keyed(path: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
