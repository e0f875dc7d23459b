import { Ajv, type ErrorObject } from 'ajv';
import type { KubernetesObject } from '../../kubernetes/object';
import { compare } from '../../problem';
import { tell } from './message';
import { placeOf } from './place';
import { findKind, POOLS } from './pool';

/** One place of an object that its API would refuse. */
export interface SchemaProblem {
  /** The field, such as `spec.template.spec.containers[0].image`. */
  path: string;
  /** What is wrong, the value, what is allowed; lower case, no full stop. */
  message: string;
}

/** Maps whose values are the user's own, where null is a value and not an absent field. */
const MAPS = new Set(['annotations', 'binaryData', 'data', 'labels', 'matchLabels', 'nodeSelector', 'stringData']);

/** Not a type guard: an object that fails is still an object. */
type Validate = { (data: unknown): boolean; errors?: ErrorObject[] | null };

const compiled = new Map<string, Validate>();
let ajv: Ajv | undefined;

/**
 * Holds an object against the strict schema of its kind: unknown fields, types, value lists, ranges, names, missing fields.
 * The schema of a kind is compiled at its first object. Fields that are null count as absent, as in the API server.
 *
 * @returns the problems sorted by path; none for a kind without a schema (`hasSchema`)
 */
export function validateObject(object: KubernetesObject): SchemaProblem[] {
  const validate = validatorOf(object.apiVersion, object.kind);
  if (!validate || validate(object)) return [];
  const pruned = withoutNulls(object);
  if (pruned !== object && validate(pruned)) return [];
  const problems = readable(validate.errors ?? []).map((error) => {
    const place = placeOf(error.instancePath, pruned);
    return tell(error, place, object.kind === 'Secret' && /^(data|stringData)\b/.test(place));
  });
  return unique(problems);
}

function validatorOf(apiVersion: string, kind: string): Validate | undefined {
  const key = `${apiVersion}/${kind}`;
  const known = compiled.get(key);
  if (known) return known;
  const found = findKind(apiVersion, kind);
  if (!found) return undefined;
  ajv ??= createAjv();
  const validate = ajv.getSchema(found.reference) as Validate | undefined;
  if (!validate) throw new Error(`the schema ${found.reference} of ${key} is not in the pool`);
  compiled.set(key, validate);
  return validate;
}

/** The schemas are our own and tested, so they are not checked again at run time. */
function createAjv(): Ajv {
  const created = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    validateSchema: false,
    validateFormats: false,
  });
  const given = (fields: string[], value: object) =>
    fields.reduce((count, field) => ((value as Record<string, unknown>)[field] === undefined ? count : count + 1), 0);
  const keyword = (name: string, holds: (count: number) => boolean) =>
    created.addKeyword({
      keyword: name,
      type: 'object',
      schemaType: 'array',
      compile: (fields: string[]) => (value: object) => holds(given(fields, value)),
    });
  keyword('exactlyOne', (count) => count === 1);
  keyword('atMostOne', (count) => count <= 1);
  for (const [id, { definitions }] of Object.entries(POOLS)) created.addSchema({ $id: id, definitions });
  return created;
}

/** Of alternatives only the one that was meant speaks: the one whose errors lie deeper, else the list of the types allowed. */
function readable(errors: readonly ErrorObject[]): ErrorObject[] {
  let kept = errors.filter((error) => error.keyword !== 'propertyNames');
  for (const choice of errors.filter((error) => error.keyword === 'anyOf')) {
    const at = choice.instancePath;
    const typeHere = (error: ErrorObject) => error.keyword === 'type' && error.instancePath === at;
    const speaks = kept.some(
      (error) => error !== choice && !typeHere(error) && error.keyword !== 'anyOf' && error.instancePath.startsWith(at),
    );
    kept = kept.filter((error) => !typeHere(error) && !(speaks && error === choice));
  }
  return kept;
}

function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) {
    const items = value.map(withoutNulls);
    return (items.some((item, index) => item !== value[index]) ? items : value) as T;
  }
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  const kept = entries.flatMap(([key, child]) =>
    child === null ? [] : [[key, MAPS.has(key) ? child : withoutNulls(child)] as const],
  );
  const same = kept.length === entries.length && kept.every(([, child], index) => child === entries[index]?.[1]);
  return same ? value : (Object.fromEntries(kept) as T);
}

function unique(problems: readonly SchemaProblem[]): SchemaProblem[] {
  const sorted = [...problems].sort((a, b) => compare(a.path, b.path) || compare(a.message, b.message));
  return sorted.filter(
    (problem, index) => problem.path !== sorted[index - 1]?.path || problem.message !== sorted[index - 1]?.message,
  );
}
