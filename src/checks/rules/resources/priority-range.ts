import type { Rule } from '../../rule';

export const priorityRange: Rule = {
  id: 'priority-range',
  title: 'the priority class is not one that users may make',
  severity: 'error',
  why: 'the API server refuses it',
  mend: 'a value of at most 1000000000, a name that does not begin with system-, one globalDefault at most',
  source: 'Kubernetes validation, scheduling',
  *check(context) {
    const classes = context.ofKind('PriorityClass');
    const defaults = classes.filter((entry) => entry.object.globalDefault === true);
    for (const entry of classes) {
      const { value } = entry.object;
      if (typeof value !== 'number') yield { entry, field: 'value', value, what: 'the priority class has no value' };
      else if (value > 1_000_000_000) yield { entry, field: 'value', value };
      if (entry.name.startsWith('system-')) yield { entry, field: 'metadata.name', value: entry.name };
      if (defaults.length > 1 && defaults.includes(entry)) yield { entry, field: 'globalDefault', value: true };
    }
  },
};
