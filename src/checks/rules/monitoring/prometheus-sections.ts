import { nearest } from '../../../environment/nearest';
import { type Fields, fields, list } from '../../../manifests/fields';

const serviceDiscovery = [
  'azure',
  'aws',
  'consul',
  'digitalocean',
  'docker',
  'dockerswarm',
  'dns',
  'ec2',
  'eureka',
  'file',
  'gce',
  'hetzner',
  'http',
  'ionos',
  'kubernetes',
  'kuma',
  'lightsail',
  'linode',
  'marathon',
  'nerve',
  'nomad',
  'openstack',
  'ovhcloud',
  'puppetdb',
  'scaleway',
  'serverset',
  'stackit',
  'triton',
  'uyuni',
  'vultr',
].map((name) => `${name}_sd_configs`);
const client = [
  'basic_auth',
  'authorization',
  'oauth2',
  'sigv4',
  'tls_config',
  'proxy_url',
  'no_proxy',
  'proxy_from_environment',
  'proxy_connect_header',
  'follow_redirects',
  'enable_http2',
  'http_headers',
  'bearer_token',
  'bearer_token_file',
];
const limits = [
  'scrape_interval',
  'scrape_timeout',
  'scrape_protocols',
  'body_size_limit',
  'sample_limit',
  'label_limit',
  'label_name_length_limit',
  'label_value_length_limit',
  'target_limit',
  'keep_dropped_targets',
  'metric_name_validation_scheme',
  'metric_name_escaping_scheme',
  'convert_classic_histograms_to_nhcb',
  'always_scrape_classic_histograms',
  'scrape_native_histograms',
  'scrape_failure_log_file',
  'extra_scrape_metrics',
];

const top = new Set([
  'global',
  'runtime',
  'rule_files',
  'scrape_config_files',
  'scrape_configs',
  'alerting',
  'remote_write',
  'remote_read',
  'otlp',
  'storage',
  'tracing',
]);
const global = new Set([
  ...limits,
  'evaluation_interval',
  'rule_query_offset',
  'external_labels',
  'query_log_file',
  'scrape_native_histograms',
]);
const alertmanager = new Set([
  ...client,
  ...serviceDiscovery,
  'static_configs',
  'timeout',
  'api_version',
  'path_prefix',
  'scheme',
  'relabel_configs',
  'alert_relabel_configs',
]);
const scrape = new Set([
  ...client,
  ...serviceDiscovery,
  ...limits,
  'static_configs',
  'job_name',
  'fallback_scrape_protocol',
  'metrics_path',
  'honor_labels',
  'honor_timestamps',
  'track_timestamps_staleness',
  'scheme',
  'params',
  'enable_compression',
  'relabel_configs',
  'metric_relabel_configs',
  'native_histogram_bucket_limit',
  'native_histogram_min_bucket_factor',
  'scrape_classic_histograms',
]);
const group = new Set(['targets', 'labels']);

/** A section whose name is not known where it stands. */
export interface UnknownSection {
  readonly place: string;
  /** The name that was probably meant. */
  readonly meant: string | undefined;
  /** Whether the name is known in another place. */
  readonly isMisplaced: boolean;
}

/** Sections of a Prometheus configuration that Prometheus does not know (Prometheus docs, configuration, version 3). */
export function unknownSections(content: Fields): readonly UnknownSection[] {
  const found: UnknownSection[] = [];
  const look = (source: unknown, known: ReadonlySet<string>, path: string): void => {
    for (const key of Object.keys(fields(source))) {
      if (known.has(key)) continue;
      const isMisplaced = [top, global, alertmanager, scrape, group].some((names) => names.has(key));
      found.push({ place: `${path}${key}`, meant: nearest(key, [...known]), isMisplaced });
    }
  };
  const groups = (source: unknown, path: string): void => {
    for (const [index, item] of list(fields(source).static_configs).entries())
      look(item, group, `${path}static_configs[${index}].`);
  };
  look(content, top, '');
  look(content.global, global, 'global.');
  look(content.alerting, new Set(['alertmanagers', 'alert_relabel_configs']), 'alerting.');
  for (const [index, item] of list(fields(content.alerting).alertmanagers).entries()) {
    look(item, alertmanager, `alerting.alertmanagers[${index}].`);
    groups(item, `alerting.alertmanagers[${index}].`);
  }
  for (const [index, item] of list(content.scrape_configs).entries()) {
    look(item, scrape, `scrape_configs[${index}].`);
    groups(item, `scrape_configs[${index}].`);
  }
  return found;
}
