import type { Rule } from '../../rule';

export const podLabelsMissing: Rule = {
  id: 'pod-labels-missing',
  title: 'a pod template has no labels',
  severity: 'warning',
  why: 'no NetworkPolicy, budget or monitor can select the pods: a worker’s pods have the labels of its template, not of the ScaledJob',
  mend: 'repeat app and tier under template.metadata.labels',
  *check({ templates }) {
    for (const { entry, path, labels } of templates) {
      if (path !== '' && Object.keys(labels).length === 0 && entry.spec.selector === undefined)
        yield { entry, field: `${path}.metadata.labels` };
    }
  },
};
