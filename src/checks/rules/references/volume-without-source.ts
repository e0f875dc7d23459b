import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const volumeWithoutSource: Rule = {
  id: 'volume-without-source',
  title: 'a volume does not say where its files come from',
  severity: 'error',
  why: 'the API server silently makes it an emptyDir: the container finds no files, and what it writes is lost',
  mend: 'name its configMap, secret or persistentVolumeClaim; write emptyDir: {} if that is meant',
  source: 'Kubernetes API, Volume',
  *check({ templates }) {
    for (const { entry, spec, specPath } of templates) {
      for (const [index, volume] of list(spec.volumes).entries()) {
        const keys = Object.keys(fields(volume));
        if (keys.length === 1 && keys[0] === 'name')
          yield { entry, field: `${specPath}.volumes[${index}]`, value: fields(volume).name };
      }
    }
  },
};
