export { configFileName, prometheusConfiguration } from './configuration';
export * from './prometheus';
export type { KubernetesDiscovery, RelabelConfig, ScrapeConfig } from './scrape-config';
