import { parseImage } from '../../domain/images';
import type { Rule } from '../../rule';

export const imageUnpinned: Rule = {
  id: 'image-unpinned',
  title: 'an image is not pinned to a version',
  severity: 'error',
  why: 'another program starts at the next restart: a new major may refuse the data, and nobody can say what ran',
  mend: 'write tag and digest of the version that was tried',
  *check({ containers }) {
    for (const { template, path, image } of containers) {
      const { tag, digest } = parseImage(image);
      if (image === '' || digest !== '') continue;
      if (tag === '' || floating.has(tag)) yield { entry: template.entry, field: `${path}.image`, value: image };
      else if (/^v?\d+(?:-[a-z]+)?$/.test(tag))
        yield {
          entry: template.entry,
          field: `${path}.image`,
          value: image,
          what: 'an image is pinned to a major version only',
          severity: 'warning',
        };
    }
  },
};
const floating: ReadonlySet<string> = new Set([
  'latest',
  'stable',
  'main',
  'master',
  'edge',
  'nightly',
  'dev',
  'alpine',
  'management',
  'slim',
  'bookworm',
  'bullseye',
]);
