import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IIngressSpec } from 'kubernetes-models/networking.k8s.io/v1';
import type { IPodDisruptionBudgetSpec } from 'kubernetes-models/policy/v1';
import type { IHttpEndpoint } from '../endpoints';
import { ConfigFiles, countProblem, type EnvValue, KubeObject, Probe, type SecretKey, Volume } from '../kubernetes';
import type { ForeignPeer, PodPeer } from '../topology';
import { createDeployment } from './deployment';
import { flatNames } from './flat-names';
import { createService } from './service';
import { type Metrics, Tier, type TierProps } from './tier';

/** How people reach a web tier from outside the cluster. */
export interface WebExposure {
  /** Port on every node, used where the environment exposes by NodePort (30000 to 32767). */
  readonly nodePort: number;
  /** Host below the environment's domain, used where it exposes by Ingress; empty for the domain itself. */
  readonly host: string;
}

/** Where cert-manager's challenge pod listens (cert-manager docs, HTTP-01). */
const challengePort = 8089;

export interface WebServiceProps extends TierProps {
  /** Image with a pinned tag. */
  readonly image: string;
  /** Port that the program listens on. */
  readonly port: number;
  /** Name of the Service. @default - the tier */
  readonly serviceName?: string;
  /** Port of the Service. @default - the program's port */
  readonly servicePort?: number;
  /** Annotations of the Service. @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /** Pods. @default 1 */
  readonly replicas?: number;
  /** Never two pods at a time, not even during a rollout: for schedulers and state in memory. @default false */
  readonly singleton?: boolean;
  /** Path that answers 2xx or 3xx when the program can serve. @default - a TCP connection is enough */
  readonly readinessPath?: string;
  /** Path that answers as long as the program isn't stuck. @default - a TCP connection is enough */
  readonly livenessPath?: string;
  /** Reached from outside the cluster. @default - from inside only */
  readonly exposure?: WebExposure;
  /** Command of the container. @default - the image's */
  readonly command?: readonly string[];
  /** Where metrics are served. @default - no metrics */
  readonly metrics?: Metrics;
  /** Configuration files by absolute path; a change restarts the pods. @default - none */
  readonly files?: Readonly<Record<string, string>>;
  /** Secret files by absolute path. @default - none */
  readonly secretFiles?: Readonly<Record<string, SecretKey>>;
  /** Folders that the program writes to, besides /tmp; their content is lost with the pod. @default - none */
  readonly scratch?: readonly string[];
}

