import { readAsset } from '../../asset';

/** A JSON schema (draft 7) as far as messages read it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly description?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly $ref?: string;
}

interface Pool {
  readonly kubernetesVersion?: string;
  readonly kinds: Readonly<Record<string, { readonly schema: string; readonly cluster: boolean }>>;
  readonly definitions: Readonly<Record<string, Schema>>;
}

interface Kind {
  /** Where the schema is: `kubernetes.json#/definitions/Pod`. */
  readonly reference: string;
  readonly cluster: boolean;
}

const kubernetes = JSON.parse(readAsset('schemas/kubernetes.json')) as Pool;
const custom = JSON.parse(readAsset('schemas/custom.json')) as Pool;

/** The schemas by the id under which they refer to each other. */
export const POOLS: Readonly<Record<string, Pool>> = { 'kubernetes.json': kubernetes, 'custom.json': custom };

/** The Kubernetes version whose API the schemas of the core kinds describe, such as `1.36`. */
export const KUBERNETES_VERSION: string = kubernetes.kubernetesVersion ?? '';

const KINDS = new Map<string, Kind>();
for (const [id, pool] of Object.entries(POOLS)) {
  for (const [path, { schema, cluster }] of Object.entries(pool.kinds)) {
    KINDS.set(path, { reference: `${id}#/definitions/${schema}`, cluster });
  }
}

/** The kind of an object, or undefined for one that has no schema. */
export function findKind(apiVersion: string, kind: string): Kind | undefined {
  return KINDS.get(`${apiVersion}/${kind}`);
}

/** Whether `validateObject` knows the kind; objects of other kinds are not checked. */
export function hasSchema(apiVersion: string, kind: string): boolean {
  return KINDS.has(`${apiVersion}/${kind}`);
}

/** Whether objects of the kind live outside a namespace; undefined for a kind without a schema. */
export function isClusterScoped(apiVersion: string, kind: string): boolean | undefined {
  return findKind(apiVersion, kind)?.cluster;
}

/** The kinds that have a schema, as `apiVersion/kind`, sorted. */
export function schemaKinds(): string[] {
  return [...KINDS.keys()].sort();
}
