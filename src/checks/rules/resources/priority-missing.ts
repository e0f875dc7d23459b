import type { Rule } from '../../rule';

export const priorityMissing: Rule = {
  id: 'priority-missing',
  title: 'a pod has no priority class while others have one',
  severity: 'warning',
  why: 'it counts as 0: everything with a class pushes it out, also when it is what starts or watches the others',
  mend: 'name a class; monitoring and KEDA belong at least beside the data',
  *check(context) {
    const classes = context.ofKind('PriorityClass');
    if (classes.length === 0 || classes.some((entry) => entry.object.globalDefault === true)) return;
    for (const { entry, spec, specPath } of context.templates) {
      if (spec.priorityClassName === undefined) yield { entry, field: `${specPath}.priorityClassName` };
    }
  },
};
