import { parseImage } from '../../domain/images';
import type { Rule } from '../../rule';

export const imageDigest: Rule = {
  id: 'image-digest',
  title: 'an image has a tag but no digest',
  severity: 'info',
  why: 'who can push to the registry can put another program under the same tag',
  mend: 'write name:tag@sha256:digest',
  *check({ containers }) {
    for (const { template, path, image } of containers) {
      const { tag, digest } = parseImage(image);
      if (digest === '' && tag !== '') yield { entry: template.entry, field: `${path}.image`, value: image };
    }
  },
};
