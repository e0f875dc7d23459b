import { selectorMatches } from '../../label-index';
import type { Rule } from '../../rule';

export const selectorTemplate: Rule = {
  id: 'selector-template',
  title: 'the selector of a workload does not match its own pods',
  severity: 'error',
  why: 'the API server refuses the workload',
  mend: 'repeat the labels of spec.selector.matchLabels on the pod template',
  *check({ templates }) {
    for (const { entry, labels, path } of templates) {
      if (entry.group !== 'apps' || entry.spec.selector === undefined) continue;
      if (!selectorMatches(entry.spec.selector, labels))
        yield { entry, field: `${path}.metadata.labels`, value: labels };
    }
  },
};
