import { podReferences } from '../../domain/pod-references';
import { otherSecretReferences } from '../../domain/secret-references';
import type { Rule } from '../../rule';

export const refSecretKey: Rule = {
  id: 'ref-secret-key',
  title: 'a key is named that the Secret does not have',
  severity: 'error',
  why: 'the container cannot start, or the controller reads nothing',
  mend: 'add the key to what makes the Secret, or correct it',
  *check(context) {
    for (const template of context.templates) {
      for (const { kind, name, keys, optional, path } of podReferences(template)) {
        const present = kind === 'Secret' && !optional ? context.secrets.find(template.namespace, name) : undefined;
        if (present === undefined || present === 'any') continue;
        for (const key of keys) {
          if (!present.has(key))
            yield { entry: template.entry, field: path, value: `${template.namespace}/${name} ${key}` };
        }
      }
    }
    for (const { entry, field, namespace, name, key } of otherSecretReferences(context)) {
      const present = context.secrets.find(namespace, name);
      if (present === undefined || present === 'any' || key === undefined || present.has(key)) continue;
      yield { entry, field, value: `${namespace}/${name} ${key}` };
    }
  },
};
