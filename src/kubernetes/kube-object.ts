import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { groupOf, type KubernetesObject } from './object';

/** Kind, name and metadata of a {@link KubeObject}. */
export interface KubeObjectProps {
  readonly apiVersion: string;
  readonly kind: string;
  /** Name in the cluster: explicit, because names are a contract. */
  readonly name: string;
  /** @default - none besides the chart's */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What of an object stands beside `apiVersion`, `kind` and `metadata`. */
export type ObjectBody = Record<string, unknown>;

/**
 * A Kubernetes object whose body is computed once, when it is rendered: by then every connection has been declared.
 *
 * The body is plain data, so rendering skips cdk8s's resolvers, which walk to the root of the tree for every value.
 */
export class KubeObject extends ApiObject {
  private readonly ownPatches: JsonPatch[] = [];

  constructor(
    scope: Construct,
    id: string,
    props: KubeObjectProps,
    private readonly body: () => ObjectBody,
  ) {
    super(scope, id, {
      apiVersion: props.apiVersion,
      kind: props.kind,
      metadata: { name: props.name, labels: props.labels, annotations: props.annotations },
    });
  }

  /** The API group, empty for core kinds. */
  get group(): string {
    return groupOf(this.apiVersion);
  }

  override addJsonPatch(...patches: JsonPatch[]): void {
    this.ownPatches.push(...patches);
  }

  /** @throws if a patch changes nothing: it was meant to do something */
  override toJson(): KubernetesObject {
    const object = dropUndefined({
      apiVersion: this.apiVersion,
      kind: this.kind,
      metadata: this.metadata.toJson(),
      ...this.body(),
    }) as KubernetesObject;
    return this.ownPatches.reduce((object, patch) => {
      // Applying a patch may change the object itself, so the text of before is kept.
      const before = JSON.stringify(object);
      const after: KubernetesObject = JsonPatch.apply(object, patch);
      if (JSON.stringify(after) === before) {
        throw new Error(
          `a JSON patch of ${this.kind} '${this.name}' changes nothing, remove it or correct its path or value`,
        );
      }
      return after;
    }, object);
  }
}

function dropUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropUndefined);
  if (value === null || typeof value !== 'object') return value;
  const result: Record<string, unknown> = {};
  for (const key in value) {
    const entry = (value as Record<string, unknown>)[key];
    if (entry !== undefined) result[key] = typeof entry === 'object' ? dropUndefined(entry) : entry;
  }
  return result;
}
