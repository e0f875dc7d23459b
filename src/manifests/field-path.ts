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

/** The path of one annotation or label: their keys hold dots and slashes. */
export function keyed(path: string, key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}
