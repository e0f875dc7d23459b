import { prometheusConfigs, scrapeJobs } from '../../domain/prometheus';
import { fields, list } from '../../fields';
import type { Rule } from '../../rule';

export const prometheusEndpoints: Rule = {
  id: 'prometheus-endpoints',
  title: 'Prometheus watches Endpoints',
  severity: 'warning',
  why: 'they are deprecated since Kubernetes 1.33 and cut off at 1000 addresses',
  mend: 'role: endpointslice, and the right on endpointslices of discovery.k8s.io',
  source: 'Kubernetes 1.33 release notes',
  *check(context) {
    for (const config of prometheusConfigs(context)) {
      for (const { job, name } of scrapeJobs(config)) {
        if (list(job.kubernetes_sd_configs).some((item) => fields(item).role === 'endpoints'))
          yield { entry: config.file.entry, field: config.file.path, value: name };
      }
    }
  },
};
