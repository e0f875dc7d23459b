import type { Lifetime } from './versions';

/**
 * A schema as definitions of custom resources have it (OpenAPI, structural), with what Kubernetes' own models need beside it.
 * An object that lists its properties takes no others, as the API server does when asked to be strict.
 */
export interface Schema extends Lifetime {
  /** Name of a model: `core/v1.Container`; keywords beside it are asked as well. @default - none */
  readonly $ref?: string;
  /** @default - any */
  readonly type?: string | readonly string[];
  /** Whether null is a value. @default false */
  readonly nullable?: boolean;
  /** @default - any */
  readonly enum?: readonly unknown[];
  /** Since when a value of `enum` is taken. @default - from the start */
  readonly valuesSince?: Readonly<Record<string, string>>;
  /** @default - any */
  readonly const?: unknown;
  /** A value that the API server fills in. @default - none */
  readonly default?: unknown;
  /** What is asked for; completes the sentence "… is not …". @default - the keyword speaks */
  readonly description?: string;
  /** @default - none */
  readonly properties?: Readonly<Record<string, Schema>>;
  /** Form of the values of a map, or whether there may be other fields. @default - false where properties are listed */
  readonly additionalProperties?: Schema | boolean;
  /** Form of the keys of a map. @default - any */
  readonly propertyNames?: Schema;
  /** @default - none */
  readonly required?: readonly string[];
  /** Of these fields exactly one. @default - not asked */
  readonly exactlyOne?: readonly string[];
  /** Of these fields one at most. @default - not asked */
  readonly atMostOne?: readonly string[];
  /** Form of the items of a list. @default - any */
  readonly items?: Schema;
  /** Fields that name an item of the list. @default - none */
  readonly keys?: readonly string[];
  /** Whether the order of the list means nothing. @default false */
  readonly set?: boolean;
  /** @default - any */
  readonly pattern?: string;
  /** @default - any */
  readonly minimum?: number;
  /** @default - any */
  readonly maximum?: number;
  /** @default false */
  readonly exclusiveMinimum?: boolean;
  /** @default false */
  readonly exclusiveMaximum?: boolean;
  /** @default - any */
  readonly multipleOf?: number;
  /** @default - any */
  readonly minLength?: number;
  /** @default - any */
  readonly maxLength?: number;
  /** @default - any */
  readonly minItems?: number;
  /** @default - any */
  readonly maxItems?: number;
  /** @default - any */
  readonly minProperties?: number;
  /** @default - any */
  readonly maxProperties?: number;
  /** @default - not asked */
  readonly allOf?: readonly Schema[];
  /** @default - not asked */
  readonly anyOf?: readonly Schema[];
  /** @default - not asked */
  readonly oneOf?: readonly Schema[];
  /** @default - not asked */
  readonly not?: Schema;
  /** @default false */
  readonly 'x-kubernetes-int-or-string'?: boolean;
  /** Whether fields that are not listed are kept. @default false */
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  /** Whether it is a whole object, with apiVersion, kind and metadata. @default false */
  readonly 'x-kubernetes-embedded-resource'?: boolean;
}
