import {
  Application,
  type EnvironmentRoot,
  installedOperator,
  type PlacementSettings,
  propsOf,
  type SizingSettings,
  type System,
} from 'cdk8s-tiers';
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
    ...podsOf(application, prometheus),
  });
  new KubeStateMetrics(application, 'kube-state-metrics', {
    image: kubeStateMetrics.image,
    ...podsOf(application, kubeStateMetrics),
  });
  const { workloadName } = new Grafana(application, 'grafana', {
    ...grafana,
    prometheus: server,
    persistence,
    ...podsOf(application, grafana),
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

/** CPU, memory, logins and places of the pods. */
function podsOf(
  application: Application,
  { resources, ...placement }: PlacementSettings & { resources: SizingSettings },
) {
  return propsOf(application, { ...resources, ...placement });
}
