import { annotations } from '../../kubernetes';
import { labelText, type ScrapeJob, type ScrapeTarget } from '../../topology';
import { servedMetrics } from '../metric-names';
import { copy, drop, keep, type RelabelConfig, type ScrapeConfig, set } from './scrape-config';

/** What the jobs are made from. */
export interface ScrapeInput {
  /** Namespaces in which annotations are looked for: where the policies let Prometheus in. */
  readonly namespaces: readonly string[];
  readonly targets: readonly ScrapeTarget[];
  /** Whose certificates kubelets serve with. */
  readonly kubeletCertificates: 'cluster' | 'self-signed';
  /** Namespace of KEDA; `undefined` where it is not scraped. */
  readonly kedaNamespace: string | undefined;
  /** Port of Prometheus itself. */
  readonly ownPort: number;
}

/** KEDA's operator: pods, and the port of its metrics (KEDA's chart). */
export const kedaOperator = { podLabels: { app: 'keda-operator' }, port: 8080 } as const;

/** Port of the kubelets' metrics. */
export const kubeletPort = 10250;

const account = '/var/run/secrets/kubernetes.io/serviceaccount';
const token = { authorization: { credentials_file: `${account}/token` } };
const podIp = '__meta_kubernetes_pod_ip';
const podAnnotation = (name: string) => `__meta_kubernetes_pod_annotation_${labelName(name)}`;
const serviceAnnotation = (name: string) => `__meta_kubernetes_service_annotation_${labelName(name)}`;
const scheme = 'prometheus.io/scheme';
// Version 3 refuses pages without a proper content type, which hand-written exporters still serve.
const lenient = { fallback_scrape_protocol: 'PrometheusText0.0.4' } as const;

/** All jobs: the cluster's own, pods and Services by annotation, and one for each kind of target that asked for it. */
export function scrapeConfigs(input: ScrapeInput): ScrapeConfig[] {
  return [
    apiServers(),
    nodes('kubernetes-nodes', '/metrics', input),
    annotatedPods(input),
    annotatedServices(input),
    nodes('kubernetes-cadvisor', '/metrics/cadvisor', input),
    ...ownJobs(input.targets),
    ...(input.kedaNamespace === undefined ? [] : [keda(input.kedaNamespace)]),
    { job_name: 'prometheus', static_configs: [{ targets: [`localhost:${input.ownPort}`] }] },
  ];
}

function apiServers(): ScrapeConfig {
  return {
    job_name: 'kubernetes-apiservers',
    scheme: 'https',
    ...token,
    // Found by address, but the certificate is sure to hold this name.
    tls_config: { ca_file: `${account}/ca.crt`, server_name: 'kubernetes.default.svc' },
    kubernetes_sd_configs: [{ role: 'endpointslice', namespaces: { names: ['default'] } }],
    relabel_configs: [
      keep('__meta_kubernetes_service_name', 'kubernetes'),
      keep('__meta_kubernetes_endpointslice_port_name', 'https'),
    ],
    metric_relabel_configs: [onlyServed('kubernetes-apiservers')],
  };
}

function nodes(job: 'kubernetes-nodes' | 'kubernetes-cadvisor', path: string, input: ScrapeInput): ScrapeConfig {
  return {
    job_name: job,
    scheme: 'https',
    metrics_path: path,
    ...token,
    tls_config:
      input.kubeletCertificates === 'cluster' ? { ca_file: `${account}/ca.crt` } : { insecure_skip_verify: true },
    kubernetes_sd_configs: [{ role: 'node' }],
    relabel_configs: [copy('__meta_kubernetes_node_name', 'node')],
    metric_relabel_configs: [
      onlyServed(job),
      // Sums over all containers of a pod and over whole slices would be counted twice.
      ...(job === 'kubernetes-cadvisor'
        ? [
            {
              source_labels: ['__name__', 'container'],
              regex: 'container_(cpu|memory|fs)_.+;',
              action: 'drop' as const,
            },
          ]
        : []),
    ],
  };
}

function annotatedPods({ namespaces }: ScrapeInput): ScrapeConfig {
  return {
    job_name: 'kubernetes-pods',
    ...lenient,
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: namespaces } }],
    relabel_configs: [
      keep(podAnnotation(annotations.scrape), 'true'),
      drop('__meta_kubernetes_pod_phase', 'Succeeded|Failed'),
      copy(podAnnotation(scheme), '__scheme__', '(https?)'),
      copy(podAnnotation(annotations.scrapePath), '__metrics_path__'),
      ...addressOf(podAnnotation(annotations.scrapePort)),
      ...podIdentity,
    ],
  };
}

