import type { Rule } from '../../rule';

export const selectorOverlap: Rule = {
  id: 'selector-overlap',
  title: 'the selector of a workload also takes in the pods of another one',
  severity: 'error',
  why: 'the two controllers adopt and delete each other’s pods',
  mend: 'give each workload a label of its own (tier) in selector and template',
  *check(context) {
    for (const template of context.templates) {
      const { entry, namespace } = template;
      if (!['Deployment', 'StatefulSet', 'ReplicaSet'].includes(entry.kind) || entry.spec.selector === undefined)
        continue;
      const others = context.labels
        .select(namespace, entry.spec.selector)
        .filter((other) => other !== template && other.entry.key !== entry.key && !other.job);
      const other = others[0];
      if (other !== undefined)
        yield {
          entry,
          field: 'spec.selector',
          value: entry.spec.selector,
          what: `the selector also takes in the pods of ${other.entry.key}`,
        };
    }
  },
};
