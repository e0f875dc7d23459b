import { type External, joinExternal } from '../../environment/external';
import { definitionsAmong, guessScopes, KindRegistry, type ScopeGuess } from '../../kubernetes/kind-registry';
import { compare } from '../../problem';
import { fields, list, text } from '../fields';
import type { Manifest } from '../manifest';
import { type Labels, Network, namespaceNameLabel, policyReaders } from '../network';
import type { IndexedEnvironment } from '../output-index';
import { type EmbeddedFile, embeddedFiles } from './embedded';
import { type Entry, type ScopeOf, toEntry } from './entry';
import { LabelIndex } from './label-index';
import { type ContainerAt, type PodTemplate, podTemplateOf } from './pod-template';
import { type Products, productsWith } from './products';
import { ReferenceIndex, referencesOf, referenceTable } from './references';
import { SecretIndex } from './secret-index';
import type { Surroundings } from './surroundings';

/**
 * The one model of a set of manifests: the objects of one cluster, indexed so that every question is cheap. Checks, change
 * safety, rendering and what talks to clusters ask it, so that each question has one answer.
 */
export class ManifestModel {
  /** All objects, sorted by key, so that no rule sees the file layout. */
  readonly entries: readonly Entry[];
  /** The kinds that the objects may have: also those that the set defines. */
  readonly kinds: KindRegistry;
  /** Where objects of kinds that are not known are taken to live, by `group/Kind`. */
  readonly guessedScopes: ReadonlyMap<string, ScopeGuess>;
  private readonly notes = new Map<string, unknown>();

  constructor(
    manifests: readonly Manifest[],
    readonly surroundings: Surroundings = {},
    /** Environment these objects are for; empty if the folder knows none. */
    readonly environment: string = '',
  ) {
    const objects = manifests.map(({ object }) => object);
    this.kinds = (surroundings.kinds ?? KindRegistry.forVersion()).with(definitionsAmong(objects));
    this.guessedScopes = guessScopes(objects, this.kinds);
    const scopeOf: ScopeOf = (group, kind) =>
      this.kinds.scopeOf(group, kind) ?? this.guessedScopes.get(`${group}/${kind}`)?.scope;
    this.entries = manifests.map((manifest) => toEntry(manifest, scopeOf)).sort(compareEntries);
  }

  /** Works something out once, when it is first asked for, however many ask. */
  memo<T>(name: string, make: () => T): T {
    if (!this.notes.has(name)) this.notes.set(name, make());
    return this.notes.get(name) as T;
  }

  /** What the index says of the environment. */
  get indexed(): IndexedEnvironment | undefined {
    return this.surroundings.index?.environments?.find(({ name }) => name === this.environment);
  }

  /** What images are known to hold. */
  get products(): Products {
    return this.memo('products', () => productsWith(this.surroundings.products));
  }

  /** Pods of all workloads, Jobs, CronJobs, ScaledJobs and bare Pods. */
  get templates(): readonly PodTemplate[] {
    return this.memo('templates', () => [...this.templateOf.values()]);
  }

  /** All containers of all templates. */
  get containers(): readonly ContainerAt[] {
    return this.memo('containers', () => this.templates.flatMap((template) => template.containers));
  }

  /** Pod templates by their labels. */
  get labels(): LabelIndex {
    return this.memo('labels', () => new LabelIndex(this.templates));
  }

  /** Every Secret that is there, or that somebody makes. */
  get secrets(): SecretIndex {
    return this.memo('secrets', () => {
      const promised = this.surroundings.index?.secrets;
      return new SecretIndex(this.entries, promised, this.external.secrets, this.environment);
    });
  }

  /** Who names which object. */
  get references(): ReferenceIndex {
    return this.memo('references', () => {
      const table = referenceTable(this.surroundings.references);
      return new ReferenceIndex(
        this.entries.flatMap((entry) => referencesOf(entry, this.template(entry), this.kinds, table)),
      );
    });
  }

  /** What the NetworkPolicies let through. */
  get network(): Network {
    return this.memo('network', () => {
      const policies = [...policyReaders].flatMap(([kind, read]) => this.ofKind(kind).map(read));
      return new Network(policies, (namespace) => this.namespaceLabels(namespace));
    });
  }

  /** Labels of a namespace, with the one that the API server sets. */
  namespaceLabels(namespace: string): Labels {
    const labels = this.memo('namespace-labels', () => new Map<string, Labels>());
    let found = labels.get(namespace);
    if (found === undefined) {
      found = { ...this.find('/Namespace', '', namespace)?.labels, [namespaceNameLabel]: namespace };
      labels.set(namespace, found);
    }
    return found;
  }

  /** Objects of a kind: `Service`, or `keda.sh/ScaledJob` (`/Service` in the core group) where a bare name could mean two. */
  ofKind(kind: string): readonly Entry[] {
    return this.byKind.get(kind) ?? [];
  }

  /** An object by kind as in `ofKind`, namespace (empty for cluster-scoped) and name. */
  find(kind: string, namespace: string, name: string): Entry | undefined {
    const slash = kind.indexOf('/');
    const found = this.byPlace.get(`${kind.slice(slash + 1)}\n${namespace}\n${name}`);
    if (found === undefined || slash < 0 || found.group === kind.slice(0, slash)) return found;
    return this.ofKind(kind).find((entry) => entry.namespace === namespace && entry.name === name);
  }

