import {
  Dashboards,
  jobPipelineDashboard,
  jobPipelineRules,
  MonitoringRules,
  systemMonitoring,
} from 'cdk8s-tiers/observability';
import type { Construct } from 'constructs';
import type { WorkerTiers } from './worker-tiers';

/** Alerts and the dashboard of the pipeline, where the environment has a Prometheus to read them. */
export function addMonitoring(system: Construct, { stages }: WorkerTiers): void {
  const application = systemMonitoring(system);
  if (!application) return;
  new MonitoringRules(application, 'rules', { groups: [jobPipelineRules('job-pipeline', stages)] });
  new Dashboards(application, 'dashboards', {
    folder: 'Zamperla Analytics',
    dashboards: [jobPipelineDashboard({ uid: 'zamperla-pipeline', title: 'Job pipeline', stages })],
  });
}
