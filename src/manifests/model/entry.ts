import type { Scope } from '../../kubernetes/kind-registry';
import { groupOf, type KubernetesObject } from '../../kubernetes/object';
import type { Manifest } from '..';
import { type Fields, fields, text, textMap } from '../fields';

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

/** Reads the parts of an object that rules use, whatever shape it has. */
export function toEntry(manifest: Manifest, scopeOf: (group: string, kind: string) => Scope | undefined): Entry {
  const { object, file, line } = manifest;
  const apiVersion = text(object.apiVersion) ?? '';
  const kind = text(object.kind) ?? '';
  const metadata = fields(object.metadata);
  const name = text(metadata.name) ?? '';
  const group = groupOf(apiVersion);
  const namespace = scopeOf(group, kind) === 'Cluster' ? '' : (text(metadata.namespace) ?? 'default');
  return {
    object,
    manifest,
    file,
    line,
    group,
    kind,
    name,
    namespace,
    key: `${group === '' ? '' : `${group}/`}${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`,
    spec: fields(object.spec),
    labels: textMap(metadata.labels),
    annotations: textMap(metadata.annotations),
  };
}
