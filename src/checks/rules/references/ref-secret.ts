import { podReferences } from '../../domain/pod-references';
import { otherSecretReferences } from '../../domain/secret-references';
import type { Rule } from '../../rule';

export const refSecret: Rule = {
  id: 'ref-secret',
  title: 'a Secret is named that nobody makes',
  severity: 'error',
  why: 'the pod waits for it for ever, or the controller has no credentials',
  mend: 'make it by a provider, correct the name, or say that it exists with --external-secret namespace/name',
  *check(context) {
    for (const template of context.templates) {
      for (const { kind, name, optional, path } of podReferences(template)) {
        if (kind !== 'Secret' || optional || context.secrets.find(template.namespace, name) !== undefined) continue;
        const field = path.endsWith('.secret') && !path.includes('projected') ? `${path}.secretName` : `${path}.name`;
        yield { entry: template.entry, field, value: `${template.namespace}/${name}` };
      }
    }
    for (const { entry, field, namespace, name } of otherSecretReferences(context)) {
      if (context.secrets.find(namespace, name) === undefined) yield { entry, field, value: `${namespace}/${name}` };
    }
  },
};
