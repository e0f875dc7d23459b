import { prometheusConfigs, scrapeJobs } from '../../domain/prometheus';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const prometheusOneOfMany: Rule = {
  id: 'prometheus-one-of-many',
  title: 'Prometheus scrapes a Service with several pods as one target',
  severity: 'warning',
  why: 'each scrape meets another pod: counters jump back and forth, and half of the traffic is not seen',
  mend: 'discover the pods (role pod or endpointslice)',
  *check(context) {
    for (const config of prometheusConfigs(context)) {
      for (const { job, name } of scrapeJobs(config)) {
        for (const target of list(job.static_configs).flatMap((item) => list(fields(item).targets))) {
          const host = String(target).split(':')[0] ?? '';
          const [service = '', namespace = config.file.entry.namespace] = host.split('.');
          const found = context.find('Service', namespace, service);
          const pods = found === undefined ? 0 : context.behind(found).reduce((sum, { replicas }) => sum + replicas, 0);
          if (found !== undefined && found.spec.clusterIP !== 'None' && pods > 1)
            yield { entry: config.file.entry, field: config.file.path, value: `${name}: ${target}` };
        }
      }
    }
  },
};
