// JSON with a line for each entry: short, and a change shows as the lines it touches.

/** A map of entries. */
export function map(entries, indent = '') {
  const lines = Object.entries(entries).map(
    ([name, value]) => `${indent} ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}${indent === '' ? '\n' : ''}`;
}

/** An index of kinds, with what stands before them. */
export function list(kinds, head = {}) {
  const heads = Object.entries(head).map(([name, value]) => ` ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  return `{\n${heads.join('')} "kinds": [\n${kinds.map((kind) => `  ${JSON.stringify(kind)}`).join(',\n')}\n ]\n}\n`;
}
