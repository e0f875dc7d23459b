import { list } from '../../fields';
import type { Rule } from '../../rule';

export const externalSecretEmpty: Rule = {
  id: 'external-secret-empty',
  title: 'an ExternalSecret takes nothing from anywhere',
  severity: 'error',
  why: 'it makes an empty Secret, or none: every pod that needs a key of it waits',
  mend: 'add data or dataFrom',
  source: 'External Secrets docs, ExternalSecret',
  *check(context) {
    for (const entry of context.ofKind('external-secrets.io/ExternalSecret')) {
      if (list(entry.spec.data).length === 0 && list(entry.spec.dataFrom).length === 0)
        yield { entry, field: 'spec.data' };
    }
  },
};
