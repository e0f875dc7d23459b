import { keyed } from '../../../manifests/field-path';
import { type Fields, fields, list, text } from '../../../manifests/fields';
import { mountedFiles, prometheusConfigs, prometheusServers, rightsOf, scrapeJobs } from '../../../manifests/model';
import { each, pods } from '../../builders';
import type { Rule } from '../../rule';

export const scrapeTargetRules: readonly Rule[] = [
  {
    id: 'prometheus-endpoints',
    title: 'Prometheus watches Endpoints',
    severity: 'warning',
    why: 'they are deprecated since Kubernetes 1.33 and cut off at 1000 addresses',
    mend: 'role: endpointslice, and the right on endpointslices of discovery.k8s.io',
    source: 'Kubernetes 1.33 release notes',
    check: each(prometheusConfigs, function* (config) {
      for (const { job, name } of scrapeJobs(config)) {
        if (list(job.kubernetes_sd_configs).some((item) => fields(item).role === 'endpoints'))
          yield { entry: config.file.entry, field: config.file.path, value: name };
      }
    }),
  },
  {
    id: 'prometheus-missing-source',
    title: 'a dashboard or rule uses metrics that nobody delivers',
    severity: 'warning',
    why: 'the panel stays empty and the alert never fires',
    mend: 'install and scrape the source, or remove the panel',
    *check(context) {
      if (prometheusConfigs(context).length === 0) return;
      const delivered = [
        ...context.containers.map(({ image }) => image),
        ...prometheusConfigs(context).map(({ file }) => file.text),
      ].join('\n');
      for (const [metric, source, name] of sources) {
        if (source.test(delivered)) continue;
        for (const { entry, key, text: content, path } of context.configFiles) {
          const used = /scrape_configs:/.test(content) ? null : metric.exec(content);
          if (used !== null && /\.json$|\.rules?$|\.ya?ml$/.test(key))
            yield { entry, field: path, value: used[0], what: `metrics of ${name} are used and not collected` };
        }
      }
    },
  },
  {
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
  },
  {
    id: 'prometheus-one-of-many',
    title: 'Prometheus scrapes a Service with several pods as one target',
    severity: 'warning',
    why: 'each scrape meets another pod: counters jump back and forth, and half of the traffic is not seen',
    mend: 'discover the pods (role pod or endpointslice)',
    check: each(prometheusConfigs, function* (config, context) {
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
    }),
  },
  {
    id: 'prometheus-rights',
    title: 'Prometheus may not list what it should discover',
    severity: 'error',
    why: 'the API server answers "forbidden", and the job has no target',
    mend: 'give its ServiceAccount get, list and watch on the resource',
    source: 'Prometheus docs, kubernetes_sd_config',
    check: each(prometheusServers, function* (container, context) {
      const { namespace, spec, specPath } = container.template;
      const account = text(spec.serviceAccountName) ?? 'default';
      const granted = rightsOf(context, namespace, account);
      if (granted === undefined) return;
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
      for (const value of missing) yield { field: `${specPath}.serviceAccountName`, value };
    }),
  },
  {
    id: 'prometheus-scrape-annotations',
    title: 'a scrape mark stands where Prometheus does not look',
    severity: 'error',
    why: 'discovery reads annotations of pods and Services only: the target is never scraped',
    mend: 'move it to the annotations of the pod template',
    source: 'Prometheus docs, kubernetes_sd_config',
    check: each(pods, function* ({ entry, annotations }) {
      for (const part of ['annotations', 'labels'] as const) {
        const key = Object.keys(entry[part]).find((name) => name === 'prometheus.io/scrape');
        if (entry.kind !== 'Pod' && key !== undefined && annotations[key] === undefined)
          yield { field: keyed(`metadata.${part}`, key), value: entry[part][key] };
      }
    }),
  },
];

const sources: readonly [RegExp, RegExp, string][] = [
  [
    /\bkube_(?:pod|deployment|statefulset|daemonset|job|node|persistentvolumeclaim|namespace)_\w+/,
    /kube-?state-?metrics/i,
    'kube-state-metrics',
  ],
  [/\bcontainer_(?:cpu|memory|network|fs)_\w+/, /cadvisor/i, 'the cAdvisor of the kubelets'],
  [/\bnode_(?:cpu|memory|filesystem|load|network)\w+/, /node-?exporter/i, 'node-exporter'],
];

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

function gives(rule: Fields, group: string, resource: string, verb: string): boolean {
  const has = (part: string, value: string): boolean => list(rule[part]).some((item) => item === value || item === '*');
  return has('apiGroups', group) && has('resources', resource) && has('verbs', verb);
}
