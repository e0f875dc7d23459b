import type { Entry } from '../../../manifests/model';
import type { CheckContext } from '../../context';
import type { Observation, Rule } from '../../rule';
import { whyUnknown } from '../../schemas/unknown-kind';

export const schemaUnknownKind: Rule = {
  id: 'schema-unknown-kind',
  title: 'there is no schema for this kind',
  severity: 'error',
  why: 'what cannot be checked must not pass: a misspelt kind or apiVersion is refused by the API server',
  mend: 'correct apiVersion and kind, or put the definition of the kind into the folder crds',
  *check(context) {
    const told = new Map<string, Entry[]>();
    for (const entry of context.entries) {
      const { apiVersion, kind } = entry.object;
      const found = context.kinds.find(String(apiVersion), String(kind));
      if (found?.version.schema !== undefined) continue;
      const fault = found === undefined ? whyUnknown(String(apiVersion), String(kind), context.kinds) : undefined;
      if (fault !== undefined) yield { entry, field: fault.field, value: `${apiVersion} ${kind}`, what: fault.what };
      else {
        const key = `${apiVersion} ${kind}`;
        told.set(key, [...(told.get(key) ?? []), entry]);
      }
    }
    for (const [key, entries] of told) yield unchecked(key, entries, context);
  },
};

/** One warning for a kind that may well be right, but that nobody here knows. */
function unchecked(key: string, entries: readonly Entry[], context: CheckContext): Observation {
  const [entry] = entries as [Entry];
  const { group, kind } = entry;
  const guess = context.guessedScopes.get(`${group}/${kind}`);
  const scope = guess?.scope ?? context.kinds.scopeOf(group, kind);
  const many = entries.length === 1 ? 'one object' : `${entries.length} objects`;
  const taken = `taken as ${scope === 'Cluster' ? 'cluster-scoped' : 'namespaced'}${guess ? `, ${guess.because}` : ''}`;
  return {
    entry,
    field: 'kind',
    value: key,
    severity: 'warning',
    what: `${many} of a kind without a schema: only what all objects have is checked, and it is ${taken}`,
    mend: 'put its CustomResourceDefinition into the folder crds of the project (or `--crds`), then it is checked',
  };
}
