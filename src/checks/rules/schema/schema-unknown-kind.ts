import type { Rule } from '../../rule';
import { hasSchema } from '../../schemas';

export const schemaUnknownKind: Rule = {
  id: 'schema-unknown-kind',
  title: 'there is no schema for this kind',
  severity: 'error',
  why: 'what cannot be checked must not pass: a misspelt kind or apiVersion is refused by the API server',
  mend: 'correct apiVersion and kind, or waive it on the object if the kind is served by a definition not known here',
  *check({ entries }) {
    for (const entry of entries) {
      const { apiVersion, kind } = entry.object;
      if (!hasSchema(String(apiVersion), String(kind))) yield { entry, field: 'kind', value: `${apiVersion} ${kind}` };
    }
  },
};
