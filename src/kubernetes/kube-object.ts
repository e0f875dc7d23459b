import { ApiObject, type JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { adapted } from './adaptation';
import { applyJsonPatches } from './json-patches';
import { metadataOf } from './metadata';
import { contentHash } from './names';
import { groupOf, type KubernetesObject, type ObjectMetadata } from './object';
import { toPlainData } from './plain-data';

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
  /** Why the object is not written, asked when rendering; `undefined` if it is. @default - it always is */
  readonly absent?: () => string | undefined;
  /** Rolled out one wave before the rest of its component, which can't become healthy without it. @default false */
  readonly early?: boolean;
  /** Adds a digest of the content to the name, for what a cluster can't change: a change makes another object. @default false */
  readonly digestInName?: boolean;
}

/** What of an object stands beside `apiVersion`, `kind` and `metadata`: plain data, `Lazy` values of cdk8s among it. */
export type ObjectBody = Record<string, unknown>;

/**
 * A Kubernetes object whose body is computed once, when it is rendered: by then every connection has been declared.
 *
 * Rendering skips cdk8s's resolvers, which walk to the root of the tree for every value.
 *
 * @example
 * new KubeObject(app, 'quota', { apiVersion: 'v1', kind: 'ResourceQuota', name: 'shop' }, () => ({
 *   spec: { hard: { pods: '50' } },
 * }));
 */
export class KubeObject extends ApiObject {
  /** Whether a construct is one of ours: cdk8s answers `instanceof` for every ApiObject alike. */
  static isKubeObject(construct: unknown): construct is KubeObject {
    return ApiObject.isApiObject(construct) && 'ownPatches' in construct;
  }

  private readonly ownPatches: JsonPatch[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly own: KubeObjectProps,
    private readonly body: () => ObjectBody,
  ) {
    super(scope, id, {
      apiVersion: own.apiVersion,
      kind: own.kind,
      metadata: { name: own.name, labels: own.labels, annotations: own.annotations },
    });
  }

  /** Whether it is rolled out one wave before the rest of its component. */
  get isEarly(): boolean {
    return this.own.early ?? false;
  }

  /** The API group, empty for core kinds. */
  get group(): string {
    return groupOf(this.apiVersion);
  }

  /** Changes what is written, in the words of the manifest; a patch that changes nothing, or the object's name, is an error. */
  override addJsonPatch(...patches: JsonPatch[]): void {
    this.ownPatches.push(...patches);
  }

  /**
   * What is written; `undefined` if nothing is.
   *
   * @throws if the body is no plain data, a patch does not do what it can be meant to do, or what is not written was changed
   */
  override toJson(): KubernetesObject | undefined {
    const reason = this.own.absent?.();
    if (reason !== undefined) {
      if (this.isChanged()) {
        throw new Error(
          `${this.kind} '${this.name}' was changed, but it is not written, because ${reason}: remove its patches, labels and annotations`,
        );
      }
      return undefined;
    }
    const manifest = toPlainData({
      apiVersion: this.apiVersion,
      kind: this.kind,
      metadata: metadataOf(this.metadata),
      ...this.body(),
    }) as KubernetesObject;
    const object = this.patched(adapted(this, manifest));
    return this.own.digestInName ? withDigest(object) : object;
  }

  private patched(object: KubernetesObject): KubernetesObject {
    if (this.ownPatches.length === 0) return object;
    const before = identityText(object);
    const patched = applyJsonPatches(object, this.ownPatches);
    if (identityText(patched) === before) return patched;
    throw new Error(
      `a JSON patch makes ${before} to ${identityText(patched)}, but others refer to it by kind and name: give it another name where it is created`,
    );
  }

  /** Whether somebody has patched, labelled or annotated it since it was made. */
  private isChanged(): boolean {
    if (this.ownPatches.length > 0) return true;
    const { labels = {}, annotations = {} } = metadataOf(this.metadata) as Partial<ObjectMetadata>;
    return (
      differs(labels, { ...this.chart.labels, ...this.own.labels }) || differs(annotations, { ...this.own.annotations })
    );
  }
}

function withDigest({ metadata, ...content }: KubernetesObject): KubernetesObject {
  const { apiVersion, kind, ...rest } = content;
  return {
    apiVersion,
    kind,
    metadata: { ...metadata, name: `${metadata.name}-${contentHash(JSON.stringify(rest))}` },
    ...rest,
  };
}

/** Values that are lazy were made so, and are not looked at. */
function differs(found: Record<string, string>, made: Record<string, unknown>): boolean {
  return Object.entries(found).some(([key, value]) => (typeof made[key] === 'object' ? false : made[key] !== value));
}

function identityText({ apiVersion, kind, metadata }: KubernetesObject): string {
  const namespace = metadata.namespace === undefined ? '' : ` of namespace '${metadata.namespace}'`;
  return `${[groupOf(apiVersion), kind].filter((part) => part !== '').join('/')} '${metadata.name}'${namespace}`;
}
