/** How labels of a target or a sample are rewritten (Prometheus docs, configuration). */
export interface RelabelConfig {
  readonly source_labels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly target_label?: string;
  readonly replacement?: string;
  readonly action?: 'replace' | 'keep' | 'drop';
}

/** Where targets are found in Kubernetes (Prometheus docs, configuration). */
export interface KubernetesDiscovery {
  readonly role: 'node' | 'pod' | 'endpointslice';
  readonly namespaces?: { readonly names: readonly string[] };
  readonly selectors?: readonly { readonly role: 'node' | 'pod' | 'endpointslice'; readonly label: string }[];
}

/** One job of `scrape_configs`, as far as it is used here (Prometheus docs, configuration). */
export interface ScrapeConfig {
  readonly job_name: string;
  readonly honor_labels?: boolean;
  readonly scheme?: 'http' | 'https';
  readonly metrics_path?: string;
  readonly params?: Readonly<Record<string, readonly string[]>>;
  readonly fallback_scrape_protocol?: 'PrometheusText0.0.4';
  readonly authorization?: { readonly credentials_file: string };
  readonly tls_config?: {
    readonly ca_file?: string;
    readonly server_name?: string;
    readonly insecure_skip_verify?: boolean;
  };
  readonly kubernetes_sd_configs?: readonly KubernetesDiscovery[];
  readonly static_configs?: readonly { readonly targets: readonly string[] }[];
  readonly relabel_configs?: readonly RelabelConfig[];
  readonly metric_relabel_configs?: readonly RelabelConfig[];
}

/** Keeps targets or samples whose label matches. */
export function keep(label: string, regex: string): RelabelConfig {
  return { source_labels: [label], regex, action: 'keep' };
}

/** Drops targets or samples whose label matches. */
export function drop(label: string, regex: string): RelabelConfig {
  return { source_labels: [label], regex, action: 'drop' };
}

/** Copies a label, if it has a value that matches. */
export function copy(label: string, target: string, regex = '(.+)'): RelabelConfig {
  return { source_labels: [label], regex, target_label: target };
}

/** Sets a label to a fixed value. */
export function set(target: string, value: string): RelabelConfig {
  return { target_label: target, replacement: value };
}
