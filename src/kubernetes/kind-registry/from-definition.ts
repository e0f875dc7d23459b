import type { KubernetesObject } from '../object';
import type { KindDefinition, KindVersion, PodTemplatePlace } from './kind-definition';
import type { Schema } from './schema';
import { SPOKEN_PATTERNS } from './spoken-patterns';

/** What a CustomResourceDefinition can say to this library by annotations, beside what it says to the API server. */
export const KIND_ANNOTATIONS = {
  /** Where the kind keeps its pod template: `spec.template`. */
  podTemplate: 'tiers.cdk8s.io/pod-template',
  /** `"true"` if its pods come to an end. */
  podsEnd: 'tiers.cdk8s.io/pods-end',
  /** The condition that is true when an object is ready. */
  readyCondition: 'tiers.cdk8s.io/ready-condition',
} as const;

interface DefinitionSpec {
  readonly group?: unknown;
  readonly names?: { readonly kind?: unknown; readonly plural?: unknown };
  readonly scope?: unknown;
  readonly versions?: readonly {
    readonly name: string;
    readonly served?: boolean;
    readonly schema?: { readonly openAPIV3Schema?: Schema };
  }[];
}

/** Whether an object defines a kind. */
export function isDefinition({ apiVersion, kind }: KubernetesObject): boolean {
  return kind === 'CustomResourceDefinition' && apiVersion.startsWith('apiextensions.k8s.io/');
}

/** The kind that a CustomResourceDefinition defines. @throws Error that says what it lacks */
export function definitionFrom(object: KubernetesObject): KindDefinition {
  const { group, names, scope, versions } = (object.spec ?? {}) as DefinitionSpec;
  if (!isText(group)) throw new Error('spec.group is missing');
  if (!isText(names?.kind)) throw new Error('spec.names.kind is missing');
  if (scope !== 'Cluster' && scope !== 'Namespaced') {
    throw new Error(`spec.scope is ${JSON.stringify(scope) ?? 'missing'}; allowed: "Cluster", "Namespaced"`);
  }
  if (!Array.isArray(versions) || versions.length === 0) throw new Error('spec.versions is missing');
  const annotations = object.metadata.annotations ?? {};
  const readyCondition = annotations[KIND_ANNOTATIONS.readyCondition];
  const podTemplate = podTemplateFrom(annotations);
  return {
    group,
    kind: names.kind,
    ...(isText(names.plural) ? { plural: names.plural } : {}),
    scope,
    versions: versions
      .filter(({ served }) => served !== false)
      .map(({ name, schema }): KindVersion => {
        const given = schema?.openAPIV3Schema;
        return given === undefined ? { name } : { name, schema: trimmed(given) };
      }),
    ...(podTemplate === undefined ? {} : { podTemplate }),
    ...(readyCondition === undefined ? {} : { readyCondition }),
  };
}

/** The kinds that the definitions among objects define; those that define none properly are left out: a check tells them. */
export function definitionsAmong(objects: Iterable<KubernetesObject>): KindDefinition[] {
  const found: KindDefinition[] = [];
  for (const object of objects) {
    if (!isDefinition(object)) continue;
    try {
      found.push(definitionFrom(object));
    } catch {
      // Its schema is held against it like any other object's.
    }
  }
  return found;
}

function podTemplateFrom(annotations: Readonly<Record<string, string>>): PodTemplatePlace | undefined {
  const path = annotations[KIND_ANNOTATIONS.podTemplate];
  if (path === undefined) return undefined;
  const ends = annotations[KIND_ANNOTATIONS.podsEnd] === 'true';
  return ends ? { path: path.split('.'), ends } : { path: path.split('.') };
}

/** Keywords that say which values are allowed; texts, formats and CEL rules are left aside. */
const KEYWORDS = [
  'type',
  'nullable',
  'enum',
  'default',
  'required',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource',
] as const;

/** A schema of a definition without what nobody reads here, and with patterns put into words. */
export function trimmed(schema: Schema): Schema {
  const source = schema as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const keyword of KEYWORDS) if (source[keyword] !== undefined) result[keyword] = source[keyword];
  const spoken = SPOKEN_PATTERNS[schema.pattern ?? ''];
  if (spoken !== undefined) result.description = spoken;
  if (schema.items) result.items = trimmed(schema.items);
  if (typeof schema.additionalProperties === 'object') {
    result.additionalProperties = trimmed(schema.additionalProperties);
  } else if (schema.additionalProperties === true) result.additionalProperties = true;
  if (schema.properties) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([field, child]) => [field, trimmed(child)]),
    );
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf'] as const) {
    if (schema[keyword]) result[keyword] = schema[keyword].map(trimmed);
  }
  if (schema.not) result.not = trimmed(schema.not);
  const keys = source['x-kubernetes-list-map-keys'];
  if (keys !== undefined) result.keys = keys;
  else if (source['x-kubernetes-list-type'] === 'set') result.set = true;
  return result as Schema;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
