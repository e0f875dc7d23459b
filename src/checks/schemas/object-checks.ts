import { isAtLeast, type KubernetesVersion, type Schema } from '../../kubernetes/kind-registry';
import { howMany, missing, unknownField, wrongFields } from './message';
import { type Check, tooNew } from './scalar-checks';
import type { Walk } from './walk';

type Fields = Readonly<Record<string, unknown>>;
type CompileField = (schema: Schema) => Check;

/** Fields that every whole object has, also one that is embedded in another. */
const OBJECT_FIELDS = ['apiVersion', 'kind', 'metadata'];

/** What a schema asks of an object: its fields, which of them must be there, and how many. */
export function objectChecks(
  schema: Schema,
  closed: boolean,
  version: KubernetesVersion,
  compile: CompileField,
): ((value: Fields, walk: Walk) => void)[] {
  const checks: ((value: Fields, walk: Walk) => void)[] = [];
  const required = (schema.required ?? []).filter((field) => isAsked(schema.properties?.[field], version));
  if (required.length > 0) {
    checks.push((value, walk) => {
      for (const field of required) {
        if (isAbsent(value[field])) walk.tell(missing(schema.properties?.[field]), field);
      }
    });
  }
  const { exactlyOne, atMostOne } = schema;
  if (exactlyOne) {
    checks.push((value, walk) => {
      const given = exactlyOne.filter((field) => !isAbsent(value[field]));
      if (given.length !== 1) walk.tell(howMany('exactly', given, exactlyOne));
    });
  }
  if (atMostOne) {
    checks.push((value, walk) => {
      const given = atMostOne.filter((field) => !isAbsent(value[field]));
      if (given.length > 1) walk.tell(howMany('only', given, atMostOne));
    });
  }
  const { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY } = schema;
  if (minProperties > 0 || maxProperties < Number.POSITIVE_INFINITY) {
    checks.push((value, walk) => {
      const given = Object.keys(value).filter((field) => !isAbsent(value[field]));
      if (given.length < minProperties) walk.tell(wrongFields(given, schema, 'at least'));
      if (given.length > maxProperties) walk.tell(wrongFields(given, schema, 'at most'));
    });
  }
  if (schema.properties) checks.push(listedFields(schema, schema.properties, closed, version, compile));
  else if (typeof schema.additionalProperties === 'object') {
    checks.push(mapValues(schema.additionalProperties, compile));
  }
  if (schema.propertyNames) checks.push(mapKeys(schema.propertyNames));
  return checks;
}

/** The API server fills in defaults before it looks for what is missing. */
function isAsked(field: Schema | undefined, version: KubernetesVersion): boolean {
  if (field === undefined) return true;
  return field.default === undefined && (field.since === undefined || isAtLeast(version, field.since));
}

function listedFields(
  schema: Schema,
  properties: Readonly<Record<string, Schema>>,
  closed: boolean,
  version: KubernetesVersion,
  compile: CompileField,
) {
  const fields = new Map(
    Object.entries(properties).map(([field, child]) => [field, fieldCheck(child, version, compile)] as const),
  );
  if (schema['x-kubernetes-embedded-resource']) {
    for (const field of OBJECT_FIELDS) if (!fields.has(field)) fields.set(field, () => {});
  }
  const other = typeof schema.additionalProperties === 'object' ? compile(schema.additionalProperties) : undefined;
  const open = !closed || schema.additionalProperties === true || schema['x-kubernetes-preserve-unknown-fields'];
  return (value: Fields, walk: Walk) => {
    for (const field in value) {
      const given = value[field];
      const check = fields.get(field) ?? other;
      if (check === undefined) {
        if (!open && given !== undefined) walk.tell(unknownField(field, [...fields.keys()]), field);
      } else if (!isAbsent(given) || properties[field]?.nullable) {
        walk.enter(field);
        check(given, walk);
        walk.leave();
      }
    }
  };
}

/** A field that the version does not have is told as such, whatever its value. */
function fieldCheck(schema: Schema, version: KubernetesVersion, compile: CompileField): Check {
  const { since, until } = schema;
  if (since !== undefined && !isAtLeast(version, since))
    return (_, walk) => walk.tell(`exists ${tooNew(since, version)}`);
  if (until !== undefined && isAtLeast(version, until)) {
    return (_, walk) => walk.tell(`is gone since Kubernetes ${until}, the environment has ${version}: leave it out`);
  }
  return compile(schema);
}

/** The values of a map are the user's own: there null is a value and not an absent field, if texts are asked for. */
function mapValues(schema: Schema, compile: CompileField) {
  const check = compile(schema);
  const skipNull = schema.type !== 'string';
  return (value: Fields, walk: Walk) => {
    for (const key in value) {
      const given = value[key];
      if (given === undefined || (given === null && skipNull)) continue;
      walk.enter(key);
      check(given, walk);
      walk.leave();
    }
  };
}

function mapKeys({ pattern = '', description }: Schema) {
  const form = new RegExp(pattern, 'u');
  return (value: Fields, walk: Walk) => {
    for (const key in value) {
      if (!form.test(key)) walk.tell(`the key ${JSON.stringify(key)} is not ${description ?? 'allowed'}`, key);
    }
  };
}

/** Fields that are null count as absent, as in the API server. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
