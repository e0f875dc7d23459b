import { mountedFiles } from '../../domain/mounted';
import { flagOf, prometheusServers } from '../../domain/prometheus';
import type { Rule } from '../../rule';

export const prometheusRetention: Rule = {
  id: 'prometheus-retention',
  title: 'Prometheus has no limit on what it keeps',
  severity: 'warning',
  why: 'the default is 15 days whatever the size: the volume fills and Prometheus stops',
  mend: 'storage.tsdb.retention in the configuration (time, and size of at most 80 % of the claim), or the flags for older versions',
  source: 'Prometheus docs, storage',
  *check(context) {
    for (const container of prometheusServers(context)) {
      const flag =
        flagOf(container, 'storage.tsdb.retention.time') ??
        flagOf(container, 'storage.tsdb.retention.size') ??
        flagOf(container, 'storage.tsdb.retention');
      const inFile = mountedFiles(context, container).some((file) => /^\s+retention:/m.test(file.text));
      if (flag === undefined && !inFile) yield { entry: container.template.entry, field: `${container.path}.args` };
    }
  },
};
