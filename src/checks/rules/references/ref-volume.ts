import { dig, fields, list, text } from '../../fields';
import type { Rule } from '../../rule';

export const refVolume: Rule = {
  id: 'ref-volume',
  title: 'a container mounts a volume that the pod does not declare',
  severity: 'error',
  why: 'the API server refuses the pod',
  mend: 'declare the volume in the pod (or a claim template of that name), or correct the name',
  *check(context) {
    for (const template of context.templates) {
      const names = new Set(context.volumes(template).keys());
      for (const claim of list(template.entry.spec.volumeClaimTemplates))
        names.add(text(dig(claim, 'metadata', 'name')) ?? '');
      for (const container of template.containers) {
        for (const part of ['volumeMounts', 'volumeDevices']) {
          for (const [index, mount] of list(container.fields[part]).entries()) {
            const name = text(fields(mount).name) ?? '';
            if (!names.has(name))
              yield { entry: template.entry, field: `${container.path}.${part}[${index}].name`, value: name };
          }
        }
      }
    }
  },
};
