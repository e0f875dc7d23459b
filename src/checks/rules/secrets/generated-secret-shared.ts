import { generatorsOf } from '../../domain/generators';
import type { Entry } from '../../entry';
import type { Rule } from '../../rule';

export const generatedSecretShared: Rule = {
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
};
