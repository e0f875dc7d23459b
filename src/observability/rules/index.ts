export { clusterRules } from './cluster';
export { jobPipelineRules, type PipelineStage } from './job-pipeline';
export * from './monitoring-rules';
export * from './rule';
export type { WorkloadName } from './workloads';
