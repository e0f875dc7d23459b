import { syncOptions } from '../../domain/argo';
import { dig, list } from '../../fields';
import type { Rule } from '../../rule';

export const argoReplace: Rule = {
  id: 'argo-replace',
  title: 'Argo CD is told to replace objects',
  severity: 'error',
  why: 'it deletes and makes anew: claims lose their data, ScaledJobs their running Jobs',
  mend: 'remove Replace=true and Force=true; use ServerSideApply=true',
  source: 'Argo CD docs, sync options',
  *check(context) {
    for (const entry of context.entries) {
      const options = [...syncOptions(entry), ...list(dig(entry.spec, 'syncPolicy', 'syncOptions')).map(String)];
      for (const option of options)
        if (option === 'Replace=true' || option === 'Force=true') yield { entry, value: option };
    }
  },
};
