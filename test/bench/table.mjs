/** A Markdown table; the first column is text, the others stand right. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** A number with as many digits as it deserves. */
export function show(value, digits = 2) {
  return value === undefined ? '-' : value.toFixed(digits);
}

/** Megabytes. */
export function megabytes(value) {
  return value === undefined ? '-' : value.toFixed(0);
}
