import { prometheusConfigs } from '../../domain/prometheus';
import { dig, list } from '../../fields';
import type { Rule } from '../../rule';

export const prometheusAlertsUnrouted: Rule = {
  id: 'prometheus-alerts-unrouted',
  title: 'Prometheus has alert rules and nobody to tell',
  severity: 'warning',
  why: 'alerts are computed and reach nobody',
  mend: 'add alerting.alertmanagers, and an Alertmanager with a receiver',
  *check(context) {
    for (const { file, content } of prometheusConfigs(context)) {
      if (list(content.rule_files).length > 0 && list(dig(content, 'alerting', 'alertmanagers')).length === 0)
        yield { entry: file.entry, field: file.path };
    }
  },
};
