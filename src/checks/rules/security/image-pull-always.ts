import { parseImage } from '../../domain/images';
import type { Rule } from '../../rule';

export const imagePullAlways: Rule = {
  id: 'image-pull-always',
  title: 'a pinned image is pulled again at every start',
  severity: 'warning',
  why: 'it only helps if the tag is rebuilt, and then pods of one workload run different programs; without the registry nothing starts',
  mend: 'write IfNotPresent and give every build its own tag',
  *check({ containers }) {
    for (const { template, path, image, fields: container } of containers) {
      const { tag, digest } = parseImage(image);
      if (container.imagePullPolicy === 'Always' && (digest !== '' || /\d/.test(tag)))
        yield { entry: template.entry, field: `${path}.imagePullPolicy`, value: 'Always' };
    }
  },
};
