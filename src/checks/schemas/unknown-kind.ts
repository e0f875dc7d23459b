import { nearest } from '../../environment/nearest';
import { isAtLeast, type KindDefinition, type KindRegistry, type KindVersion } from '../../kubernetes/kind-registry';
import { groupOf } from '../../kubernetes/object';

/** What is wrong with a kind that is certainly none: where its group is known, or can't be anybody's. */
export interface KindFault {
  readonly field: 'apiVersion' | 'kind';
  readonly what: string;
}

/** Why there is no such kind; undefined if it may be somebody's own. */
export function whyUnknown(apiVersion: string, kind: string, kinds: KindRegistry): KindFault | undefined {
  const group = groupOf(apiVersion);
  const own = kinds.definitionOf(group, kind);
  if (own !== undefined) return { field: 'apiVersion', what: notServed(apiVersion, own, kinds) };
  // The group of a custom kind is a domain with a dot at least.
  if (!kinds.knows(group) && group.includes('.')) return undefined;
  const elsewhere = kinds.definitions.filter((definition) => definition.kind === kind && isUsable(definition, kinds));
  if (elsewhere.length > 0) {
    const places = elsewhere.map((definition) => apiVersionOf(definition, served(definition, kinds)[0])).join(' or ');
    return { field: 'apiVersion', what: `${group || 'the core group'} has no kind ${kind}; it is of ${places}` };
  }
  const names = kinds.definitions.filter((definition) => definition.group === group).map((one) => one.kind);
  const meant = nearest(kind, names) ?? nearest(kind, [...new Set(kinds.definitions.map((one) => one.kind))]);
  const where = group === '' ? 'the core group' : group;
  return {
    field: 'kind',
    what: `${where} has no kind ${kind}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
  };
}

/** A version that is not served: which one to use, and what has become of it where that is known. */
function notServed(apiVersion: string, definition: KindDefinition, kinds: KindRegistry): string {
  const name = definition.group === '' ? apiVersion : apiVersion.slice(definition.group.length + 1);
  const known = definition.versions.find((version) => version.name === name);
  const use = served(definition, kinds).map((version) => apiVersionOf(definition, version));
  const instead = use.length === 0 ? 'no version of it is served' : `use ${use.join(' or ')}`;
  const who = kinds.isServedByKubernetes(definition.group) ? `Kubernetes ${kinds.version}` : 'its definition';
  const fate = known === undefined ? '' : fateOf(known, kinds);
  return `${who} does not serve ${definition.kind} as ${apiVersion}${fate}; ${instead}`;
}

function fateOf({ since, until }: KindVersion, { version }: KindRegistry): string {
  if (until !== undefined && isAtLeast(version, until)) return `, which is gone since ${until}`;
  return since === undefined ? '' : `, which comes with ${since}`;
}

function isUsable(definition: KindDefinition, kinds: KindRegistry): boolean {
  return served(definition, kinds).length > 0;
}

function served(definition: KindDefinition, kinds: KindRegistry): readonly KindVersion[] {
  return definition.versions.filter(({ name }) => kinds.find(apiVersionOf(definition, { name }), definition.kind));
}

function apiVersionOf({ group }: KindDefinition, version: KindVersion | undefined): string {
  return group === '' ? (version?.name ?? '') : `${group}/${version?.name}`;
}
