import type { Entry } from '../../../manifests/model';
import type { Rule } from '../../rule';
import { validateObject } from '../../schemas';

export const schemaInvalid: Rule = {
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
};
/** Names, labels, cluster-scoped namespaces and the pods of Jobs have rules of their own, which say more. */
function ownRule(entry: Entry, path: string): boolean {
  if (path === 'metadata.name' || path === 'metadata.generateName') return true;
  if (path === 'metadata.namespace') return entry.namespace === '';
  if (entry.kind === 'ScaledJob' && path.startsWith('spec.jobTargetRef')) return true;
  if (path.endsWith('template.spec.restartPolicy')) return entry.group === 'batch';
  return /^(?:.*\.)?metadata\.(?:labels|annotations)\b/.test(path);
}
