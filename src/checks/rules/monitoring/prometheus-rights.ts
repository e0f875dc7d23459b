import { mountedFiles } from '../../domain/mounted';
import { prometheusConfigs, prometheusServers, scrapeJobs } from '../../domain/prometheus';
import { rightsOf } from '../../domain/rbac';
import { type Fields, fields, list, text } from '../../fields';
import type { Rule } from '../../rule';

const wanted: Readonly<Record<string, readonly (readonly [group: string, resource: string])[]>> = {
  pod: [['', 'pods']],
  node: [['', 'nodes']],
  service: [['', 'services']],
  endpoints: [
    ['', 'endpoints'],
    ['', 'services'],
    ['', 'pods'],
  ],
  endpointslice: [
    ['discovery.k8s.io', 'endpointslices'],
    ['', 'services'],
    ['', 'pods'],
  ],
  ingress: [['networking.k8s.io', 'ingresses']],
};

export const prometheusRights: Rule = {
  id: 'prometheus-rights',
  title: 'Prometheus may not list what it should discover',
  severity: 'error',
  why: 'the API server answers "forbidden", and the job has no target',
  mend: 'give its ServiceAccount get, list and watch on the resource',
  source: 'Prometheus docs, kubernetes_sd_config',
  *check(context) {
    for (const container of prometheusServers(context)) {
      const { entry, namespace, spec, specPath } = container.template;
      const account = text(spec.serviceAccountName) ?? 'default';
      const granted = rightsOf(context, namespace, account);
      if (granted === undefined) continue;
      const files = new Set(mountedFiles(context, container).map((file) => `${file.entry.key} ${file.key}`));
      const missing = new Set<string>();
      for (const config of prometheusConfigs(context)) {
        if (!files.has(`${config.file.entry.key} ${config.file.key}`)) continue;
        for (const { job } of scrapeJobs(config)) {
          for (const role of list(job.kubernetes_sd_configs).map((item) => String(fields(item).role))) {
            for (const [group, resource] of wanted[role] ?? []) {
              if (!['list', 'watch'].every((verb) => granted.some((rule) => gives(rule, group, resource, verb))))
                missing.add(`${group}/${resource}`);
            }
          }
        }
      }
      for (const value of [...missing].sort()) yield { entry, field: `${specPath}.serviceAccountName`, value };
    }
  },
};
function gives(rule: Fields, group: string, resource: string, verb: string): boolean {
  const has = (part: string, value: string): boolean => list(rule[part]).some((item) => item === value || item === '*');
  return has('apiGroups', group) && has('resources', resource) && has('verbs', verb);
}