function annotatedServices({ namespaces }: ScrapeInput): ScrapeConfig {
  return {
    job_name: 'kubernetes-service-endpoints',
    ...lenient,
    kubernetes_sd_configs: [{ role: 'endpointslice', namespaces: { names: namespaces } }],
    relabel_configs: [
      keep(serviceAnnotation(annotations.scrape), 'true'),
      // The pod's own annotation wins: scraped by both jobs, every sum would be twice as high.
      drop(podAnnotation(annotations.scrape), 'true'),
      drop('__meta_kubernetes_pod_phase', 'Succeeded|Failed'),
      copy(serviceAnnotation(scheme), '__scheme__', '(https?)'),
      copy(serviceAnnotation(annotations.scrapePath), '__metrics_path__'),
      {
        source_labels: ['__address__', serviceAnnotation(annotations.scrapePort)],
        regex: '(.+):\\d+;(\\d+)',
        target_label: '__address__',
        replacement: '$1:$2',
      },
      ...podIdentity,
      copy('__meta_kubernetes_service_name', 'service'),
    ],
  };
}

/** One job for each name, found by the labels of the pods: their annotations already point to another page. */
function ownJobs(targets: readonly ScrapeTarget[]): ScrapeConfig[] {
  const byName = new Map<string, { job: ScrapeJob; targets: ScrapeTarget[] }>();
  for (const target of targets) {
    if (!target.job) continue;
    const known = byName.get(target.job.name);
    if (known) known.targets.push(target);
    else byName.set(target.job.name, { job: target.job, targets: [target] });
  }
  return [...byName.values()].map(({ job, targets: [first, ...others] }) => {
    const { port, path } = first!;
    const different = others.find((other) => other.port !== port || other.path !== path);
    if (different) {
      throw new Error(
        `scrape job '${job.name}' reads port ${port} ${path} of '${first!.component.path}' and port ${different.port} ${different.path} of '${different.component.path}': give one of them a job of another name`,
      );
    }
    return {
      job_name: job.name,
      ...(job.aboutOthers && { honor_labels: true }),
      metrics_path: path,
      ...(job.parameters && { params: job.parameters }),
      kubernetes_sd_configs: [first!, ...others].map(({ pods }) => ({
        role: 'pod' as const,
        namespaces: { names: [pods.namespace] },
        selectors: [{ role: 'pod' as const, label: labelText(pods.podLabels) }],
      })),
      relabel_configs: [
        drop('__meta_kubernetes_pod_phase', 'Succeeded|Failed'),
        ...fixedPort(port),
        ...(job.aboutOthers ? [set('instance', job.name)] : podIdentity),
      ],
    };
  });
}

function keda(namespace: string): ScrapeConfig {
  return {
    job_name: 'keda',
    honor_labels: true,
    kubernetes_sd_configs: [
      {
        role: 'pod',
        namespaces: { names: [namespace] },
        selectors: [{ role: 'pod', label: labelText(kedaOperator.podLabels) }],
      },
    ],
    relabel_configs: [
      drop('__meta_kubernetes_pod_phase', 'Succeeded|Failed'),
      ...fixedPort(kedaOperator.port),
      set('instance', 'keda-operator'),
    ],
  };
}

const podIdentity: readonly RelabelConfig[] = [
  copy('__meta_kubernetes_namespace', 'namespace'),
  copy('__meta_kubernetes_pod_name', 'pod'),
  copy('__meta_kubernetes_pod_node_name', 'node'),
  copy('__meta_kubernetes_pod_label_app', 'app'),
  copy('__meta_kubernetes_pod_label_tier', 'tier'),
];

/** A pod is found once for every port it declares: with one address for all of them it stays one target. */
function addressOf(portLabel: string): RelabelConfig[] {
  const from = { source_labels: [podIp, portLabel], target_label: '__address__' };
  return [
    { ...from, regex: '([0-9.]+);(\\d+)', replacement: '$1:$2' },
    { ...from, regex: '(.*:.*);(\\d+)', replacement: '[$1]:$2' },
  ];
}

function fixedPort(port: number): RelabelConfig[] {
  const from = { source_labels: [podIp], target_label: '__address__' };
  return [
    { ...from, regex: '([0-9.]+)', replacement: `$1:${port}` },
    { ...from, regex: '(.*:.*)', replacement: `[$1]:${port}` },
  ];
}

function onlyServed(job: keyof typeof servedMetrics): RelabelConfig {
  return keep('__name__', servedMetrics[job].join('|'));
}

/** An annotation as discovery spells it in a label. */
function labelName(annotation: string): string {
  return annotation.replace(/[^A-Za-z0-9_]/g, '_');
}
