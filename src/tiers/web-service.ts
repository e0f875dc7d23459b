import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  defaultParts,
  type HttpPart,
  httpParts,
  type IHttpEndpoint,
  type Parts,
  serviceHost,
  serviceUrl,
} from '../endpoints';
import { type WebExposure, wishOf } from '../exposure';
import { type KubeObject, Probe } from '../kubernetes';
import { ProblemsError } from '../problem';
import { type IRoutable, openRoute, type RouteEnd } from '../routes';
import { createDeployment } from './deployment';
import { Program, type ProgramProps } from './program';
import { replicaProblems, type SingletonProps } from './replicas';
import { createService, exposeService } from './service';

/** Port and exposure of a {@link WebService}. */
export interface WebServiceProps extends ProgramProps, SingletonProps {
  /** Port that the program listens on. */
  readonly port: number;
  /** Name of the Service. @default - the tier */
  readonly serviceName?: string;
  /** Port of the Service. @default - the program's port */
  readonly servicePort?: number;
  /** Annotations of the Service. @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /** Path that answers 2xx or 3xx when the program can serve. @default - a TCP connection is enough */
  readonly readinessPath?: string;
  /** Path that answers as long as the program isn't stuck. @default - a TCP connection is enough */
  readonly livenessPath?: string;
  /** Reached from outside the cluster. @default - from inside only */
  readonly exposure?: WebExposure;
}

/**
 * A long-running HTTP program: Deployment, Service, account, probes, disruption budget, and what leads to it where it is exposed.
 *
 * @example
 * const web = new WebService(app, 'web', { image: 'registry.example.com/shop/web:1.0.0', port: 8080, resources });
 * web.connectTo(database);
 * web.publishTo(orders);
 */
export class WebService extends Program implements IHttpEndpoint, IRoutable {
  readonly serviceName: string;
  readonly servicePort: number;
  readonly defaultParts = defaultParts.http;
  private readonly service: KubeObject;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WebServiceProps,
  ) {
    super(scope, id, { ...props, terminationGracePeriod: props.terminationGracePeriod ?? Duration.seconds(45) });
    this.serviceName = props.serviceName ?? this.tier;
    this.servicePort = props.servicePort ?? props.port;
    const wrong = replicaProblems(props);
    if (wrong.length > 0) throw new ProblemsError(wrong.map((message) => ({ where: this.node.path, message })));
    this.addProgram(props, {
      ports: [{ name: 'http', port: props.port }],
      readiness: props.readinessPath ? Probe.http(props.readinessPath, props.port) : Probe.tcp(props.port),
      // Slower than readiness, and another question where there is one: a restart helps against a deadlock only.
      liveness: props.livenessPath
        ? Probe.http(props.livenessPath, props.port, { period: Duration.seconds(20), failures: 6 })
        : Probe.tcp(props.port, { period: Duration.seconds(20), failures: 6 }),
      startup: Probe.tcp(props.port, { period: Duration.seconds(5), failures: 24 }),
      stopDelay: Duration.seconds(5),
    });
    createDeployment(this, {
      ...props,
      name: this.workloadName,
      tier: this.tier,
      selector: this.selectorLabels,
      template: (variant) => this.template(variant),
    });
    this.service = this.createService();
    if (props.exposure) this.expose(props.exposure);
  }

  get ports() {
    return [{ port: this.props.port }];
  }

  get url(): string {
    return serviceUrl(this.host, this.servicePort);
  }

  get parts(): Parts<HttpPart> {
    return httpParts({ host: this.host, port: this.servicePort });
  }

  private get host(): string {
    return serviceHost(this.root.environment, this.serviceName, this.namespace);
  }

  /** What a route leads to. */
  get routeEnd(): RouteEnd {
    const { tier: name, selectorLabels: selector, component, pods, ports } = this;
    return {
      name,
      selector,
      component,
      pods,
      ports,
      service: { name: this.serviceName, portName: 'http', port: this.servicePort },
      protocol: 'http',
      useService: (form) => exposeService(this.service, 'http', form),
    };
  }

  private createService(): KubeObject {
    return createService(this, 'service', {
      name: this.serviceName,
      tier: this.tier,
      selector: this.selectorLabels,
      annotations: this.props.serviceAnnotations,
      ports: [{ name: 'http', port: this.servicePort, targetPort: 'http' }],
    });
  }

  private expose(exposure: WebExposure): void {
    const { paths = ['/'] } = exposure;
    const { routeEnd } = this;
    openRoute(this, {
      ...wishOf(exposure),
      name: this.tier,
      labels: { tier: this.tier },
      paths: paths.map((path) => ({ path, target: routeEnd })),
    });
  }
}
