import { applications } from '../../domain/argo';
import { dig, fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const argoApplicationPolicy: Rule = {
  id: 'argo-application-policy',
  title: 'an automated Application lacks a guard',
  severity: 'warning',
  why: 'an empty folder deletes everything, or a failed sync is never tried again',
  mend: 'allowEmpty: false, and retry with limit 5',
  source: 'Argo CD docs, automated sync',
  *check(context) {
    for (const entry of applications(context)) {
      const automated = dig(entry.spec, 'syncPolicy', 'automated');
      if (automated === undefined) continue;
      if (fields(automated).allowEmpty === true)
        yield { entry, field: 'spec.syncPolicy.automated.allowEmpty', value: true };
      if (dig(entry.spec, 'syncPolicy', 'retry') === undefined) yield { entry, field: 'spec.syncPolicy.retry' };
      const finalizers = list(fields(entry.object.metadata).finalizers).map(String);
      if (
        fields(automated).prune === true &&
        !finalizers.some((name) => name.startsWith('resources-finalizer.argocd.argoproj.io'))
      ) {
        yield {
          entry,
          field: 'metadata.finalizers',
          what: 'the objects of a deleted Application stay behind',
          mend: 'add the finalizer resources-finalizer.argocd.argoproj.io',
        };
      }
    }
  },
};
