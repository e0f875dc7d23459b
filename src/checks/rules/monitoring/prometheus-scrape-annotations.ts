import { keyed } from '../../field-path';
import type { Rule } from '../../rule';

export const prometheusScrapeAnnotations: Rule = {
  id: 'prometheus-scrape-annotations',
  title: 'a scrape mark stands where Prometheus does not look',
  severity: 'error',
  why: 'discovery reads annotations of pods and Services only: the target is never scraped',
  mend: 'move it to the annotations of the pod template',
  source: 'Prometheus docs, kubernetes_sd_config',
  *check({ templates }) {
    for (const { entry, annotations } of templates) {
      for (const part of ['annotations', 'labels'] as const) {
        const key = Object.keys(entry[part]).find((name) => name === 'prometheus.io/scrape');
        if (entry.kind !== 'Pod' && key !== undefined && annotations[key] === undefined)
          yield { entry, field: keyed(`metadata.${part}`, key), value: entry[part][key] };
      }
    }
  },
};
