import { fields, list } from '../../manifests/fields';
import { type Entry, generatorsOf } from '../../manifests/model';
import { each, objects } from '../builders';
import type { Rule } from '../rule';

export const generatedSecretRules: readonly Rule[] = [
  {
    id: 'external-secret-empty',
    title: 'an ExternalSecret takes nothing from anywhere',
    severity: 'error',
    why: 'it makes an empty Secret, or none: every pod that needs a key of it waits',
    mend: 'add data or dataFrom',
    source: 'External Secrets docs, ExternalSecret',
    check: each(
      objects('external-secrets.io/ExternalSecret'),
      (entry) => list(entry.spec.data).length === 0 && list(entry.spec.dataFrom).length === 0 && { field: 'spec.data' },
    ),
  },
  {
    id: 'generated-secret-shared',
    title: 'two ExternalSecrets take one generator for one credential',
    severity: 'error',
    why: 'each of them gets a password of its own: the two sides never agree',
    mend: 'one generator, one ExternalSecret and one Secret for each credential; let all consumers use that Secret',
    source: 'External Secrets docs, generators',
    *check(context) {
      const users = new Map<string, Entry[]>();
      for (const entry of context.ofKind('external-secrets.io/ExternalSecret')) {
        for (const name of generatorsOf(entry)) {
          const place = `${entry.namespace}/${name}`;
          users.set(place, [...(users.get(place) ?? []), entry]);
        }
      }
      for (const [place, entries] of users) {
        if (entries.length < 2) continue;
        for (const entry of entries) yield { entry, field: 'spec.dataFrom', value: place };
      }
    },
  },
  {
    id: 'generated-secret-stable',
    title: 'a generated password may change by itself',
    severity: 'error',
    why: 'the database keeps the old one: every client is refused after the next refresh, deletion or restore',
    mend: 'refreshPolicy: CreatedOnce; target immutable: true, creationPolicy: Orphan, deletionPolicy: Retain',
    source: 'External Secrets docs, generators and ownership',
    check: each(objects('external-secrets.io/ExternalSecret'), function* (entry) {
      if (generatorsOf(entry).length === 0) return;
      const { refreshPolicy, target } = entry.spec;
      const { immutable, creationPolicy, deletionPolicy } = fields(target);
      if (refreshPolicy !== 'CreatedOnce') yield { field: 'spec.refreshPolicy', value: refreshPolicy };
      if (immutable !== true) yield { field: 'spec.target.immutable', value: immutable, severity: 'warning' };
      if (creationPolicy !== 'Orphan')
        yield { field: 'spec.target.creationPolicy', value: creationPolicy, severity: 'warning' };
      if (deletionPolicy !== 'Retain')
        yield { field: 'spec.target.deletionPolicy', value: deletionPolicy, severity: 'warning' };
    }),
  },
];
