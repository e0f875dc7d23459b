import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  defaultParts,
  type HttpPart,
  httpParts,
  type IHttpEndpoint,
  type Parts,
  serviceHost,
  serviceUrl,
} from '../../endpoints';
import { images } from '../../images';
import { bytesOf, ConfigFiles, createClusterAccess, formatSize, Probe, Volume } from '../../kubernetes';
import { OwnStorage } from '../../storage';
import { installedOperator } from '../../system';
import { Tier, type TierProps } from '../../tiers';
import { createService } from '../../tiers/service';
import { createStatefulSet } from '../../tiers/stateful-set';
import { foreignPods } from '../../topology';
import { stringify } from '../../yaml';
import { Monitoring } from '../monitoring';
import { configFileName, paths, prometheusConfiguration } from './configuration';
import { kedaOperator, kubeletPort, scrapeConfigs } from './scrape-jobs';

/** Whether data outlives the pod: `none` is for development only. */
export type Persistence = 'claims' | 'none';

/** Storage, retention and targets of a {@link Prometheus}. */
export interface PrometheusProps extends TierProps {
  /** Size of the volume, at least 1Gi. */
  readonly storage: Size;
  /** How long samples are kept, if the volume is large enough: at four fifths of it the oldest go. @default 15 days */
  readonly retention?: Duration;
  /** Time between two looks at a target, and between two evaluations of rules. @default 30 seconds */
  readonly scrapeInterval?: Duration;
  /** @default - the library's */
  readonly image?: string;
  /** Name of the Service. @default - the tier with `-service` */
  readonly serviceName?: string;
  /** Whether the data outlives the pod. @default claims */
  readonly persistence?: Persistence;
  /**
   * Who has signed the kubelets' certificates: the cluster, or each kubelet itself (kubeadm without `serverTLSBootstrap`,
   * minikube); those can't be verified.
   * @default cluster
   */
  readonly kubeletCertificates?: 'cluster' | 'self-signed';
}

const user = { uid: 65534, gid: 65534 };
const port = 9090;

/**
 * Prometheus, one replica: StatefulSet, Services, volume, an account with read access to what it discovers, and a
 * configuration with a scrape job for everything in the graph. It follows changes of its files without a restart.
 *
 * @example
 * const prometheus = new Prometheus(monitoring, 'prometheus', { storage: Size.gibibytes(8), resources });
 * new Grafana(monitoring, 'grafana', { prometheus, storage: Size.gibibytes(1), resources });
 */
