import { text } from '../../fields';
import type { Rule } from '../../rule';

export const refPriorityClass: Rule = {
  id: 'ref-priority-class',
  title: 'a pod names a PriorityClass that nobody makes',
  severity: 'error',
  why: 'the API server refuses every pod',
  mend: 'add the class, correct the name, or say that it exists with --external PriorityClass/name',
  *check(context) {
    for (const { entry, spec, specPath } of context.templates) {
      const name = text(spec.priorityClassName);
      if (name === undefined || name === '' || name.startsWith('system-') || context.exists('PriorityClass', '', name))
        continue;
      yield { entry, field: `${specPath}.priorityClassName`, value: name };
    }
  },
};
