import { podReferences } from '../../domain/pod-references';
import { fields } from '../../fields';
import type { Rule } from '../../rule';

export const refConfigmapKey: Rule = {
  id: 'ref-configmap-key',
  title: 'a pod names a key that the ConfigMap does not have',
  severity: 'error',
  why: 'the container cannot start, or the file it reads is missing',
  mend: 'add the key to the ConfigMap, or correct it',
  *check(context) {
    for (const template of context.templates) {
      for (const { kind, name, keys, optional, path } of podReferences(template)) {
        const found = kind === 'ConfigMap' ? context.find('ConfigMap', template.namespace, name) : undefined;
        if (found === undefined || optional) continue;
        const { data, binaryData } = found.object;
        for (const key of keys) {
          if (Object.hasOwn(fields(data), key) || Object.hasOwn(fields(binaryData), key)) continue;
          yield { entry: template.entry, field: path, value: `${template.namespace}/${name} ${key}` };
        }
      }
    }
  },
};
