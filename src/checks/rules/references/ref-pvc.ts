import type { CheckContext } from '../../context';
import { dig, list, text } from '../../fields';
import type { Rule } from '../../rule';

export const refPvc: Rule = {
  id: 'ref-pvc',
  title: 'a pod names a claim that nobody makes',
  severity: 'error',
  why: 'the pod stays Pending for ever',
  mend: 'add the PersistentVolumeClaim in the namespace of the pod, or correct the name',
  *check(context) {
    for (const template of context.templates) {
      for (const [index, volume] of list(template.spec.volumes).entries()) {
        const name = text(dig(volume, 'persistentVolumeClaim', 'claimName'));
        if (name === undefined || context.exists('PersistentVolumeClaim', template.namespace, name)) continue;
        if (ofStatefulSet(context, template.namespace, name)) continue;
        const field = `${template.specPath}.volumes[${index}].persistentVolumeClaim.claimName`;
        yield { entry: template.entry, field, value: `${template.namespace}/${name}` };
      }
    }
  },
};
/** A claim that a StatefulSet makes is called `<template>-<set>-<ordinal>`. */
function ofStatefulSet(context: CheckContext, namespace: string, name: string): boolean {
  const made = context.memo('claims-of-sets', () => {
    const names = new Set<string>();
    for (const { namespace: place, name: set, spec } of context.ofKind('apps/StatefulSet')) {
      for (const claim of list(spec.volumeClaimTemplates))
        names.add(`${place}/${dig(claim, 'metadata', 'name')}-${set}`);
    }
    return names;
  });
  return made.has(`${namespace}/${name.replace(/-\d+$/, '')}`);
}
