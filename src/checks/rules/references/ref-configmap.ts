import { podReferences } from '../../domain/pod-references';
import type { Rule } from '../../rule';

export const refConfigmap: Rule = {
  id: 'ref-configmap',
  title: 'a pod names a ConfigMap that nobody makes',
  severity: 'error',
  why: 'the pod waits for it for ever and never starts',
  mend: 'add the ConfigMap in the namespace of the pod, or correct the name',
  *check(context) {
    for (const template of context.templates) {
      for (const { kind, name, optional, path } of podReferences(template)) {
        if (kind !== 'ConfigMap' || optional || name === 'kube-root-ca.crt') continue;
        if (!context.exists('ConfigMap', template.namespace, name)) {
          yield { entry: template.entry, field: `${path}.name`, value: `${template.namespace}/${name}` };
        }
      }
    }
  },
};
