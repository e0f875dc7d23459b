export * from './dashboards';
export { type JobPipeline, jobPipelineDashboard } from './job-pipeline';
export * from './panels';
export { workloadsDashboard } from './workloads';
