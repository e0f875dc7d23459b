import { mountsOf } from '../../domain/mounted';
import { volumeFiles } from '../../domain/volume-files';
import type { Rule } from '../../rule';

export const refSubPath: Rule = {
  id: 'ref-sub-path',
  title: 'a file is mounted that its volume does not hold',
  severity: 'error',
  why: 'the container finds an empty folder in its place, or does not start',
  mend: 'correct subPath, or add the key',
  source: 'Kubernetes docs, volumes',
  *check(context) {
    for (const container of context.containers) {
      for (const { subPath, volume, field } of mountsOf(context, container)) {
        if (subPath === undefined || subPath.includes('/')) continue;
        const files = volumeFiles(context, container.template.namespace, volume);
        const folders = files === undefined ? [] : [...files].map((file) => file.split('/')[0]);
        if (files !== undefined && !folders.includes(subPath))
          yield { entry: container.template.entry, field: `${field}.subPath`, value: subPath };
      }
    }
  },
};
