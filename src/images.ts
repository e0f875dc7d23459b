/**
 * Images and charts of third parties: the one table of versions (as published in August 2026).
 * An environment can put another image, or a digest, in place of one of these.
 */
export const images = {
  postgres: 'postgres:18.6',
  rabbitmq: 'rabbitmq:4.3.5-management',
  redis: 'redis:8.10.1',
  prometheus: 'prom/prometheus:v3.14.0',
  grafana: 'grafana/grafana:13.1.3',
  kubeStateMetrics: 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0',
} as const;

/** A Helm chart at a version. */
export interface HelmChart {
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
}

/** The operators' charts. KEDA below 2.20.2 rejects or mishandles what we emit (correct strategy enum, connection leak fixed). */
export const charts = {
  keda: { repository: 'https://kedacore.github.io/charts', chart: 'keda', version: '2.20.2' },
  externalSecrets: { repository: 'https://charts.external-secrets.io', chart: 'external-secrets', version: '2.9.0' },
  sealedSecrets: {
    repository: 'https://bitnami-labs.github.io/sealed-secrets',
    chart: 'sealed-secrets',
    version: '2.17.9',
  },
  certManager: { repository: 'https://charts.jetstack.io', chart: 'cert-manager', version: 'v1.20.2' },
} as const satisfies Record<string, HelmChart>;
