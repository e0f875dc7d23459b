import type { Rule } from '../../rule';

const tierLabels = ['tier', 'app.kubernetes.io/component', 'component', 'app.kubernetes.io/name'];

export const selectorServiceTiers: Rule = {
  id: 'selector-service-tiers',
  title: 'a Service selects the pods of several tiers',
  severity: 'error',
  why: 'every second connection reaches a pod that serves something else',
  mend: 'add the label of the tier to spec.selector',
  *check(context) {
    for (const entry of context.ofKind('/Service')) {
      const behind = context.behind(entry);
      const first = behind[0];
      if (first === undefined || behind.length < 2) continue;
      const differs = (one: string | undefined, two: string | undefined): boolean =>
        one !== undefined && two !== undefined && one !== two;
      const other = behind.find((item) => tierLabels.some((label) => differs(item.labels[label], first.labels[label])));
      if (other !== undefined) {
        yield {
          entry,
          field: 'spec.selector',
          value: entry.spec.selector,
          what: `the Service selects ${first.entry.key} and ${other.entry.key}`,
        };
      }
    }
  },
};
