import type { ErrorObject } from 'ajv';
import { nearest } from '../../environment/nearest';
import { fieldOf } from './place';
import type { Schema } from './pool';

const LONGEST_VALUE = 60;
const LONGEST_LIST = 12;

/** What one error of the validator says to a person, and where: `place` is where the checked value is. */
export function tell(error: ErrorObject, place: string, secret: boolean): { path: string; message: string } {
  const schema = (error.parentSchema ?? {}) as Schema;
  const show = (value: unknown) =>
    secret && typeof value === 'string' ? `a text of ${value.length} characters` : shown(value);
  if (error.propertyName !== undefined) {
    return {
      path: fieldOf(place, error.propertyName),
      message: `the key ${shown(error.propertyName)} is not ${schema.description ?? 'allowed'}`,
    };
  }
  switch (error.keyword) {
    case 'additionalProperties': {
      const field = String(error.params.additionalProperty);
      return { path: fieldOf(place, field), message: unknownField(field, Object.keys(schema.properties ?? {})) };
    }
    case 'required': {
      const field = String(error.params.missingProperty);
      const child = schema.properties?.[field];
      const allowed = child?.enum
        ? `; allowed: ${listed(child.enum)}`
        : child?.description
          ? `; give ${child.description}`
          : '';
      return { path: fieldOf(place, field), message: `is required, but missing${allowed}` };
    }
    case 'type':
    case 'anyOf':
      return { path: place, message: wrongType(error.data, schema, show) };
    case 'enum':
    case 'const':
      return { path: place, message: notAllowed(error.data, schema.enum ?? [error.params.allowedValue], show) };
    case 'pattern':
      return {
        path: place,
        message: `${show(error.data)} is not ${schema.description ?? `of the form ${schema.pattern}`}`,
      };
    case 'minimum':
    case 'maximum':
      return {
        path: place,
        message: schema.description
          ? `${show(error.data)} is not ${schema.description}`
          : `${show(error.data)} is out of range; allowed: ${range(schema)}`,
      };
    case 'exactlyOne':
    case 'atMostOne':
      return { path: place, message: howMany(error.keyword, error.data as object, error.schema as string[]) };
    default:
      return { path: place, message: size(error, schema, show) };
  }
}

function unknownField(field: string, fields: string[]): string {
  const meant = nearest(field, fields);
  if (meant !== undefined) return `unknown field ${shown(field)}; did you mean ${shown(meant)}?`;
  if (fields.length > LONGEST_LIST)
    return `unknown field ${shown(field)}; none of the ${fields.length} fields allowed here is like it`;
  return fields.length === 0
    ? `unknown field ${shown(field)}; no field is allowed here`
    : `unknown field ${shown(field)}; allowed here: ${[...fields].sort().join(', ')}`;
}

function wrongType(value: unknown, schema: Schema, show: (value: unknown) => string): string {
  const types = schema.anyOf ? schema.anyOf.map((one) => one.type ?? 'object') : [schema.type ?? 'object'];
  const wanted = types.flat().filter((type) => type !== 'null');
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

function described(value: unknown, show: (value: unknown) => string): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return `the ${typeof value} ${show(value)}`;
}

function article(type: string): string {
  if (type === 'array') return 'a list';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function notAllowed(value: unknown, allowed: readonly unknown[], show: (value: unknown) => string): string {
  const texts = allowed.filter((one): one is string => typeof one === 'string');
  const meant = typeof value === 'string' ? nearest(value, texts) : undefined;
  return `${show(value)} is not allowed; allowed: ${listed(allowed)}${meant === undefined ? '' : `; did you mean ${shown(meant)}?`}`;
}

function howMany(keyword: string, value: object, fields: readonly string[]): string {
  const given = fields.filter((field) => (value as Record<string, unknown>)[field] !== undefined);
  const wanted = keyword === 'exactlyOne' ? 'must have exactly one of' : 'may have only one of';
  return `${wanted} ${fields.join(', ')}, but has ${given.length === 0 ? 'none' : given.join(' and ')}`;
}

function size(error: ErrorObject, schema: Schema, show: (value: unknown) => string): string {
  const limit = Number(error.params.limit);
  const bound = error.keyword.startsWith('min') ? 'at least' : 'at most';
  switch (error.keyword) {
    case 'minItems':
    case 'maxItems':
      return `must have ${bound} ${limit} ${limit === 1 ? 'entry' : 'entries'}, but has ${(error.data as unknown[]).length}`;
    case 'minLength':
    case 'maxLength':
      return `${show(error.data)} must have ${bound} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
    case 'minProperties':
    case 'maxProperties': {
      const given = Object.keys(error.data as object);
      const single = schema.minProperties === 1 && schema.maxProperties === 1;
      const wanted =
        schema.description ?? (single ? 'exactly one field' : `${bound} ${limit} ${limit === 1 ? 'field' : 'fields'}`);
      return `must have ${wanted}, but has ${given.length === 0 ? 'no field' : given.join(' and ')}`;
    }
    default:
      return `${show(error.data)} ${error.message ?? 'is not allowed'}`;
  }
}

function range({ minimum, maximum }: Schema): string {
  if (minimum === undefined) return `at most ${maximum}`;
  return maximum === undefined ? `at least ${minimum}` : `${minimum} to ${maximum}`;
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
