import type { Scope } from '../../kubernetes/kind-registry';
import { groupOf, type KubernetesObject } from '../../kubernetes/object';
import { type Fields, fields, text, textMap } from '../fields';
import type { Manifest } from '../manifest';

/** One object of the checked set, with its place and what rules ask of it again and again. */
export interface Entry {
  readonly object: KubernetesObject;
  readonly manifest: Manifest;
  /** File it was read from. */
  readonly file: string;
  readonly line: number;
  /** API group, empty for the core one. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** Namespace it ends in: the one given, `default` if a namespaced object names none, empty for a cluster-scoped one. */
  readonly namespace: string;
  /** `apps/Deployment shop/web`; the core group is left out. */
  readonly key: string;
  readonly spec: Fields;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Where objects of a kind live, if that is known. */
export type ScopeOf = (group: string, kind: string) => Scope | undefined;

/** Reads the parts of an object that rules use, whatever shape it has. */
export function toEntry(manifest: Manifest, scopeOf: ScopeOf): Entry {
  return new ManifestEntry(manifest, scopeOf);
}

/** What few ask for is read when somebody does. */
class ManifestEntry implements Entry {
  readonly object: KubernetesObject;
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly key: string;
  private knownLabels: Entry['labels'] | undefined;
  private knownAnnotations: Entry['annotations'] | undefined;

  constructor(
    readonly manifest: Manifest,
    scopeOf: ScopeOf,
  ) {
    const { object } = manifest;
    const metadata = fields(object.metadata);
    this.object = object;
    this.group = groupOf(text(object.apiVersion) ?? '');
    this.kind = text(object.kind) ?? '';
    this.name = text(metadata.name) ?? '';
    this.namespace = scopeOf(this.group, this.kind) === 'Cluster' ? '' : (text(metadata.namespace) ?? 'default');
    const place = this.namespace === '' ? '' : `${this.namespace}/`;
    this.key = `${this.group === '' ? '' : `${this.group}/`}${this.kind} ${place}${this.name}`;
  }

  get file(): string {
    return this.manifest.file;
  }

  get line(): number {
    return this.manifest.line;
  }

  get spec(): Fields {
    return fields(this.object.spec);
  }

  get labels(): Entry['labels'] {
    this.knownLabels ??= textMap(fields(this.object.metadata).labels);
    return this.knownLabels;
  }

  get annotations(): Entry['annotations'] {
    this.knownAnnotations ??= textMap(fields(this.object.metadata).annotations);
    return this.knownAnnotations;
  }
}
