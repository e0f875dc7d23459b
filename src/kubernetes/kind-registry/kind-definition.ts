import type { Schema } from './schema';
import type { Lifetime } from './versions';

/** Where the objects of a kind live. */
export type Scope = 'Cluster' | 'Namespaced';

/** A version of a kind that is served. */
export interface KindVersion extends Lifetime {
  /** `v1`, `v1beta1`. */
  readonly name: string;
  /** Its schema, or the name of a model that is read when it is needed. @default - there is none: objects are not checked */
  readonly schema?: Schema | string;
}

/** Where a kind keeps the template of the pods that it makes. */
export interface PodTemplatePlace {
  /** Fields from the object down to the template; empty for a pod itself. */
  readonly path: readonly string[];
  /** Whether the pods come to an end, as those of a Job do. @default false */
  readonly ends?: boolean;
}

/** All that is known of a kind, as data: a new kind needs a definition and no code. */
export interface KindDefinition {
  /** API group; empty for the core one. */
  readonly group: string;
  readonly kind: string;
  /** Name in the paths of the API: `deployments`. @default - not known */
  readonly plural?: string;
  readonly scope: Scope;
  /** The versions that are served, the one to be used first. */
  readonly versions: readonly KindVersion[];
  /** @default - it makes no pods, or none that its fields describe */
  readonly podTemplate?: PodTemplatePlace;
  /** Condition that is true when an object is ready. @default - by the conventions of status conditions (kstatus) */
  readonly readyCondition?: string;
}
