import { dig, fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const volumeUnused: Rule = {
  id: 'volume-unused',
  title: 'a pod declares a volume that no container mounts',
  severity: 'warning',
  why: 'the files that should be kept or read there are somewhere else',
  mend: 'mount it in the container that needs it, or remove it',
  *check(context) {
    for (const template of context.templates) {
      const used = new Set(
        template.containers.flatMap(({ fields: container }) =>
          [...list(container.volumeMounts), ...list(container.volumeDevices)].map((mount) => fields(mount).name),
        ),
      );
      const declared = list(template.spec.volumes).map((volume, index) => ({
        name: fields(volume).name,
        path: `${template.specPath}.volumes[${index}]`,
      }));
      const claims = list(template.entry.spec.volumeClaimTemplates).map((claim, index) => ({
        name: dig(claim, 'metadata', 'name'),
        path: `spec.volumeClaimTemplates[${index}]`,
      }));
      for (const { name, path } of [...declared, ...claims]) {
        if (typeof name === 'string' && !used.has(name)) yield { entry: template.entry, field: path, value: name };
      }
    }
  },
};
