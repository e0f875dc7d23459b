/** The one form of an error's text: what is wrong, then what is allowed. */
export function told(wrong: string, allowed: string): string {
  return `${wrong}, allowed: ${allowed}`;
}

/** A given value in a message: text in single quotes, on one line, cut when long; anything else as JSON. */
export function quoted(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'nothing';
  const text = JSON.stringify(value.length > 160 ? `${value.slice(0, 160)}...` : value);
  return `'${text.slice(1, -1).replaceAll('\\"', '"')}'`;
}
