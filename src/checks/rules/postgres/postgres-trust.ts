import { namedTexts } from '../../domain/named-texts';
import type { Rule } from '../../rule';

export const postgresTrust: Rule = {
  id: 'postgres-trust',
  title: 'PostgreSQL lets everybody in without a password',
  severity: 'error',
  why: 'every pod that reaches the port reads and writes all data, or takes a copy by replication',
  mend: 'scram-sha-256, and the network of the pods instead of 0.0.0.0/0',
  source: 'PostgreSQL manual, pg_hba.conf',
  *check(context) {
    for (const { entry, name, text: words, path } of namedTexts(context)) {
      const line = words
        .split('\n')
        .find(
          (item) =>
            /\bhost(?:ssl|nossl)?\s+\S+\s+\S+\s+(?!127\.|::1|localhost|samehost)\S+\s+(?:\S+\s+)?trust\b/.test(item) &&
            !item.trimStart().startsWith('#'),
        );
      if (line !== undefined) yield { entry, field: path, value: line.trim() };
      else if (name === 'POSTGRES_HOST_AUTH_METHOD' && words.trim() === 'trust')
        yield { entry, field: path, value: 'trust' };
    }
  },
};
