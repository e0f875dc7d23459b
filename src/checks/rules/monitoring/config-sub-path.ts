import { imageName } from '../../domain/images';
import { mountsOf } from '../../domain/mounted';
import type { Rule } from '../../rule';

export const configSubPath: Rule = {
  id: 'config-sub-path',
  title: 'a configuration that should be read again is mounted by subPath',
  severity: 'warning',
  why: 'such a mount never changes: the server keeps the configuration it started with',
  mend: 'mount the folder',
  source: 'Kubernetes docs, ConfigMap',
  *check(context) {
    const servers = context.containers.filter(({ image }) => ['prometheus', 'alertmanager'].includes(imageName(image)));
    for (const container of servers) {
      for (const { volume, subPath, field } of mountsOf(context, container)) {
        if (subPath !== undefined && (volume.configMap !== undefined || volume.secret !== undefined))
          yield { entry: container.template.entry, field: `${field}.subPath`, value: subPath };
      }
    }
  },
};
