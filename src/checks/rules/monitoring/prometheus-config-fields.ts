import { prometheusConfigs } from '../../domain/prometheus';
import { unknownSections } from '../../domain/prometheus-sections';
import type { Rule } from '../../rule';

export const prometheusConfigFields: Rule = {
  id: 'prometheus-config-fields',
  title: 'the Prometheus configuration has a section that Prometheus does not know',
  severity: 'error',
  why: 'Prometheus stops at start with a parse error',
  mend: 'correct the name: global, alerting.alertmanagers[].static_configs[].targets',
  source: 'Prometheus docs, configuration',
  *check(context) {
    for (const { file, content } of prometheusConfigs(context)) {
      for (const place of unknownSections(content)) yield { entry: file.entry, field: file.path, value: place };
    }
  },
};
