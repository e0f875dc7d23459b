import { defaultRefusedImages } from '../../options';
import type { Rule } from '../../rule';

export const imageRefused: Rule = {
  id: 'image-refused',
  title: 'an image comes from a place that must not be used',
  severity: 'error',
  why: 'it is no longer maintained there: it is withdrawn without notice and gets no security fixes',
  mend: 'use the official image of the product, or a copy in your own registry',
  source: 'bitnami/containers issue 83267',
  *check({ containers, options }) {
    const refused = options.refusedImages ?? defaultRefusedImages;
    for (const { template, path, image } of containers) {
      const prefix = refused.find((item) => image.startsWith(item));
      if (prefix !== undefined) yield { entry: template.entry, field: `${path}.image`, value: image };
    }
  },
};
