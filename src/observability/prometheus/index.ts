export { configFileName, prometheusConfiguration } from './configuration';
export * from './prometheus';
export type { RelabelConfig, ScrapeConfig } from './scrape-config';
