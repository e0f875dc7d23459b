import { groupOf } from '../object';
import { bundledKinds, kubernetesKinds } from './compiled-kinds';
import type { KindDefinition, KindVersion, PodTemplatePlace, Scope } from './kind-definition';
import { isAlive, type KubernetesVersion, NEWEST_VERSION } from './versions';

/** A kind in one of its versions. */
export interface ServedKind {
  readonly definition: KindDefinition;
  readonly version: KindVersion;
}

/** Groups that Kubernetes served before the oldest known version. */
const RETIRED_GROUPS: readonly string[] = ['extensions'];

/**
 * The kinds that objects may have: those that a version of Kubernetes serves, the custom kinds that come with the library, and
 * those that a project or a set of manifests adds. Immutable; a later definition of a kind takes the place of an earlier one.
 */
export class KindRegistry {
  private static readonly known = new Map<KubernetesVersion, KindRegistry>();

  /** What is known without a project: Kubernetes' own kinds and the bundled custom ones. */
  static forVersion(version: KubernetesVersion = NEWEST_VERSION): KindRegistry {
    let registry = KindRegistry.known.get(version);
    if (registry === undefined) {
      registry = new KindRegistry(version, tableOf([...kubernetesKinds(), ...bundledKinds()]));
      KindRegistry.known.set(version, registry);
    }
    return registry;
  }

  private readonly own: ReadonlySet<string>;
  private groups: ReadonlySet<string> | undefined;

  private constructor(
    /** The Kubernetes version whose kinds these are. */
    readonly version: KubernetesVersion,
    private readonly table: ReadonlyMap<string, KindDefinition>,
  ) {
    this.own = ownGroups();
  }

  /** These kinds and others. What a new definition does not say of pods and readiness, an older one of the kind still does. */
  with(definitions: readonly KindDefinition[]): KindRegistry {
    if (definitions.length === 0) return this;
    return new KindRegistry(this.version, tableOf(definitions, this.table));
  }

  /** The same kinds as another version of Kubernetes serves them. */
  at(version: KubernetesVersion): KindRegistry {
    return version === this.version ? this : new KindRegistry(version, this.table);
  }

  /** All definitions, sorted by group and kind. */
  get definitions(): readonly KindDefinition[] {
    return [...this.table].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, definition]) => definition);
  }

  /** The kind of an object; undefined if it is not known, or not served in that version. */
  find(apiVersion: string, kind: string): ServedKind | undefined {
    const group = groupOf(apiVersion);
    const definition = this.table.get(`${group}/${kind}`);
    if (definition === undefined) return undefined;
    const name = group === '' ? apiVersion : apiVersion.slice(group.length + 1);
    const version = definition.versions.find((candidate) => candidate.name === name);
    return version !== undefined && isAlive(version, this.version) ? { definition, version } : undefined;
  }

  /** A kind in whatever version. */
  definitionOf(group: string, kind: string): KindDefinition | undefined {
    return this.table.get(`${group}/${kind}`);
  }

  /** Where objects of a kind live; undefined for a kind that is not known. */
  scopeOf(group: string, kind: string): Scope | undefined {
    return this.table.get(`${group}/${kind}`)?.scope;
  }

  /** Where a kind keeps its pod template. */
  podTemplateOf(group: string, kind: string): PodTemplatePlace | undefined {
    return this.table.get(`${group}/${kind}`)?.podTemplate;
  }

  /** Whether a group comes with Kubernetes, in any version: nothing has to be installed for it. */
  isServedByKubernetes(group: string): boolean {
    return this.own.has(group);
  }

  /** Whether a kind of the group is known, so that others of it are mistakes or lack a definition. */
  knows(group: string): boolean {
    this.groups ??= new Set([...this.table.values()].map((definition) => definition.group));
    return this.groups.has(group) || this.own.has(group);
  }
}

function ownGroups(): ReadonlySet<string> {
  return new Set([...kubernetesKinds().map(({ group }) => group), ...RETIRED_GROUPS]);
}

function tableOf(
  definitions: readonly KindDefinition[],
  before?: ReadonlyMap<string, KindDefinition>,
): ReadonlyMap<string, KindDefinition> {
  const table = new Map(before);
  for (const definition of definitions) {
    const key = `${definition.group}/${definition.kind}`;
    const older = table.get(key);
    const { podTemplate = older?.podTemplate, readyCondition = older?.readyCondition } = definition;
    table.set(key, {
      ...definition,
      ...(podTemplate === undefined ? {} : { podTemplate }),
      ...(readyCondition === undefined ? {} : { readyCondition }),
    });
  }
  return table;
}
