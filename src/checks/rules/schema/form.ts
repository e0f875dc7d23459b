import { canonicalQuantity } from '../../../kubernetes/quantity';
import { keyed } from '../../../manifests/field-path';
import { dig, fields, list } from '../../../manifests/fields';
import type { Entry } from '../../../manifests/model';
import { each, objects } from '../../builders';
import type { CheckContext } from '../../context';
import type { Observation, Rule } from '../../rule';
import { validateObject } from '../../schemas';
import { whyUnknown } from '../../schemas/unknown-kind';

export const formRules: readonly Rule[] = [
  {
    id: 'dropped-default',
    title: 'a field is written that the API server drops',
    severity: 'info',
    why: 'a comparison of the repository with the cluster shows a difference for ever',
    mend: 'leave the field out: that is its meaning already',
    source: 'seen with a server-side apply on Kubernetes 1.36',
    check: each(
      objects('PriorityClass'),
      (entry) => entry.object.globalDefault === false && { field: 'globalDefault', value: false },
    ),
  },
  {
    id: 'quantity-form',
    title: 'a quantity is not in the form the API server keeps',
    severity: 'warning',
    why: 'the server rewrites it, and a comparison of the repository with the cluster shows a difference for ever',
    mend: 'write the canonical form',
    source: 'seen with a server-side apply on Kubernetes 1.36',
    *check(context) {
      for (const { template, path, fields: container } of context.containers) {
        for (const part of ['requests', 'limits']) {
          yield* quantities(template.entry, dig(container, 'resources', part), `${path}.resources.${part}`);
        }
      }
      for (const entry of context.ofKind('PersistentVolumeClaim')) {
        yield* quantities(entry, dig(entry.spec, 'resources', 'requests'), 'spec.resources.requests');
      }
      for (const entry of context.ofKind('PersistentVolume'))
        yield* quantities(entry, entry.spec.capacity, 'spec.capacity');
      for (const entry of context.ofKind('ResourceQuota')) yield* quantities(entry, entry.spec.hard, 'spec.hard');
      for (const entry of context.ofKind('apps/StatefulSet')) {
        const claims = list(entry.spec.volumeClaimTemplates);
        for (const [index, claim] of claims.entries()) {
          const path = `spec.volumeClaimTemplates[${index}].spec.resources.requests`;
          yield* quantities(entry, dig(claim, 'spec', 'resources', 'requests'), path);
        }
      }
    },
  },
  {
    id: 'schema-invalid',
    title: 'the object does not fit the schema of its kind',
    severity: 'error',
    why: 'the API server refuses it, or drops the field without a word',
    mend: 'correct the field as the API reference of this kind says',
    *check({ entries, kinds }) {
      for (const entry of entries) {
        for (const { path, message } of validateObject(entry.object, kinds)) {
          if (!ownRule(entry, path)) yield { entry, field: path, what: message };
        }
      }
    },
  },
  {
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
  },
  {
    id: 'string-data',
    title: 'a Secret is written with stringData',
    severity: 'warning',
    why: 'under server-side apply a key removed here stays in the cluster',
    mend: 'write base64 in data, or let a provider make the Secret',
    source: 'seen with a server-side apply on Kubernetes 1.36',
    check: each(objects('/Secret'), (entry) => entry.object.stringData !== undefined && { field: 'stringData' }),
  },
];

function* quantities(entry: Entry, source: unknown, path: string): Iterable<Observation> {
  for (const [key, value] of Object.entries(fields(source))) {
    const form = typeof value === 'string' ? canonicalQuantity(value) : undefined;
    if (form !== undefined && form !== value) yield { entry, field: keyed(path, key), value, mend: `write ${form}` };
  }
}

/** Names, labels, cluster-scoped namespaces and the pods of Jobs have rules of their own, which say more. */
function ownRule(entry: Entry, path: string): boolean {
  if (path === 'metadata.name' || path === 'metadata.generateName') return true;
  if (path === 'metadata.namespace') return entry.namespace === '';
  if (entry.kind === 'ScaledJob' && path.startsWith('spec.jobTargetRef')) return true;
  if (path.endsWith('template.spec.restartPolicy')) return entry.group === 'batch';
  return /^(?:.*\.)?metadata\.(?:labels|annotations)\b/.test(path);
}

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
