import { readFileSync } from 'node:fs';
import { type Problem, ProblemsError } from '../../problem';
import type { NeededSecret } from '../output';

/** Values from outside, by `namespace/name/key`. */
export type OutsideValues = ReadonlyMap<string, Buffer>;

/** Largest Secret that an API server stores, in bytes. */
const maxBytes = 1024 * 1024;

/**
 * Reads what is given as `namespace/name/key=PATH`, byte by byte as it stands in the file.
 *
 * @throws ProblemsError for keys that are not needed or that are made here, and for files that can't be read
 */
export function readOutsideValues(given: readonly string[], secrets: readonly NeededSecret[]): OutsideValues {
  const values = new Map<string, Buffer>();
  const problems: Problem[] = [];
  const outside = new Set(
    secrets.flatMap(({ namespace, name, keys }) =>
      keys.filter(({ origin }) => origin === 'outside').map(({ key }) => `${namespace}/${name}/${key}`),
    ),
  );
  const allowed = [...outside].sort().join(', ') || 'none: no Secret has a key from outside';
  for (const text of given) {
    const split = text.indexOf('=');
    const [key, path] = [text.slice(0, Math.max(0, split)), text.slice(split + 1)];
    const tell = (message: string) => problems.push({ where: '--from-file', message });
    if (!/^[^/=]+\/[^/=]+\/[^/=]+$/.test(key) || path === '') {
      tell(`'${text}' is no namespace/name/key=PATH`);
    } else if (!outside.has(key)) tell(`'${key}' is no key that comes from outside; allowed: ${allowed}`);
    else if (values.has(key)) tell(`'${key}' is given twice, leave one out`);
    else {
      const value = read(path, tell);
      if (value !== undefined) values.set(key, value);
    }
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  return values;
}

/** Keys whose file is one line with a line break at its end, which is seldom meant. */
export function trailingLineBreaks(values: OutsideValues): string[] {
  return [...values]
    .filter(([, value]) => value.indexOf(10) === value.length - 1 && value.length > 0)
    .map(([key]) => key);
}

function read(path: string, tell: (message: string) => void): Buffer | undefined {
  let value: Buffer;
  try {
    value = readFileSync(path);
  } catch (error) {
    tell(`'${path}' can't be read: ${(error as NodeJS.ErrnoException).code ?? error}`);
    return undefined;
  }
  if (value.length === 0) tell(`'${path}' is empty`);
  else if (value.length > maxBytes) tell(`'${path}' has ${value.length} bytes, a Secret holds at most ${maxBytes}`);
  else return value;
  return undefined;
}
