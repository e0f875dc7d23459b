import { keyed } from '../../manifests/field-path';
import { fields } from '../../manifests/fields';
import type { JsonSchema } from './json-schema';
import {
  howMany,
  missing,
  notAllowed,
  notOfForm,
  outOfRange,
  unknownField,
  wrongFields,
  wrongSize,
  wrongType,
} from './message';
import { placeOf } from './place';
import { type Show, shown } from './shown';
import type { SchemaError } from './validator';

/** One place of an object that its API would refuse. */
export interface SchemaProblem {
  /** The field, such as `spec.template.spec.containers[0].image`. */
  path: string;
  /** What is wrong, the value, what is allowed; lower case, no full stop. */
  message: string;
}

/**
 * What the validator's errors say to a person.
 *
 * @param root the object that was held against the schema
 * @param secret whether its data are never shown
 */
export function problemsOf(errors: readonly SchemaError[], root: unknown, secret: boolean): SchemaProblem[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  const outer = choices.filter((choice) => !choices.some((other) => other !== choice && isWithin(choice, other)));
  const plain = errors.filter((error) => !outer.some((choice) => error === choice || isWithin(error, choice)));
  return [
    ...outer.flatMap((choice) => problemsOfChoice(choice, errors, root, secret)),
    ...plain.flatMap((error) => (isSaidElsewhere(error, plain) ? [] : [problemOf(error, root, secret)])),
  ];
}

function problemOf(error: SchemaError, root: unknown, secret: boolean): SchemaProblem {
  const place = placeOf(error.instancePath, root);
  const { missingProperty, additionalProperty } = error.params;
  const field = error.propertyName ?? missingProperty ?? additionalProperty;
  return {
    path: field === undefined ? place : keyed(place, String(field)),
    message: messageOf(error, place, secret),
  };
}

/** A value of a wrong type has that one problem; a key is told by what it has to be. */
function isSaidElsewhere(error: SchemaError, errors: readonly SchemaError[]): boolean {
  if (error.keyword === 'propertyNames') return true;
  if (error.keyword !== 'enum' && error.keyword !== 'const') return false;
  return errors.some(({ keyword, instancePath }) => keyword === 'type' && instancePath === error.instancePath);
}

function messageOf(error: SchemaError, place: string, secret: boolean): string {
  const { keyword, data, params, schema } = error;
  const show = showAt(place, secret);
  if (error.propertyName !== undefined) {
    return `the key ${shown(error.propertyName)} is not ${schema.description ?? 'allowed'}`;
  }
  switch (keyword) {
    case 'additionalProperties':
      return unknownField(String(params.additionalProperty), Object.keys(schema.fields?.listed ?? {}));
    case 'required':
      return missing(schema.fields?.listed[String(params.missingProperty)]);
    case 'type':
      return wrongType(data, typesOf(schema), show);
    case 'enum':
      return notAllowed(data, schema.enum!, show);
    case 'const':
      return notAllowed(data, [schema.const], show);
    case 'pattern':
      return notOfForm(data, schema, show);
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return outOfRange(data, schema, show);
    case 'multipleOf':
      return `${show(data)} is no multiple of ${schema.multipleOf}`;
    case 'minItems':
    case 'maxItems':
      return wrongSize(boundOf(keyword), params.limit, { entries: (data as unknown[]).length });
    case 'minLength':
    case 'maxLength':
      return wrongSize(boundOf(keyword), params.limit, { text: show(data) });
    case 'minProperties':
    case 'maxProperties':
      return wrongFields(Object.keys(fields(data)), schema, boundOf(keyword));
    case 'exactlyOne':
    case 'atMostOne':
      return howMany(keyword === 'exactlyOne' ? 'exactly' : 'only', givenOf(data, schema[keyword]), schema[keyword]!);
    case 'refused':
      return schema.refused ?? '';
    case 'refusedValues':
      return `${show(data)} is taken ${schema.refusedValues?.[String(data)]}`;
    case 'not':
      return notThis((error.asked ?? {}) as JsonSchema);
    default:
      return `${show(data)} is not allowed`;
  }
}

/** Of alternatives only the one that was meant speaks: the one whose problems lie deeper, else the list of the types allowed. */
function problemsOfChoice(
  choice: SchemaError,
  errors: readonly SchemaError[],
  root: unknown,
  secret: boolean,
): SchemaProblem[] {
  const path = placeOf(choice.instancePath, root);
  const alternatives = choice.asked as readonly JsonSchema[];
  const tried = alternatives.map((_, index) =>
    problemsOf(
      errors.filter((error) => isWithin(error, choice, index)),
      root,
      secret,
    ),
  );
  const fitting = tried.filter((problems) => problems.length === 0).length;
  const told = (message: string) => [{ path, message }];
  if (fitting > 0) {
    return told(`fits ${fitting} of the forms of which exactly one is allowed${asked(alternatives)}`);
  }
  if (alternatives.every(({ required, fields: form }) => required !== undefined && !form)) {
    const bound = choice.keyword === 'anyOf' ? 'at least' : 'exactly';
    return told(`must have ${bound} one of${fieldsOf(alternatives)}, but has none`);
  }
  const deeper = tried.find((problems) => problems.every((problem) => problem.path !== path));
  if (deeper) return deeper;
  const types = alternatives.flatMap((one) => (one.type ? typesOf(one) : one.model ? ['object'] : []));
  if (types.length > 0) return told(wrongType(choice.data, types, showAt(path, secret)));
  return told(`fits none of the forms allowed${asked(alternatives)}`);
}

/** Whether an error comes from an alternative of a choice: from any of them, or from one. */
function isWithin({ schemaPath, instancePath }: SchemaError, choice: SchemaError, index?: number): boolean {
  const branch = index === undefined ? `${choice.schemaPath}/` : `${choice.schemaPath}/${index}/`;
  const below = instancePath === choice.instancePath || instancePath.startsWith(`${choice.instancePath}/`);
  return below && schemaPath.startsWith(branch);
}

function showAt(place: string, secret: boolean): Show {
  if (!secret || !/^(?:data|stringData)\b/.test(place)) return shown;
  return (value) => (typeof value === 'string' ? `a text of ${value.length} characters` : shown(value));
}

function typesOf({ type }: JsonSchema): string[] {
  return [type ?? 'object'].flat().filter((name) => name !== 'null');
}

function boundOf(keyword: string): 'at least' | 'at most' {
  return keyword.startsWith('min') ? 'at least' : 'at most';
}

function givenOf(value: unknown, names: readonly string[] = []): string[] {
  return names.filter((name) => fields(value)[name] !== undefined);
}

function notThis({ required }: JsonSchema): string {
  return required ? `may not have ${required.join(' and ')} together` : 'is of a form that is not allowed';
}

function asked(alternatives: readonly JsonSchema[]): string {
  const named = fieldsOf(alternatives);
  return named === '' ? '' : `: give one of${named}`;
}

function fieldsOf(alternatives: readonly JsonSchema[]): string {
  const named = alternatives.map(({ required = [] }) => required.join(' with ')).filter((text) => text !== '');
  return named.length === 0 ? '' : ` ${named.join(', ')}`;
}
