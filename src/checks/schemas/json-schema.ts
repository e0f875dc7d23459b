import { isAtLeast, type KubernetesVersion, type Schema } from '../../kubernetes/kind-registry';

type Own = 'exclusiveMinimum' | 'exclusiveMaximum' | 'properties' | 'items' | 'additionalProperties';
type Combined = 'allOf' | 'anyOf' | 'oneOf' | 'not';

/** A JSON schema as the validator takes it, with the keywords that `validator.ts` adds. */
export interface JsonSchema extends Omit<Schema, '$ref' | Own | Combined> {
  /** Name of the model that the value is held against as well. @default - none */
  readonly model?: string;
  /** Why the field may not be there at all. @default - it may */
  readonly refused?: string;
  /** Why single values may not be given. @default - all may */
  readonly refusedValues?: Readonly<Record<string, string>>;
  /** @default - any */
  readonly exclusiveMinimum?: number;
  /** @default - any */
  readonly exclusiveMaximum?: number;
  /** @default - any */
  readonly fields?: FieldForms;
  /** @default - any */
  readonly items?: JsonSchema;
  /** @default - not asked */
  readonly allOf?: readonly JsonSchema[];
  /** @default - not asked */
  readonly anyOf?: readonly JsonSchema[];
  /** @default - not asked */
  readonly oneOf?: readonly JsonSchema[];
  /** @default - not asked */
  readonly not?: JsonSchema;
}

/** Forms of the fields of an object. */
export interface FieldForms {
  readonly listed: Readonly<Record<string, JsonSchema>>;
  /** Form of the other fields, or that there may be none. @default - any */
  readonly others?: JsonSchema | false;
}

/** Fields that every whole object has, also one that is embedded in another. */
const wholeObject = ['apiVersion', 'kind', 'metadata'];

/**
 * The JSON schema of a model for one version of Kubernetes. Structural schemas mean more than they say: an object that lists
 * its properties takes no others, a field with a default need not be given, and what another version has is refused.
 *
 * @param closed whether fields that are not listed are refused: not in what only refines another schema
 */
export function toJsonSchema(schema: Schema, version: KubernetesVersion, closed = true): JsonSchema {
  const { $ref, properties, required, nullable, minimum, maximum, exclusiveMinimum, exclusiveMaximum, ...rest } =
    schema;
  const { valuesSince, items, additionalProperties, allOf, anyOf, oneOf, not, type, default: _, ...keywords } = rest;
  const within = closed && $ref === undefined;
  const inner = (child: Schema) => toJsonSchema(child, version, within);
  const refining = (list: readonly Schema[]) => list.map((one) => toJsonSchema(one, version, false));
  const intOrString = schema['x-kubernetes-int-or-string'] === true;
  const types = intOrString ? ['integer', 'string'] : [type ?? []].flat();
  const refusedValues = laterValues(valuesSince ?? {}, version);
  return {
    ...keywords,
    ...($ref !== undefined && { model: $ref }),
    ...(types.length > 0 && { type: nullable ? [...types, 'null'] : types.length === 1 ? types[0]! : types }),
    ...range(schema),
    ...(Object.keys(refusedValues).length > 0 && { refusedValues }),
    ...(required && { required: required.filter((field) => isAsked(properties?.[field], version)) }),
    ...fieldForms(schema, version, within, inner),
    ...(items && { items: inner(items) }),
    ...(allOf && { allOf: refining(allOf) }),
    ...(anyOf && !intOrString && { anyOf: refining(anyOf) }),
    ...(oneOf && { oneOf: refining(oneOf) }),
    ...(not && { not: toJsonSchema(not, version, false) }),
  };
}

/** That something came with a later version. */
function tooNew(since: string, version: KubernetesVersion): string {
  return `since Kubernetes ${since}, the environment has ${version}: leave it out, or raise the environment's version`;
}

function fieldForms(
  schema: Schema,
  version: KubernetesVersion,
  closed: boolean,
  inner: (child: Schema) => JsonSchema,
): { fields?: FieldForms } {
  const { properties, additionalProperties: other } = schema;
  if (properties === undefined && typeof other !== 'object') return {};
  const listed: Record<string, JsonSchema> = {};
  for (const [name, child] of Object.entries(properties ?? {})) {
    const refused = whyRefused(child, version);
    listed[name] = refused === undefined ? inner(child) : { refused };
  }
  if (schema['x-kubernetes-embedded-resource']) for (const name of wholeObject) listed[name] ??= {};
  if (typeof other === 'object') return { fields: { listed, others: inner(other) } };
  const open = !closed || other === true || schema['x-kubernetes-preserve-unknown-fields'];
  return { fields: open ? { listed } : { listed, others: false } };
}

/** A field that the version does not have is told as such, whatever its value. */
function whyRefused({ since, until }: Schema, version: KubernetesVersion): string | undefined {
  if (since !== undefined && !isAtLeast(version, since)) return `exists ${tooNew(since, version)}`;
  if (until === undefined || !isAtLeast(version, until)) return undefined;
  return `is gone since Kubernetes ${until}, the environment has ${version}: leave it out`;
}

function laterValues(since: Readonly<Record<string, string>>, version: KubernetesVersion): Record<string, string> {
  const later = Object.entries(since).filter(([, first]) => !isAtLeast(version, first as KubernetesVersion));
  return Object.fromEntries(later.map(([value, first]) => [value, tooNew(first, version)]));
}

/** The API server fills in defaults before it looks for what is missing. */
function isAsked(field: Schema | undefined, version: KubernetesVersion): boolean {
  if (field === undefined) return true;
  return field.default === undefined && (field.since === undefined || isAtLeast(version, field.since));
}

/** OpenAPI says that a limit is exclusive beside it, JSON schema in its place. */
function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): JsonSchema {
  return {
    ...(minimum !== undefined && (exclusiveMinimum ? { exclusiveMinimum: minimum } : { minimum })),
    ...(maximum !== undefined && (exclusiveMaximum ? { exclusiveMaximum: maximum } : { maximum })),
  };
}
