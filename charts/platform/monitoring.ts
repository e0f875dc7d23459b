import { Application, type EnvironmentRoot, installedOperator, parseCpu, parseSize, type System } from 'cdk8s-tiers';
import {
  clusterRules,
  Dashboards,
  Grafana,
  KubeStateMetrics,
  MonitoringRules,
  Prometheus,
  workloadsDashboard,
} from 'cdk8s-tiers/observability';
import type { PlatformSettings } from './settings';

/** Prometheus, kube-state-metrics and Grafana with what holds for every system; the systems add their own. */
export function addMonitoring(platform: System, root: EnvironmentRoot, settings: PlatformSettings): void {
  const { persistence, prometheus, grafana, kubeStateMetrics } = settings.monitoring;
  const application = new Application(platform, 'monitoring', { namespace: settings.namespace });
  const server = new Prometheus(application, 'prometheus', {
    ...prometheus,
    persistence,
    resources: resources(prometheus.resources),
  });
  new KubeStateMetrics(application, 'kube-state-metrics', {
    image: kubeStateMetrics.image,
    resources: resources(kubeStateMetrics.resources),
  });
  const { workloadName } = new Grafana(application, 'grafana', {
    ...grafana,
    prometheus: server,
    persistence,
    resources: resources(grafana.resources),
  });
  new MonitoringRules(application, 'rules', {
    // Nobody is called for Grafana: alerts need it not.
    groups: () =>
      clusterRules(installedOperator(root, 'keda') ? ['keda'] : [], [
        { namespace: settings.namespace, name: workloadName },
      ]),
  });
  new Dashboards(application, 'dashboards', { folder: 'Platform', dashboards: [workloadsDashboard()] });
}

function resources({ cpu, memory }: { readonly cpu: string; readonly memory: string }) {
  return { cpu: parseCpu(cpu), memory: parseSize(memory) };
}
