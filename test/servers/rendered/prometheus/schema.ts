/**
 * The part of Prometheus' configuration that is rendered: Prometheus docs, configuration (3.14). Stricter than the server, which
 * takes a password in the file, a number as a text, and a rule that changes nothing.
 */

const text = { type: 'string', minLength: 1 } as const;
const flag = { type: 'boolean' } as const;
const duration = {
  type: 'string',
  pattern: '^([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$',
  minLength: 2,
};
const size = { type: 'string', pattern: '^[0-9]+(B|KB|MB|GB|TB|PB|EB)$' };
const filename = { type: 'string', pattern: '^/' };

const record = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties,
  required,
});
const list = (items: object) => ({ type: 'array', minItems: 1, items });

const roles = ['endpoints', 'endpointslice', 'service', 'pod', 'node', 'ingress'] as const;

// One of the two ways to give credentials; a file never holds them here.
const authorization = record({ type: text, credentials_file: filename }, ['credentials_file']);

const tls = record({
  ...{ ca: text, ca_file: filename, cert: text, cert_file: filename, key: text, key_file: filename },
  ...{ server_name: text, insecure_skip_verify: flag },
  ...{
    min_version: { enum: ['TLS10', 'TLS11', 'TLS12', 'TLS13'] },
    max_version: { enum: ['TLS10', 'TLS11', 'TLS12', 'TLS13'] },
  },
});

const selector = record({ role: { enum: roles }, label: text, field: text }, ['role']);

/** `kubernetes_sd_config`. A selector is of the discovered role; the roles behind Services select pods and services too. */
export const kubernetesDiscovery = {
  ...record(
    {
      ...{ api_server: text, role: { enum: roles }, kubeconfig_file: filename },
      ...{ authorization, tls_config: tls, follow_redirects: flag, enable_http2: flag, proxy_url: text },
      namespaces: record({ own_namespace: flag, names: { ...list(text), uniqueItems: true } }),
      selectors: list(selector),
      attach_metadata: record({ node: flag }),
    },
    ['role'],
  ),
  oneOf: roles.map((role) => ({
    properties: {
      role: { const: role },
      selectors: {
        items: { properties: { role: { enum: role.startsWith('endpoint') ? ['pod', 'service', role] : [role] } } },
      },
    },
  })),
};

const label = { type: 'string', pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$' };

const relabel = {
  ...record({
    ...{ source_labels: list(label), separator: text, target_label: label, regex: text, modulus: { type: 'integer' } },
    replacement: text,
    action: {
      enum: [
        'replace',
        'lowercase',
        'uppercase',
        'keep',
        'drop',
        'keepequal',
        'dropequal',
        'hashmod',
        'labelmap',
        'labeldrop',
        'labelkeep',
      ],
    },
  }),
  oneOf: [
    {
      properties: { action: { enum: ['keep', 'drop'] }, target_label: false, replacement: false },
      required: ['action', 'source_labels', 'regex'],
    },
    { properties: { action: { const: 'replace' } }, required: ['target_label'] },
  ],
};

const scrape = record(
  {
    ...{ job_name: text, scrape_interval: duration, scrape_timeout: duration },
    ...{ honor_labels: flag, honor_timestamps: flag, scheme: { enum: ['http', 'https'] } },
    metrics_path: { type: 'string', pattern: '^/' },
    params: { type: 'object', additionalProperties: list(text) },
    fallback_scrape_protocol: {
      enum: [
        'PrometheusProto',
        'OpenMetricsText0.0.1',
        'OpenMetricsText1.0.0',
        'PrometheusText0.0.4',
        'PrometheusText1.0.0',
      ],
    },
    ...{ authorization, tls_config: tls, enable_compression: flag, follow_redirects: flag, enable_http2: flag },
    kubernetes_sd_configs: list(kubernetesDiscovery),
    static_configs: list(record({ targets: list(text), labels: { type: 'object' } }, ['targets'])),
    ...{ relabel_configs: list(relabel), metric_relabel_configs: list(relabel) },
    ...{ sample_limit: { type: 'integer' }, label_limit: { type: 'integer' }, body_size_limit: size },
  },
  ['job_name'],
);

/** The whole file, as far as it is used. */
export const configurationSchema = record(
  {
    global: record({
      ...{ scrape_interval: duration, scrape_timeout: duration, evaluation_interval: duration },
      external_labels: { type: 'object', propertyNames: label, additionalProperties: text },
    }),
    // In the file since 3.11.
    storage: record({ tsdb: record({ retention: record({ time: duration, size }, ['time', 'size']) }) }),
    rule_files: list(filename),
    scrape_configs: list(scrape),
  },
  ['global', 'storage', 'rule_files', 'scrape_configs'],
);

const pod = [
  'namespace',
  ...['pod_name', 'pod_ip', 'pod_ready', 'pod_phase', 'pod_node_name', 'pod_host_ip', 'pod_uid'],
  ...['pod_controller_kind', 'pod_controller_name'],
  ...['pod_label_.+', 'pod_labelpresent_.+', 'pod_annotation_.+', 'pod_annotationpresent_.+'],
  ...['pod_container_init', 'pod_container_name', 'pod_container_id', 'pod_container_image'],
  ...['pod_container_port_name', 'pod_container_port_number', 'pod_container_port_protocol'],
];
const service = [
  ...['service_annotation_.+', 'service_annotationpresent_.+', 'service_label_.+', 'service_labelpresent_.+'],
  ...['service_name', 'service_type', 'service_cluster_ip'],
];
const slice = [
  'endpointslice_name',
  'endpointslice_port',
  'endpointslice_port_name',
  'endpointslice_endpoint_conditions_ready',
];
const node = ['node_name', 'node_provider_id', 'node_label_.+', 'node_annotation_.+', 'node_address_.+'];

/** Labels, without `__meta_kubernetes_`, that targets of a role have before relabelling; as regular expressions. */
export const metaLabels: Readonly<Record<string, readonly string[]>> = {
  pod,
  node,
  endpointslice: [...pod, ...service, ...slice],
};
