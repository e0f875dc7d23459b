import { prometheusConfigs, scrapeJobs } from '../../domain/prometheus';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const prometheusNoTarget: Rule = {
  id: 'prometheus-no-target',
  title: 'a scrape job finds no target',
  severity: 'warning',
  why: 'the job keeps only pods or Services with prometheus.io/scrape, and nothing here is marked',
  mend: 'annotate what should be scraped: prometheus.io/scrape "true" and prometheus.io/port',
  *check(context) {
    const pods = context.templates.some(({ annotations }) => annotations['prometheus.io/scrape'] === 'true');
    const services = context
      .ofKind('/Service')
      .some(({ annotations }) => annotations['prometheus.io/scrape'] === 'true');
    for (const config of prometheusConfigs(context)) {
      for (const { job, name } of scrapeJobs(config)) {
        const words = list(job.relabel_configs)
          .flatMap((item) => list(fields(item).source_labels))
          .join(' ');
        const pod = words.includes('meta_kubernetes_pod_annotation_prometheus_io_scrape') && !pods;
        const service = words.includes('meta_kubernetes_service_annotation_prometheus_io_scrape') && !services;
        if (pod || service) yield { entry: config.file.entry, field: config.file.path, value: name };
      }
    }
  },
};
