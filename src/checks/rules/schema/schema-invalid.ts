import type { Rule } from '../../rule';
import { hasSchema, validateObject } from '../../schema-seam';

export const schemaInvalid: Rule = {
  id: 'schema-invalid',
  title: 'the object does not fit the schema of its kind',
  severity: 'error',
  why: 'the API server refuses it, or drops the field without a word',
  mend: 'correct the field as the API reference of this kind says',
  *check({ entries }) {
    for (const entry of entries) {
      if (!hasSchema(String(entry.object.apiVersion), String(entry.object.kind))) continue;
      for (const { path, message, value } of validateObject(entry.object)) {
        yield { entry, field: path, value, what: message };
      }
    }
  },
};
