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
import { SchemaCompiler } from './compile';
import type { Check } from './scalar-checks';
import { type SchemaProblem, Walk } from './walk';

const compilers = new Map<KubernetesVersion, SchemaCompiler>();
/** By the version of a kind, which is one object as long as the definition is the same; and by that of Kubernetes. */
const compiled = new WeakMap<object, Map<KubernetesVersion, Check>>();

/**
 * Holds an object against the strict schema of its kind: unknown fields, types, value lists, ranges, names, missing fields,
 * and what the version of Kubernetes does not have. A schema is read and compiled as far as objects reach into it.
 *
 * @param kinds what is known of kinds; by default what the newest version of Kubernetes serves
 * @returns the problems sorted by path; none for a kind without a schema
 */
export function validateObject(object: KubernetesObject, kinds = KindRegistry.forVersion()): SchemaProblem[] {
  const found = kinds.find(object.apiVersion, object.kind);
  if (found === undefined) return [];
  const walk = new Walk(object.kind === 'Secret');
  checkOf(found, kinds.version)(object, walk);
  return unique(walk.problems);
}

function checkOf(kind: ServedKind, version: KubernetesVersion): Check {
  const checks = compiled.get(kind.version) ?? new Map<KubernetesVersion, Check>();
  const known = checks.get(version);
  if (known !== undefined) return known;
  const check = compilerOf(version).compile(wholeSchema(kind));
  compiled.set(kind.version, checks.set(version, check));
  return check;
}

function compilerOf(version: KubernetesVersion): SchemaCompiler {
  const compiler = compilers.get(version) ?? new SchemaCompiler(version);
  compilers.set(version, compiler);
  return compiler;
}

/** The schema of a whole object: definitions leave out what all objects have. */
function wholeSchema({ definition, version }: ServedKind): Schema {
  const schema = schemaOf(version);
  if (schema === undefined) return {};
  const { apiVersion, kind } = schema.properties ?? {};
  return {
    ...schema,
    type: 'object',
    required: [...new Set([...(schema.required ?? []), 'metadata'])].sort(),
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
