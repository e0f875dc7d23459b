export * from './grafana';
export { datasourceUid } from './provisioning';
