import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { type HttpPart, type IEndpoint, type IHttpEndpoint, type Parts, serviceHost, serviceUrl } from '../endpoints';
import { routeProblems, type WebExposure, wishOf } from '../exposure';
import { type ContainerPort, type KubeObject, labelNameProblem } from '../kubernetes';
import { type IRoutable, type OpenedRoute, openRoute, type RouteEnd } from '../routes';
import type { Port } from '../topology';
import { createDeployment } from './deployment';
import type { SelectorProps } from './pod-settings';
import {
  budgetProblem,
  containerPortsOf,
  type PortProps,
  type ProbeProps,
  Program,
  type ProgramProps,
  partsOfPort,
  policyPort,
  portEndpoint,
  portProblems,
  portsOf,
  probesOf,
  type ResolvedPort,
  servicePortsOf,
} from './program';
import { replicaProblems, type SingletonProps } from './replicas';
import { routableAt, routeEndOf } from './route-ends';
import { createService } from './service';

/** Ports and exposure of a {@link WebService}. */
export interface WebServiceProps extends ProgramProps, PortProps, ProbeProps, SelectorProps, SingletonProps {
  /** Name of the Service. @default - the tier */
  readonly serviceName?: string;
  /** Annotations of the Service. @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
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
  private readonly resolvedPorts: readonly ResolvedPort[];
  private readonly service: KubeObject;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WebServiceProps,
  ) {
    super(scope, id, props, { gracePeriod: Duration.seconds(45) });
    this.serviceName = props.serviceName ?? this.tier;
    this.resolvedPorts = portsOf(props);
    const ports = containerPortsOf(this.resolvedPorts);
    this.check(ports);
    this.addProgram(props, { ports, ...probesOf(props, ports) });
    createDeployment(this, {
      ...props,
      name: this.workloadName,
      tier: this.tier,
      selector: this.selectorLabels,
      template: (variant) => this.template(variant),
    });
    this.service = this.createService();
    if (props.exposure) openRoute(this, this.routeOf(props.exposure));
  }

  /** The port that clients mean: the first one. */
  get ports(): Port[] {
    return [policyPort(this.mainPort)];
  }

  /** Its port of the Service. */
  get servicePort(): number {
    return this.mainPort.servicePort;
  }

  get url(): string {
    return serviceUrl(this.host, this.servicePort, this.mainPort.protocol === 'https');
  }

  get parts(): Parts<HttpPart> {
    return partsOfPort(this.host, this.mainPort).parts;
  }

  /** Those that the protocol of the first port has: a URL, an address of gRPC, or host and port. */
  get defaultParts(): readonly HttpPart[] {
    return partsOfPort(this.host, this.mainPort).defaultParts;
  }

  /**
   * One of its ports, by name: clients get what its protocol has, and reach this port alone.
   *
   * @example
   * web.connectTo(api.endpoint('grpc')); // API_GRPC_ADDRESS
   * @throws if it has no port of that name
   */
  endpoint(port: string): IEndpoint<HttpPart> {
    return this.inContext(() => portEndpoint(this, this.host, this.resolvedPorts, port));
  }

  private get mainPort(): ResolvedPort {
    return this.resolvedPorts[0]!;
  }

  private get host(): string {
    return serviceHost(this.root.environment, this.serviceName, this.namespace);
  }

  /** What a route leads to: its first port. */
  get routeEnd(): RouteEnd {
    return routeEndOf(this, () => this.service, this.mainPort);
  }

  /**
   * One of its ports, by name, for a route to lead to.
   *
   * @example
   * new Route(app, 'front', { hosts: ['shop'], paths: { '/': web, '/admin': web.routable('admin') } });
   * @throws if it has no port of that name
   */
  routable(port: string): IRoutable {
    return this.inContext(() => routableAt(this, () => this.service, this.resolvedPorts, port));
  }

  private createService(): KubeObject {
    return createService(this, 'service', {
      name: this.serviceName,
      tier: this.tier,
      selector: this.selectorLabels,
      annotations: this.props.serviceAnnotations,
      ports: servicePortsOf(this.resolvedPorts),
    });
  }

  private routeOf(exposure: WebExposure): OpenedRoute {
    const { paths = ['/'], port } = exposure;
    const { routeEnd } = port === undefined ? this : this.routable(port);
    return {
      ...wishOf(exposure),
      name: this.tier,
      labels: { tier: this.tier },
      paths: paths.map((path) => ({ path, target: routeEnd })),
    };
  }

  private check(ports: readonly ContainerPort[]): void {
    const { props } = this;
    this.tell(
      labelNameProblem(this.serviceName),
      ...replicaProblems(props),
      ...portProblems(props),
      budgetProblem(props, ports),
    );
    if (!props.exposure || ports.length === 0) return;
    const { port } = props.exposure;
    if (port !== undefined && !ports.some(({ name }) => name === port)) {
      this.tell(`is exposed at port '${port}', its ports are ${ports.map(({ name }) => name).join(', ')}`);
      return;
    }
    const { name, transport } = this.resolvedPorts.find((one) => one.name === port) ?? this.mainPort;
    this.tell(
      ...routeProblems(this.routeOf(props.exposure)),
      transport === 'UDP' ? `is exposed at port '${name}', which is UDP: give \`exposure.port\` one of TCP` : undefined,
    );
  }
}
