import { dig, fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const quotaPriority: Rule = {
  id: 'quota-priority',
  title: 'a quota is for a priority class that is not here',
  severity: 'warning',
  why: 'it limits nothing',
  mend: 'correct the name in scopeSelector',
  *check(context) {
    for (const entry of context.ofKind('/ResourceQuota')) {
      for (const [index, item] of list(dig(entry.spec, 'scopeSelector', 'matchExpressions')).entries()) {
        if (fields(item).scopeName !== 'PriorityClass') continue;
        for (const name of list(fields(item).values)) {
          if (!context.exists('PriorityClass', '', String(name)) && !String(name).startsWith('system-'))
            yield { entry, field: `spec.scopeSelector.matchExpressions[${index}]`, value: name };
        }
      }
    }
  },
};