/** A long-running HTTP program: Deployment, Service, account, probes, disruption budget, and an Ingress where it is exposed. */
export class WebService extends Tier implements IHttpEndpoint {
  readonly serviceName: string;
  readonly servicePort: number;
  private readonly replicas: number;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WebServiceProps,
  ) {
    super(scope, id, { ...props, terminationGracePeriod: props.terminationGracePeriod ?? Duration.seconds(45) });
    this.serviceName = props.serviceName ?? this.tier;
    this.servicePort = props.servicePort ?? props.port;
    this.replicas = props.replicas ?? 1;
    const wrong = countProblem('replicas', this.replicas, 1);
    if (wrong) throw this.problem(wrong);
    if (props.singleton && this.replicas !== 1) {
      throw this.problem(`is a singleton with ${this.replicas} replicas: give it 1, or drop \`singleton\``);
    }
    this.addContainer({
      name: this.tier,
      image: props.image,
      command: props.command,
      resources: props.resources,
      env: props.env,
      ports: [
        { name: 'http', port: props.port },
        ...(props.metrics && props.metrics.port !== props.port ? [{ name: 'metrics', port: props.metrics.port }] : []),
      ],
      readiness: props.readinessPath ? Probe.http(props.readinessPath, props.port) : Probe.tcp(props.port),
      // Slower than readiness, and another question where there is one: a restart helps against a deadlock only.
      liveness: props.livenessPath
        ? Probe.http(props.livenessPath, props.port, { period: Duration.seconds(20), failures: 6 })
        : Probe.tcp(props.port, { period: Duration.seconds(20), failures: 6 }),
      startup: Probe.tcp(props.port, { period: Duration.seconds(5), failures: 24 }),
      stopDelay: Duration.seconds(5),
      mounts: [
        { volume: Volume.scratch('tmp'), path: '/tmp' },
        ...(props.scratch ?? []).map((path, index) => ({ volume: Volume.scratch(`scratch-${index}`), path })),
      ],
    });
    this.addFiles();
    createDeployment(this, {
      name: this.workloadName,
      tier: this.tier,
      selector: this.selectorLabels,
      replicas: this.replicas,
      singleton: props.singleton,
      template: () =>
        this.template(this.replicas > 1 ? { spread: { labels: this.selectorLabels, perRevision: true } } : {}),
    });
    this.createServiceAndIngress();
    if (this.replicas > 1) this.createDisruptionBudget();
    if (props.metrics) this.exposeMetrics(props.metrics);
  }

  get ports() {
    return [{ port: this.props.port }];
  }

  get url(): string {
    const port = this.servicePort === 80 ? '' : `:${this.servicePort}`;
    return `http://${this.serviceName}.${this.namespace}.svc.${this.root.environment.cluster.domain}${port}`;
  }

  clientEnv(prefix: string): Record<string, EnvValue> {
    return { [`${prefix}_URL`]: this.url };
  }

  private addFiles(): void {
    const { files = {}, secretFiles = {} } = this.props;
    if (Object.keys(files).length > 0) {
      const byName = this.inContext(() => flatNames(Object.keys(files)));
      const config = new ConfigFiles(this, 'config', {
        name: `${this.tier}-config`,
        labels: { tier: this.tier },
        files: Object.fromEntries(Object.entries(files).map(([path, text]) => [byName.get(path)!, text])),
      });
      this.mountConfig(config, Object.fromEntries(byName));
    }
    this.mountSecrets(secretFiles);
  }

  private createServiceAndIngress(): void {
    const { exposure } = this.props;
    const { environment } = this.root;
    const onNodes = exposure !== undefined && environment.exposure.type === 'NodePort';
    if (exposure && (exposure.nodePort < 30000 || exposure.nodePort > 32767)) {
      throw this.problem(`node port ${exposure.nodePort} is out of range, give one from 30000 to 32767`);
    }
    createService(this, 'service', {
      name: this.serviceName,
      tier: this.tier,
      selector: this.selectorLabels,
      type: onNodes ? 'NodePort' : 'ClusterIP',
      annotations: this.props.serviceAnnotations,
      ports: [
        { name: 'http', port: this.servicePort, targetPort: 'http', ...(onNodes && { nodePort: exposure.nodePort }) },
      ],
    });
    if (!exposure) return;
    if (environment.exposure.type === 'NodePort') {
      this.topology.allow({
        // kube-proxy hands on what comes to a node port under the node's own address.
        from: { kind: 'addresses', cidrs: environment.cluster.nodeCidrs },
        to: this.pods,
        ports: this.ports,
        purpose: `node port ${exposure.nodePort}`,
        origin: 'derived',
      });
      return;
    }
    const { controllerNamespaceLabels, controllerPodLabels, tlsIssuer, class: ingressClassName } = environment.exposure;
    const host = exposure.host === '' ? environment.domain! : `${exposure.host}.${environment.domain}`;
    new KubeObject(
      this,
      'ingress',
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        name: this.tier,
        labels: { tier: this.tier },
        annotations: { 'cert-manager.io/cluster-issuer': tlsIssuer },
      },
      () => ({
        spec: {
          ingressClassName,
          tls: [{ hosts: [host], secretName: `${this.tier}-tls` }],
          rules: [
            {
              host,
              http: {
                paths: [
                  {
                    path: '/',
                    pathType: 'Prefix',
                    backend: { service: { name: this.serviceName, port: { name: 'http' } } },
                  },
                ],
              },
            },
          ],
        } satisfies IIngressSpec,
      }),
    );
    const controller: ForeignPeer = {
      kind: 'foreign',
      namespaceLabels: controllerNamespaceLabels,
      ...(Object.keys(controllerPodLabels).length > 0 && { podLabels: controllerPodLabels }),
    };
    this.topology.allow({
      from: controller,
      to: this.pods,
      ports: this.ports,
      purpose: `ingress to ${this.tier}`,
      origin: 'derived',
    });
    this.allowCertificateChallenge(controller);
  }

  /**
   * Lets the ingress controller reach the pod that cert-manager starts for an HTTP-01 challenge: it stands in this namespace,
   * where everything else is denied, and without it no certificate would ever be issued.
   */
  private allowCertificateChallenge(controller: ForeignPeer): void {
    const name = 'certificate-challenge';
    const pods: PodPeer = {
      kind: 'pods',
      namespace: this.namespace,
      podLabels: { 'acme.cert-manager.io/http01-solver': 'true' },
    };
    const { application, system } = this.component;
    this.topology.addComponent({ path: `${this.application.node.path}/${name}`, name, application, system, pods });
    this.topology.allow({
      from: controller,
      to: pods,
      ports: [{ port: challengePort }],
      purpose: 'certificate challenges',
      origin: 'derived',
    });
  }

  private createDisruptionBudget(): void {
    new KubeObject(
      this,
      'disruption-budget',
      { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', name: this.tier, labels: { tier: this.tier } },
      () => ({
        spec: {
          maxUnavailable: 1,
          unhealthyPodEvictionPolicy: 'AlwaysAllow',
          selector: { matchLabels: { ...this.selectorLabels } },
        } satisfies IPodDisruptionBudgetSpec,
      }),
    );
  }
}
