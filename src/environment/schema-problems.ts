import type { z } from 'zod';
import type { Problem } from '../problem';
import type { Path, PlacedDocument } from './document';
import { expectation, kindOf, wantsText } from './expectation';
import { nearest } from './nearest';
import { told } from './told';

/** What a schema makes of a document, or what it finds wrong with it, each at its line and column. */
export type Checked = { readonly output: unknown } | { readonly problems: readonly Problem[] };

/** Checks a document against a schema. Texts that the schema gives itself are kept, all others are written here. */
export function checkDocument(document: PlacedDocument, schema: z.ZodType): Checked {
  const allowedKeys = new Map<string, readonly string[]>();
  const result = schema.safeParse(document.value, {
    // Each form is used once or twice: generating code for it takes longer than the check.
    jitless: true,
    error(issue) {
      const path = issue.path ?? [];
      if (issue.code === 'unrecognized_keys') allowedKeys.set(String(path), shapeKeys(issue.inst));
      return valueText(issue, path, document);
    },
  });
  if (result.success) return { output: result.data };
  return { problems: result.error.issues.flatMap((issue) => problemsOf(issue, document, allowedKeys)) };
}

function problemsOf(
  issue: z.core.$ZodIssue,
  document: PlacedDocument,
  allowedKeys: ReadonlyMap<string, readonly string[]>,
): Problem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const allowed = allowedKeys.get(String(path)) ?? [];
    return issue.keys.map((key) => ({
      where: document.placeOfKey(path, key),
      message: unknownKey(key, allowed, String(path) === 'systems' ? 'system' : 'key'),
    }));
  }
  return [{ where: document.placeOf(path), message: issue.message }];
}

function unknownKey(key: string, allowed: readonly string[], what: 'key' | 'system'): string {
  const listed = [...allowed].sort().join(', ') || 'none';
  const meant = nearest(key, allowed);
  if (meant === undefined) return told(`unknown ${what} '${key}'`, listed);
  return `unknown ${what} '${key}', did you mean '${meant}'? allowed: ${listed}`;
}

/** The text for a value that the schema refuses without a text of its own. */
function valueText(issue: z.core.$ZodRawIssue, path: Path, document: PlacedDocument): string | undefined {
  const expected = expectation(issue);
  if (expected === undefined) return undefined;
  const value = valueAt(document.value, path);
  if (value === undefined) {
    const parent = path.length > 1 ? `'${dotted(path.slice(0, -1))}'` : 'the file';
    return told(`${parent} lacks the key '${String(path.at(-1))}'`, expected);
  }
  const written = document.written(path);
  const unquoted = typeof value === 'number' || typeof value === 'boolean';
  const mend = unquoted && written !== undefined && wantsText(issue, written) ? `; put it in quotes: '${written}'` : '';
  return told(
    `${path.length > 0 ? `'${dotted(path)}'` : 'the file'} is ${kindOf(value, written)}`,
    `${expected}${mend}`,
  );
}

function shapeKeys(schema: unknown): readonly string[] {
  const shape = (schema as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def?.shape;
  return Object.keys(shape ?? {});
}

function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<PropertyKey, unknown>)[key];
  }
  return found;
}

/** `cluster.nodes[0].count`. */
function dotted(path: Path): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
}
