import type { z } from 'zod';
import { quoted } from './told';

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** What a schema wanted where it found something else, in words; undefined where only the schema itself can say it. */
export function expectation(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return isWhole(issue.inst) ? TYPES.int : (TYPES[String(issue.expected)] ?? String(issue.expected));
    case 'invalid_value':
      return oneOf(listOf(issue.values));
    case 'invalid_union':
      return issue.options === undefined ? alternatives(issue) : oneOf(listOf(issue.options));
    case 'invalid_key':
      return 'keys that are not empty';
    case 'too_small':
      return bound(issue, Number(issue.minimum), issue.inclusive === false ? 'more than' : 'at least');
    case 'too_big':
      return bound(issue, Number(issue.maximum), issue.inclusive === false ? 'less than' : 'at most');
    default:
      return undefined;
  }
}

/** Whether the value would have been right as text: `1.36` where `'1.36'` is wanted. */
export function wantsText(issue: z.core.$ZodRawIssue, written: string): boolean {
  if (issue.code === 'invalid_type') return issue.expected === 'string';
  return issue.code === 'invalid_value' && listOf(issue.values).includes(written);
}

/** What was given, in words. */
export function kindOf(value: unknown, written: string | undefined): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? quoted(value) : `the ${typeof value} ${written ?? String(value)}`;
}

/** A schema for whole numbers asks for a number first, and then for a whole one. */
function isWhole(schema: unknown): boolean {
  return (schema as { _zod?: { def?: { format?: unknown } } } | undefined)?._zod?.def?.format === 'safeint';
}

function alternatives(issue: z.core.$ZodRawIssue): string {
  const options = listOf(issue.errors) as readonly (readonly z.core.$ZodRawIssue[])[];
  // What is asked of a place within says nothing about the value itself.
  const wanted = options.map(
    ([first]) => (first?.path?.length === 0 ? expectation(first) : undefined) ?? 'another form',
  );
  return [...new Set(wanted)].join(' or ');
}

function bound(issue: z.core.$ZodRawIssue, limit: number, relation: string): string {
  const unit =
    issue.origin === 'string' ? 'character' : issue.origin === 'number' || issue.origin === 'int' ? '' : 'entr';
  if (unit === '') return `${relation} ${limit}`;
  const plural = unit === 'entr' ? (limit === 1 ? 'y' : 'ies') : limit === 1 ? '' : 's';
  return `${relation} ${limit} ${unit}${plural}`;
}

function oneOf(values: readonly unknown[]): string {
  return values.map(quoted).join(', ');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
