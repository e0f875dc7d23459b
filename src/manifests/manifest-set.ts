import { groupOf, type KubernetesObject } from '../kubernetes/object';
import type { Problem } from '../problem';
import { objectKey } from './key';
import type { Manifest } from './manifest';
import type { OutputIndex } from './output-index';

/** The manifests of a folder, with what was noticed while reading. */
export class ManifestSet implements Iterable<Manifest> {
  /** In order of file and document. */
  readonly manifests: readonly Manifest[];
  /** Every file that was read, sorted, also those without an object. */
  readonly files: readonly string[];
  /** Told but harmless: empty files, documents that are no Kubernetes object. */
  readonly warnings: readonly Problem[];
  /** The rendered folder's own index, when the folder is one. */
  readonly index: OutputIndex | undefined;
  private byKey: Map<string, Manifest> | undefined;

  constructor(
    manifests: readonly Manifest[],
    about: { files?: readonly string[]; warnings?: readonly Problem[]; index?: OutputIndex | undefined } = {},
  ) {
    this.manifests = manifests;
    this.files = about.files ?? [];
    this.warnings = about.warnings ?? [];
    this.index = about.index;
  }

  /** A set of objects that are in no file, as made by a renderer or a test. */
  static of(objects: readonly KubernetesObject[], file = 'manifests'): ManifestSet {
    return new ManifestSet(
      objects.map((object) => ({ object, file, path: file, line: 1, lineOf: () => 1 })),
      { files: objects.length === 0 ? [] : [file] },
    );
  }

  /** All manifests of several folders. */
  static union(sets: readonly ManifestSet[]): ManifestSet {
    return new ManifestSet(
      sets.flatMap((set) => set.manifests),
      {
        files: sets.flatMap((set) => set.files),
        warnings: sets.flatMap((set) => set.warnings),
        index: sets.find((set) => set.index !== undefined)?.index,
      },
    );
  }

  [Symbol.iterator](): Iterator<Manifest> {
    return this.manifests[Symbol.iterator]();
  }

  /** The manifest of an `objectKey`; the first one where a key is there twice. */
  get(key: string): Manifest | undefined {
    return this.keyed().get(key);
  }

  /** Manifests by their `objectKey`, the first one where a key is there twice. */
  keyed(): ReadonlyMap<string, Manifest> {
    if (this.byKey === undefined) {
      this.byKey = new Map();
      for (const manifest of this.manifests) {
        const key = objectKey(manifest.object);
        if (!this.byKey.has(key)) this.byKey.set(key, manifest);
      }
    }
    return this.byKey;
  }

  /** The manifests of one kind; of one group where it is given (`''` is the core group). */
  ofKind(kind: string, group?: string): Manifest[] {
    return this.manifests.filter(
      ({ object }) => object.kind === kind && (group === undefined || groupOf(object.apiVersion) === group),
    );
  }

  /** A set of some of these manifests. */
  filter(keep: (manifest: Manifest) => boolean): ManifestSet {
    return new ManifestSet(this.manifests.filter(keep), {
      files: this.files,
      warnings: this.warnings,
      index: this.index,
    });
  }

  /**
   * The manifests by environment: by the folder's own index, and for files that it does not know (or without an index, where
   * `names` tells the environments) by the first folder of their path. All are under `''` when neither is there.
   */
  byEnvironment(names: readonly string[] = []): Map<string, ManifestSet> {
    if (this.index === undefined && names.length === 0) return new Map(this.manifests.length === 0 ? [] : [['', this]]);
    const byPath = new Map((this.index?.files ?? []).map((file) => [file.path, file.environment]));
    const groups = new Map<string, Manifest[]>();
    for (const manifest of this.manifests) {
      const environment = byPath.get(manifest.path) ?? manifest.path.slice(0, Math.max(0, manifest.path.indexOf('/')));
      const group = groups.get(environment);
      if (group === undefined) groups.set(environment, [manifest]);
      else group.push(manifest);
    }
    return new Map([...groups].map(([name, manifests]) => [name, new ManifestSet(manifests, { index: this.index })]));
  }

  /** Manifests whose key an earlier one has already. */
  duplicates(): Manifest[] {
    const keyed = this.keyed();
    return this.manifests.filter((manifest) => keyed.get(objectKey(manifest.object)) !== manifest);
  }
}
