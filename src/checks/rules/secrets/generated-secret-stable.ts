import { generatorsOf } from '../../domain/generators';
import { fields } from '../../fields';
import type { Rule } from '../../rule';

export const generatedSecretStable: Rule = {
  id: 'generated-secret-stable',
  title: 'a generated password may change by itself',
  severity: 'error',
  why: 'the database keeps the old one: every client is refused after the next refresh, deletion or restore',
  mend: 'refreshPolicy: CreatedOnce; target immutable: true, creationPolicy: Orphan, deletionPolicy: Retain',
  source: 'External Secrets docs, generators and ownership',
  *check(context) {
    for (const entry of context.ofKind('external-secrets.io/ExternalSecret')) {
      if (generatorsOf(entry).length === 0) continue;
      const { refreshPolicy, target } = entry.spec;
      const { immutable, creationPolicy, deletionPolicy } = fields(target);
      if (refreshPolicy !== 'CreatedOnce') yield { entry, field: 'spec.refreshPolicy', value: refreshPolicy };
      if (immutable !== true) yield { entry, field: 'spec.target.immutable', value: immutable, severity: 'warning' };
      if (creationPolicy !== 'Orphan')
        yield { entry, field: 'spec.target.creationPolicy', value: creationPolicy, severity: 'warning' };
      if (deletionPolicy !== 'Retain')
        yield { entry, field: 'spec.target.deletionPolicy', value: deletionPolicy, severity: 'warning' };
    }
  },
};
