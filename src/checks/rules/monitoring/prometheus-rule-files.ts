import { globMatches } from '../../domain/argo';
import { mountedFiles } from '../../domain/mounted';
import { prometheusConfigs, prometheusServers } from '../../domain/prometheus';
import { list } from '../../fields';
import type { Rule } from '../../rule';

export const prometheusRuleFiles: Rule = {
  id: 'prometheus-rule-files',
  title: 'Prometheus is told rule files that are not there',
  severity: 'error',
  why: 'a pattern that matches nothing is no error: no alert is ever computed',
  mend: 'make rule_files match the keys of the mounted ConfigMap',
  source: 'Prometheus docs, configuration',
  *check(context) {
    for (const container of prometheusServers(context)) {
      const files = mountedFiles(context, container);
      const locations = files.map(({ location }) => location);
      const folders = new Set(locations.map((location) => location.slice(0, location.lastIndexOf('/'))));
      for (const { file, content } of prometheusConfigs(context)) {
        const own = files.find((item) => item.entry === file.entry && item.key === file.key);
        if (own === undefined) continue;
        for (const pattern of list(content.rule_files)) {
          const full = String(pattern).startsWith('/')
            ? String(pattern)
            : `${own.location.slice(0, own.location.lastIndexOf('/'))}/${pattern}`;
          const folder = full.slice(0, full.lastIndexOf('/'));
          if (folders.has(folder) && !locations.some((location) => globMatches(full, location)))
            yield { entry: file.entry, field: file.path, value: pattern };
        }
      }
    }
  },
};
