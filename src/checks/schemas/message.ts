import { nearest } from '../../environment/nearest';
import type { JsonSchema } from './json-schema';
import { type Show, shown } from './shown';

const LONGEST_LIST = 12;

/** A field that the object does not have. */
export function unknownField(field: string, fields: readonly string[]): string {
  const meant = nearest(field, fields);
  if (meant !== undefined) return `unknown field ${shown(field)}; did you mean ${shown(meant)}?`;
  if (fields.length > LONGEST_LIST)
    return `unknown field ${shown(field)}; none of the ${fields.length} fields allowed here is like it`;
  return fields.length === 0
    ? `unknown field ${shown(field)}; no field is allowed here`
    : `unknown field ${shown(field)}; allowed here: ${[...fields].sort().join(', ')}`;
}

/** A field that has to be given. */
export function missing(schema: JsonSchema | undefined): string {
  if (schema?.enum) return `is required, but missing; allowed: ${listed(schema.enum)}`;
  return `is required, but missing${schema?.description ? `; give ${schema.description}` : ''}`;
}

/** A value of another type than those wanted. */
export function wrongType(value: unknown, wanted: readonly string[], show: Show): string {
  let mend = '';
  if (!wanted.includes('string') || typeof value === 'string') {
    if (typeof value === 'string' && readsAs(value, wanted)) mend = '; write it without quotes';
  } else if (typeof value === 'number' || typeof value === 'boolean') {
    mend = '; write it in quotes';
  }
  return `must be ${wanted.map(article).join(' or ')}, but is ${described(value, show)}${mend}`;
}

function readsAs(text: string, wanted: readonly string[]): boolean {
  if (wanted.includes('boolean') && (text === 'true' || text === 'false')) return true;
  if (wanted.includes('integer') && /^-?\d+$/.test(text)) return true;
  return wanted.includes('number') && /^-?\d+(\.\d+)?$/.test(text);
}

function described(value: unknown, show: Show): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return `the ${typeof value} ${show(value)}`;
}

function article(type: string): string {
  if (type === 'array') return 'a list';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** A value that is not one of a list. */
export function notAllowed(value: unknown, allowed: readonly unknown[], show: Show): string {
  const texts = allowed.filter((one): one is string => typeof one === 'string');
  const meant = typeof value === 'string' ? nearest(value, texts) : undefined;
  return `${show(value)} is not allowed; allowed: ${listed(allowed)}${meant === undefined ? '' : `; did you mean ${shown(meant)}?`}`;
}

/** A text that is not of a form. */
export function notOfForm(value: unknown, schema: JsonSchema, show: Show): string {
  return `${show(value)} is not ${schema.description ?? `of the form ${schema.pattern}`}`;
}

/** A number outside its range. */
export function outOfRange(value: unknown, schema: JsonSchema, show: Show): string {
  if (schema.description) return `${show(value)} is not ${schema.description}`;
  return `${show(value)} is out of range; allowed: ${range(schema)}`;
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const least = exclusiveMinimum !== undefined ? `more than ${exclusiveMinimum}` : `at least ${minimum}`;
  const most = exclusiveMaximum !== undefined ? `less than ${exclusiveMaximum}` : `at most ${maximum}`;
  if ((minimum ?? exclusiveMinimum) === undefined) return most;
  if ((maximum ?? exclusiveMaximum) === undefined) return least;
  return minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}` : `${least}, ${most}`;
}

/** Other than exactly one, or more than one, of some fields. */
export function howMany(rule: 'exactly' | 'only', given: readonly string[], fields: readonly string[]): string {
  const wanted = rule === 'exactly' ? 'must have exactly one of' : 'may have only one of';
  return `${wanted} ${fields.join(', ')}, but has ${given.length === 0 ? 'none' : given.join(' and ')}`;
}

/** A list, a text or an object of the wrong size. */
export function wrongSize(
  bound: 'at least' | 'at most',
  limit: number,
  has: { entries: number } | { text: string },
): string {
  const unit = 'entries' in has ? (limit === 1 ? 'entry' : 'entries') : limit === 1 ? 'character' : 'characters';
  if ('entries' in has) return `must have ${bound} ${limit} ${unit}, but has ${has.entries}`;
  return `${has.text} must have ${bound} ${limit} ${unit}`;
}

/** An object with too many fields or too few. */
export function wrongFields(given: readonly string[], schema: JsonSchema, bound: 'at least' | 'at most'): string {
  const single = schema.minProperties === 1 && schema.maxProperties === 1;
  const limit = bound === 'at least' ? schema.minProperties : schema.maxProperties;
  const wanted =
    schema.description ?? (single ? 'exactly one field' : `${bound} ${limit} ${limit === 1 ? 'field' : 'fields'}`);
  return `must have ${wanted}, but has ${given.length === 0 ? 'no field' : given.join(' and ')}`;
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}