export class Prometheus extends Tier implements IHttpEndpoint {
  readonly serviceName: string;
  readonly defaultParts = defaultParts.http;
  readonly servicePort = port;
  readonly ports = [{ port }];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PrometheusProps,
  ) {
    // The head is written out when it stops.
    super(scope, id, props, { defaultUser: user, apiToken: true, gracePeriod: Duration.seconds(120) });
    this.serviceName = props.serviceName ?? `${this.tier}-service`;
    if (bytesOf(props.storage) < bytesOf(Size.gibibytes(1))) {
      throw this.problem(
        `volume of ${formatSize(props.storage)} is too small, the log of the last hours alone needs a part of it: give at least 1Gi`,
      );
    }
    const monitoring = Monitoring.of(this);
    monitoring.install(this.component, this.namespace);
    const storage = this.createStorage();
    const config = new ConfigFiles(this, 'config', {
      name: `${this.tier}-config`,
      labels: { tier: this.tier },
      files: () => ({ [configFileName]: stringify(this.configuration) }),
    });
    const rules = Volume.of('rules', () => ({
      // Optional: the rules of a system may come later than Prometheus.
      projected: { sources: monitoring.rules.map(({ name }) => ({ configMap: { name, optional: true } })) },
    }));
    this.addContainer({
      name: this.tier,
      image: props.image ?? images.prometheus,
      args: [
        `--config.file=${paths.config}/${configFileName}`,
        `--storage.tsdb.path=${paths.data}`,
        // Mounted ConfigMaps change in place; a restart would read the whole log again.
        '--config.auto-reload',
      ],
      resources: props.resources,
      env: props.env,
      ports: [{ name: 'http', port }],
      readiness: Probe.http('/-/ready'),
      liveness: Probe.http('/-/healthy'),
      // Reading a large log again takes minutes.
      startup: Probe.http('/-/ready', { period: Duration.seconds(15), failures: 60 }),
      mounts: [
        { volume: Volume.config('config', config, { restart: false }), path: paths.config, readOnly: true },
        { volume: rules, path: paths.rules, readOnly: true },
        { volume: storage.volume, path: paths.data },
      ],
    });
    createService(this, 'service', {
      name: this.serviceName,
      tier: this.tier,
      selector: this.selectorLabels,
      ports: [{ name: 'http', port, targetPort: 'http' }],
    });
    const headless = `${this.tier}-nodes`;
    createService(this, 'nodes', {
      name: headless,
      tier: this.tier,
      selector: this.selectorLabels,
      headless: true,
      ports: [{ name: 'http', port, targetPort: 'http' }],
    });
    createStatefulSet(this, {
      name: this.workloadName,
      tier: this.tier,
      serviceName: headless,
      selector: this.selectorLabels,
      storage: storage.own,
      template: () => this.template(),
    });
    this.createAccess();
    this.createFlows();
  }

  /** URL inside the cluster. */
  get url(): string {
    return serviceUrl(serviceHost(this.root.environment, this.serviceName, this.namespace), port);
  }

  get parts(): Parts<HttpPart> {
    return httpParts({ host: serviceHost(this.root.environment, this.serviceName, this.namespace), port });
  }

  /** The configuration file as data; complete when every system is built. */
  get configuration() {
    const { environment } = this.root;
    const namespaces = this.topology.components.flatMap(({ pods }) => (pods ? [pods.namespace] : []));
    return prometheusConfiguration({
      environment: environment.name,
      scrapeInterval: this.props.scrapeInterval ?? Duration.seconds(30),
      retention: this.props.retention ?? Duration.days(15),
      storage: this.props.storage,
      scrapeConfigs: scrapeConfigs({
        namespaces: [...new Set(namespaces)].sort(),
        targets: this.topology.scrapeTargets,
        kubeletCertificates: this.props.kubeletCertificates ?? 'cluster',
        kedaNamespace: installedOperator(this.root, 'keda')?.namespace,
        ownPort: port,
      }),
    });
  }

  private createStorage(): { volume: Volume | string; own?: OwnStorage } {
    const { storage: size, persistence } = this.props;
    if (persistence === 'none') return { volume: Volume.scratch('storage', { limit: size }) };
    const own = new OwnStorage(this, 'storage', {
      claimName: `${this.tier}-data`,
      templateName: 'storage',
      statefulSet: true,
      size,
      purpose: 'monitoring',
      accessMode: 'ReadWriteOnce',
      labels: { tier: this.tier },
    });
    return { volume: own.volume ?? own.volumeName, own };
  }

  // Not `endpoints`, deprecated since Kubernetes 1.33; not `nodes/proxy`, which opens the kubelet's whole API, exec included.
  private createAccess(): void {
    const verbs = ['get', 'list', 'watch'];
    createClusterAccess(this, {
      name: `${this.system.name}-${this.tier}`,
      serviceAccount: { namespace: this.namespace, name: this.tier },
      labels: { tier: this.tier },
      rules: [
        { apiGroup: '', resources: ['nodes', 'pods', 'services'], verbs },
        { apiGroup: 'discovery.k8s.io', resources: ['endpointslices'], verbs },
        { apiGroup: '', resources: ['nodes/metrics'], verbs: ['get'] },
        { nonResourceUrls: ['/metrics'], verbs: ['get'] },
      ],
    });
  }

  private createFlows(): void {
    const { cluster, operators } = this.root.environment;
    this.topology.addScraper(this.pods);
    const flow = { from: this.pods, origin: 'derived' } as const;
    this.topology.allow({
      ...flow,
      to: { kind: 'addresses', cidrs: cluster.apiServerCidrs },
      ports: [{ port: cluster.apiServerPort }],
      purpose: 'discovery and metrics of the API server',
    });
    this.topology.allow({
      ...flow,
      to: { kind: 'addresses', cidrs: cluster.nodeCidrs },
      ports: [{ port: kubeletPort }],
      purpose: 'metrics of the kubelets',
    });
    this.topology.allowIf(() => installedOperator(this.root, 'keda') !== undefined, {
      ...flow,
      to: foreignPods(operators.keda.namespace, kedaOperator.podLabels),
      ports: [{ port: kedaOperator.port }],
      purpose: 'metrics of KEDA',
    });
  }
}
