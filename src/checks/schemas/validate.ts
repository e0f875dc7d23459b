import {
  KindRegistry,
  type KubernetesVersion,
  nameFormOf,
  type Schema,
  type ServedKind,
  schemaOf,
} from '../../kubernetes/kind-registry';
import type { KubernetesObject } from '../../kubernetes/object';
import { compare } from '../../problem';
import { problemsOf, type SchemaProblem } from './errors';
import { toJsonSchema } from './json-schema';
import type { Validate } from './validator';

// Loaded with the first object: commands that hold none against a schema need no validator.
const validator = (): typeof import('./validator') => require('./validator');

/** By the version of a kind, which is one object as long as the definition is the same; and by that of Kubernetes. */
const compiled = new WeakMap<object, Map<string, Validate>>();

/** Maps whose values are the user's own, where null is a value and not an absent field. */
const ownMaps = new Set(['annotations', 'binaryData', 'data', 'labels', 'matchLabels', 'nodeSelector', 'stringData']);

/**
 * Holds an object against the strict schema of its kind: unknown fields, types, value lists, ranges, names, missing fields,
 * and what the version of Kubernetes does not have. A schema is read and compiled as far as objects reach into it. Fields that
 * are null count as absent, as in the API server.
 *
 * @param kinds what is known of kinds; by default what the newest version of Kubernetes serves
 * @returns the problems sorted by path; none for a kind without a schema
 */
export function validateObject(object: KubernetesObject, kinds = KindRegistry.forVersion()): SchemaProblem[] {
  const found = kinds.find(object.apiVersion, object.kind);
  if (found === undefined) return [];
  const fits = validatorOf(found, kinds.version, false);
  if (fits(object)) return [];
  const given = withoutNulls(object);
  if (given !== object && fits(given)) return [];
  const validate = validatorOf(found, kinds.version, true);
  validate(given);
  return unique(
    problemsOf(validator().errorsOf(validate.errors ?? [], validate.schema, given), given, object.kind === 'Secret'),
  );
}

function validatorOf(kind: ServedKind, version: KubernetesVersion, thorough: boolean): Validate {
  const known = compiled.get(kind.version) ?? new Map<string, Validate>();
  const key = `${version} ${thorough}`;
  const validate =
    known.get(key) ??
    validator()
      .SchemaValidator.for(version, thorough)
      .compile(toJsonSchema(wholeSchema(kind), version));
  compiled.set(kind.version, known.set(key, validate));
  return validate;
}

/** The schema of a whole object: definitions leave out what all objects have. */
function wholeSchema({ definition, version }: ServedKind): Schema {
  const schema = schemaOf(version);
  if (schema === undefined) return {};
  const { apiVersion, kind } = schema.properties ?? {};
  return {
    ...schema,
    type: 'object',
    required: [...new Set([...(schema.required ?? []), 'metadata'])],
    properties: {
      ...schema.properties,
      apiVersion: apiVersion ?? { type: 'string' },
      kind: kind ?? { type: 'string' },
      metadata: {
        $ref: 'meta/v1.ObjectMeta',
        required: ['name'],
        properties: { name: nameFormOf(definition) },
      },
    },
  };
}

function unique(problems: readonly SchemaProblem[]): SchemaProblem[] {
  const sorted = [...problems].sort((a, b) => compare(a.path, b.path) || compare(a.message, b.message));
  return sorted.filter(
    ({ path, message }, index) => path !== sorted[index - 1]?.path || message !== sorted[index - 1]?.message,
  );
}

function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) {
    const items = value.map(withoutNulls);
    return (items.some((item, index) => item !== value[index]) ? items : value) as T;
  }
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  const kept = entries.flatMap(([key, child]) =>
    child === null || child === undefined ? [] : [[key, ownMaps.has(key) ? child : withoutNulls(child)] as const],
  );
  const same = kept.length === entries.length && kept.every(([, child], index) => child === entries[index]?.[1]);
  return same ? value : (Object.fromEntries(kept) as T);
}
