export * from './dashboards';
export * from './grafana';
export * from './kube-state-metrics';
export * from './metric-names';
export * from './monitoring';
export * from './prometheus';
export * from './promql';
export * from './rules';
