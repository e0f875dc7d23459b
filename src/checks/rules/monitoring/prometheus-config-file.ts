import { mountedFiles, mountsOf } from '../../domain/mounted';
import { flagOf, prometheusServers } from '../../domain/prometheus';
import { dig, text } from '../../fields';
import type { Rule } from '../../rule';

export const prometheusConfigFile: Rule = {
  id: 'prometheus-config-file',
  title: 'Prometheus is told a configuration file that is not there',
  severity: 'error',
  why: 'the server does not start',
  mend: 'make the key of the ConfigMap and the name in --config.file the same',
  *check(context) {
    for (const container of prometheusServers(context)) {
      const file = flagOf(container, 'config.file') ?? '/etc/prometheus/prometheus.yml';
      const mounts = mountsOf(context, container).filter(({ path }) => file === path || file.startsWith(`${path}/`));
      const maps = mounts.filter(({ volume }) => volume.configMap !== undefined);
      if (maps.length === 0 || maps.length < mounts.length) continue;
      const known = maps.every(
        ({ volume }) =>
          context.find('ConfigMap', container.template.namespace, text(dig(volume, 'configMap', 'name')) ?? '') !==
          undefined,
      );
      if (known && !mountedFiles(context, container).some(({ location }) => location === file))
        yield { entry: container.template.entry, field: `${container.path}.args`, value: file };
    }
  },
};
