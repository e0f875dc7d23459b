import type { Rule } from '../../rule';

export const imagePullNever: Rule = {
  id: 'image-pull-never',
  title: 'the image is never pulled',
  severity: 'error',
  why: 'the pod starts only on a node where somebody built the image by hand',
  mend: 'push the image to a registry and write IfNotPresent',
  *check({ containers, isLocal }) {
    for (const { template, path, fields: container } of containers) {
      if (container.imagePullPolicy === 'Never' && !isLocal)
        yield { entry: template.entry, field: `${path}.imagePullPolicy`, value: 'Never' };
    }
  },
};