  /** The object of another model that is the same one of the cluster. */
  same(entry: Entry): Entry | undefined {
    return this.find(`${entry.group}/${entry.kind}`, entry.namespace, entry.name);
  }

  /** The entry of a manifest of this set. */
  entryOf(manifest: Manifest): Entry | undefined {
    return this.memo('by-manifest', () => new Map(this.entries.map((entry) => [entry.manifest, entry]))).get(manifest);
  }

  /** Whether an object is in the set or named as existing outside it. */
  exists(kind: string, namespace: string, name: string): boolean {
    if (this.find(kind, namespace, name) !== undefined) return true;
    const external = this.memo(
      'external-objects',
      () => new Set(this.external.objects.map(({ kind, namespace = '', name }) => `${kind}/${namespace}/${name}`)),
    );
    return external.has(`${kind}//${name}`) || external.has(`${kind}/${namespace}/${name}`);
  }

  /** The pod template of an object. */
  template(entry: Entry): PodTemplate | undefined {
    return this.templateOf.get(entry);
  }

  /** Pods behind a Service; none if it has no selector. */
  behind(service: Entry): readonly PodTemplate[] {
    const { selector } = service.spec;
    return Object.keys(fields(selector)).length === 0
      ? []
      : this.labels.select(service.namespace, { matchLabels: selector });
  }

  /** Services that select a pod template. */
  servicesOf(template: PodTemplate): readonly Entry[] {
    const services = this.memo('services-of', () => {
      const found = new Map<PodTemplate, Entry[]>();
      for (const service of this.ofKind('/Service')) {
        for (const behind of this.behind(service)) {
          const present = found.get(behind);
          if (present === undefined) found.set(behind, [service]);
          else present.push(service);
        }
      }
      return found;
    });
    return services.get(template) ?? [];
  }

  /** The files of all ConfigMaps. */
  get configFiles(): readonly EmbeddedFile[] {
    return this.memo('config-files', () => this.ofKind('/ConfigMap').flatMap((entry) => embeddedFiles(entry)));
  }

  /** HPAs and ScaledObjects by their target, `Kind/namespace/name`. */
  get scalers(): ReadonlyMap<string, readonly Entry[]> {
    return this.memo('scalers', () => {
      const found = new Map<string, Entry[]>();
      for (const entry of [...this.ofKind('HorizontalPodAutoscaler'), ...this.ofKind('keda.sh/ScaledObject')]) {
        const target = fields(entry.spec.scaleTargetRef);
        const key = `${text(target.kind) ?? 'Deployment'}/${entry.namespace}/${text(target.name) ?? ''}`;
        found.set(key, [...(found.get(key) ?? []), entry]);
      }
      return found;
    });
  }

  /** ConfigMaps and Secrets that a pod mounts as volumes, by volume name. */
  volumes(template: PodTemplate): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
    const found = new Map<string, Readonly<Record<string, unknown>>>();
    for (const volume of list(template.spec.volumes)) found.set(text(fields(volume).name) ?? '', fields(volume));
    return found;
  }

  /** What the index says has to be there without being in the set. */
  private get required(): External {
    const all = this.surroundings.index?.requirements ?? [];
    const objects = all.filter(({ environment }) => environment === this.environment);
    const secrets = objects.flatMap(({ kind, namespace, name }) =>
      kind === 'Secret' && namespace !== undefined ? [{ namespace, name }] : [],
    );
    return { objects, secrets };
  }

  /** What exists outside the set, as the run was told and as the index says. */
  private get external(): ReturnType<typeof joinExternal> {
    return this.memo('external', () => {
      return joinExternal(this.surroundings.external, this.indexed?.external, this.required);
    });
  }

  private get byKind(): ReadonlyMap<string, readonly Entry[]> {
    return this.memo('by-kind', () => {
      const found = new Map<string, Entry[]>();
      for (const entry of this.entries) {
        for (const kind of [entry.kind, `${entry.group}/${entry.kind}`]) {
          const present = found.get(kind);
          if (present === undefined) found.set(kind, [entry]);
          else present.push(entry);
        }
      }
      return found;
    });
  }

  private get byPlace(): ReadonlyMap<string, Entry> {
    return this.memo('by-place', () => {
      const found = new Map<string, Entry>();
      for (const entry of this.entries) {
        const place = `${entry.kind}\n${entry.namespace}\n${entry.name}`;
        if (!found.has(place)) found.set(place, entry);
      }
      return found;
    });
  }

  private get templateOf(): ReadonlyMap<Entry, PodTemplate> {
    return this.memo('template-of', () => {
      const found = new Map<Entry, PodTemplate>();
      for (const entry of this.entries) {
        const template = podTemplateOf(entry, this.kinds, this.products);
        if (template !== undefined) found.set(entry, template);
      }
      return found;
    });
  }
}

/** By key; objects of one key by their content, so that the order of files never shows. */
function compareEntries(a: Entry, b: Entry): number {
  return (
    compare(a.key, b.key) || compare(JSON.stringify(a.object), JSON.stringify(b.object)) || compare(a.file, b.file)
  );
}
