import { operated } from '../../domain/named-texts';
import { fields } from '../../fields';
import type { Rule } from '../../rule';

export const selectorServiceNone: Rule = {
  id: 'selector-service-none',
  title: 'a Service selects no pod',
  severity: 'error',
  why: 'every connection to it is refused',
  mend: 'make spec.selector equal labels of the pod template, and the namespaces the same',
  *check(context) {
    for (const entry of context.ofKind('/Service')) {
      const { selector } = entry.spec;
      if (Object.keys(fields(selector)).length === 0 || context.behind(entry).length > 0) continue;
      // Pods of an operator's own kind are not in the set.
      const severity = operated(context, entry.namespace) ? 'info' : 'error';
      yield { entry, field: 'spec.selector', value: selector, severity };
    }
  },
};
