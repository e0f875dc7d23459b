import { majorOf, parseImage, productOf } from '../../../manifests/model';
import { containers, each } from '../../builders';
import { defaultRefusedImages } from '../../options';
import type { Rule } from '../../rule';

export const imageRules: readonly Rule[] = [
  {
    id: 'image-digest',
    title: 'an image has a tag but no digest',
    severity: 'info',
    why: 'who can push to the registry can put another program under the same tag',
    mend: 'write name:tag@sha256:digest',
    check: each(containers, function* ({ path, image }) {
      const { tag, digest } = parseImage(image);
      if (digest === '' && tag !== '') yield { field: `${path}.image`, value: image };
    }),
  },
  {
    id: 'image-end-of-life',
    title: 'an image is of a version that gets no more fixes',
    severity: 'warning',
    why: 'known holes stay open, and the way to a supported version gets longer',
    mend: 'move to a supported major by its upgrade procedure, not by changing the tag alone',
    check: each(containers, function* (container) {
      const major = majorOf(container);
      const limit = oldest[productOf(container)];
      if (major !== undefined && limit !== undefined && major < limit)
        yield { field: `${container.path}.image`, value: container.image };
    }),
  },
  {
    id: 'image-pull-always',
    title: 'a pinned image is pulled again at every start',
    severity: 'warning',
    why: 'it only helps if the tag is rebuilt, and then pods of one workload run different programs; without the registry nothing starts',
    mend: 'write IfNotPresent and give every build its own tag',
    check: each(containers, function* ({ path, image, fields: container }) {
      const { tag, digest } = parseImage(image);
      if (container.imagePullPolicy === 'Always' && (digest !== '' || /\d/.test(tag)))
        yield { field: `${path}.imagePullPolicy`, value: 'Always' };
    }),
  },
  {
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
  },
  {
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
  },
  {
    id: 'image-unpinned',
    title: 'an image is not pinned to a version',
    severity: 'error',
    why: 'another program starts at the next restart: a new major may refuse the data, and nobody can say what ran',
    mend: 'write tag and digest of the version that was tried',
    check: each(containers, function* ({ path, image }) {
      const { tag, digest } = parseImage(image);
      if (image === '' || digest !== '') return;
      if (tag === '' || floating.has(tag)) yield { field: `${path}.image`, value: image };
      else if (/^v?\d+(?:-[a-z]+)?$/.test(tag))
        yield {
          field: `${path}.image`,
          value: image,
          what: 'an image is pinned to a major version only',
          severity: 'warning',
        };
    }),
  },
];

const oldest: Readonly<Record<string, number>> = { postgres: 14, redis: 7, rabbitmq: 4, prometheus: 2, grafana: 11 };

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
