import { type External, joinExternal } from '../../environment/external';
import { definitionsAmong, guessScopes, KindRegistry, type ScopeGuess } from '../../kubernetes/kind-registry';
import { compare } from '../../problem';
import { fields, list, text } from '../fields';
import type { Manifest } from '../manifest';
import type { OutputIndex } from '../output-index';
import { type EmbeddedFile, embeddedFiles } from './embedded';
import { type Entry, toEntry } from './entry';
import { LabelIndex } from './label-index';
import { type ContainerAt, type PodTemplate, podTemplateOf } from './pod-template';
import { SecretIndex } from './secret-index';

/** What is known beside the manifests of a set. */
export interface Surroundings {
  /** Index of the output, which promises Secrets. @default - none */
  readonly index?: OutputIndex;
  /** What exists without being in the set, beside what the index says of its environment. @default - nothing is known of */
  readonly external?: External;
  /**
   * The kinds that objects may have; those that the set itself defines are added.
   * @default - Kubernetes' own of the newest version, and the bundled custom ones
   */
  readonly kinds?: KindRegistry;
}

/**
 * The one model of a set of manifests: the objects of one cluster, indexed so that every question is cheap. Checks, change
 * safety, rendering and what talks to clusters ask it, so that each question has one answer.
 */
export class ManifestModel {
  /** All objects, sorted by key, so that no rule sees the file layout. */
  readonly entries: readonly Entry[];
  /** Pods of all workloads, Jobs, CronJobs, ScaledJobs and bare Pods. */
  readonly templates: readonly PodTemplate[];
  /** All containers of all templates. */
  readonly containers: readonly ContainerAt[];
  readonly labels: LabelIndex;
  /** The kinds that the objects may have: also those that the set defines. */
  readonly kinds: KindRegistry;
  /** Where objects of kinds that are not known are taken to live, by `group/Kind`. */
  readonly guessedScopes: ReadonlyMap<string, ScopeGuess>;
  readonly secrets: SecretIndex;
  private readonly byKind = new Map<string, Entry[]>();
  private readonly byPlace = new Map<string, Entry>();
  private readonly templateOf = new Map<Entry, PodTemplate>();
  private readonly external: ReadonlySet<string>;
  private readonly notes = new Map<string, unknown>();
  private configMapFiles: readonly EmbeddedFile[] | undefined;

  constructor(
    manifests: readonly Manifest[],
    readonly surroundings: Surroundings = {},
    /** Environment these objects are for; empty if the folder knows none. */
    readonly environment: string = '',
  ) {
    const objects = manifests.map(({ object }) => object);
    this.kinds = (surroundings.kinds ?? KindRegistry.forVersion()).with(definitionsAmong(objects));
    this.guessedScopes = guessScopes(objects, this.kinds);
    const scopeOf = (group: string, kind: string) =>
      this.kinds.scopeOf(group, kind) ?? this.guessedScopes.get(`${group}/${kind}`)?.scope;
    this.entries = manifests.map((manifest) => toEntry(manifest, scopeOf)).sort(compareEntries);
    const templates: PodTemplate[] = [];
    for (const entry of this.entries) {
      for (const kind of [entry.kind, `${entry.group}/${entry.kind}`]) {
        const present = this.byKind.get(kind);
        if (present === undefined) this.byKind.set(kind, [entry]);
        else present.push(entry);
      }
      const place = `${entry.kind}\n${entry.namespace}\n${entry.name}`;
      if (!this.byPlace.has(place)) this.byPlace.set(place, entry);
      const template = podTemplateOf(entry, this.kinds);
      if (template !== undefined) {
        templates.push(template);
        this.templateOf.set(entry, template);
      }
    }
    this.templates = templates;
    this.containers = templates.flatMap((template) => template.containers);
    this.labels = new LabelIndex(templates);
    const stated = surroundings.index?.environments?.find(({ name }) => name === environment)?.external;
    const external = joinExternal(surroundings.external, stated);
    this.secrets = new SecretIndex(this.entries, surroundings.index?.secrets, external.secrets, environment);
    this.external = new Set(external.objects.map(({ kind, namespace = '', name }) => `${kind}/${namespace}/${name}`));
  }

  /** Objects of a kind: `Service`, or `keda.sh/ScaledJob` where a bare name could mean two groups. */
  ofKind(kind: string): readonly Entry[] {
    return this.byKind.get(kind) ?? [];
  }

  /** An object by kind, namespace (empty for cluster-scoped) and name. */
  find(kind: string, namespace: string, name: string): Entry | undefined {
    return this.byPlace.get(`${kind}\n${namespace}\n${name}`);
  }

  /** Whether an object is in the set or named as existing outside it. */
  exists(kind: string, namespace: string, name: string): boolean {
    if (this.find(kind, namespace, name) !== undefined) return true;
    return this.external.has(`${kind}//${name}`) || this.external.has(`${kind}/${namespace}/${name}`);
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
    this.configMapFiles ??= this.ofKind('/ConfigMap').flatMap((entry) => embeddedFiles(entry));
    return this.configMapFiles;
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

  /** Works something out once a run, however many rules ask. */
  memo<T>(name: string, make: () => T): T {
    if (!this.notes.has(name)) this.notes.set(name, make());
    return this.notes.get(name) as T;
  }
}

/** By key; objects of one key by their content, so that the order of files never shows. */
function compareEntries(a: Entry, b: Entry): number {
  return (
    compare(a.key, b.key) || compare(JSON.stringify(a.object), JSON.stringify(b.object)) || compare(a.file, b.file)
  );
}
