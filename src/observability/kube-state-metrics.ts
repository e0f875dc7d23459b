import type { Construct } from 'constructs';
import { images } from '../images';
import { createClusterAccess, Probe } from '../kubernetes';
import { Tier, type TierProps } from '../tiers';
import { createDeployment } from '../tiers/deployment';
import { createService } from '../tiers/service';

/** Image and resources of {@link KubeStateMetrics}. */
export interface KubeStateMetricsProps extends TierProps {
  /** @default - the library's */
  readonly image?: string;
}

const user = { uid: 65534, gid: 65534 };
const ports = { metrics: 8080, telemetry: 8081 } as const;

/** What it reads, by API group: neither Secrets nor ConfigMaps. One table for the flag and for the access. */
const watched: Readonly<Record<string, readonly string[]>> = {
  '': ['nodes', 'persistentvolumeclaims', 'pods', 'resourcequotas'],
  apps: ['daemonsets', 'deployments', 'statefulsets'],
  batch: ['cronjobs', 'jobs'],
};

/** kube-state-metrics: the state of the cluster's objects as metrics. */
export class KubeStateMetrics extends Tier {
  constructor(scope: Construct, id: string, props: KubeStateMetricsProps) {
    super(scope, id, props, { defaultUser: user, apiToken: true });
    const resources = Object.values(watched).flat().sort();
    this.addContainer({
      name: this.tier,
      image: props.image ?? images.kubeStateMetrics,
      args: [`--port=${ports.metrics}`, `--telemetry-port=${ports.telemetry}`, `--resources=${resources.join(',')}`],
      resources: props.resources,
      env: props.env,
      ports: [
        { name: 'metrics', port: ports.metrics },
        { name: 'telemetry', port: ports.telemetry },
      ],
      readiness: Probe.http('/readyz', { port: 'telemetry' }),
      liveness: Probe.http('/livez'),
    });
    createDeployment(this, {
      name: this.workloadName,
      tier: this.tier,
      selector: this.selectorLabels,
      template: () => this.template(),
    });
    createService(this, 'service', {
      name: this.tier,
      tier: this.tier,
      selector: this.selectorLabels,
      ports: [
        { name: 'metrics', port: ports.metrics, targetPort: 'metrics' },
        { name: 'telemetry', port: ports.telemetry, targetPort: 'telemetry' },
      ],
    });
    createClusterAccess(this, {
      name: `${this.system.name}-${this.tier}`,
      serviceAccount: { namespace: this.namespace, name: this.tier },
      labels: { tier: this.tier },
      rules: Object.entries(watched).map(([apiGroup, names]) => ({
        apiGroup,
        resources: names,
        verbs: ['list', 'watch'],
      })),
    });
    const { cluster } = this.root.environment;
    this.topology.allow({
      from: this.pods,
      to: { kind: 'addresses', cidrs: cluster.apiServerCidrs },
      ports: [{ port: cluster.apiServerPort }],
      purpose: 'objects of the API server',
      origin: 'derived',
    });
    this.topology.addScrapeTarget({
      component: this.component,
      pods: this.pods,
      port: ports.metrics,
      path: '/metrics',
      job: { name: 'kube-state-metrics', aboutOthers: true },
    });
  }
}
