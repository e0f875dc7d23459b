import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { type HttpPart, type IEndpoint, type Parts, serviceHost } from '../endpoints';
import { type KubeObject, labelNameProblem, type Mount } from '../kubernetes';
import type { IRoutable, RouteEnd } from '../routes';
import type { Port } from '../topology';
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
  portNamed,
  portProblems,
  portsOf,
  probesOf,
  type ResolvedPort,
  servicePortsOf,
} from './program';
import { routeEndOf } from './route-ends';
import { createService } from './service';

/** What a tier takes whose program is reached at ports. */
export interface ServerProps extends ProgramProps, PortProps, ProbeProps, SelectorProps {
  /** Name of the Service. @default - the tier */
  readonly serviceName?: string;
  /** Annotations of the Service. @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
}

/**
 * A program behind a Service: its ports are endpoints for clients, and ends of routes. A kind of tier calls `addServer` once all that
 * is wrong is noted, and emits the workload.
 */
export abstract class Server extends Program implements IEndpoint<HttpPart>, IRoutable {
  readonly serviceName: string;
  protected readonly resolvedPorts: readonly ResolvedPort[];
  private service: KubeObject | undefined;

  constructor(scope: Construct, id: string, props: ServerProps) {
    super(scope, id, props, { gracePeriod: Duration.seconds(45) });
    this.serviceName = props.serviceName ?? this.tier;
    this.resolvedPorts = portsOf(props);
    this.tell(
      labelNameProblem(this.serviceName),
      ...portProblems(props),
      budgetProblem(props, containerPortsOf(this.resolvedPorts)),
    );
  }

  /** Adds the main container and the Service. */
  protected addServer(props: ServerProps, mounts: readonly Mount[] = []): void {
    const ports = containerPortsOf(this.resolvedPorts);
    this.addProgram(props, { ports, ...probesOf(props, ports), mounts });
    this.service = createService(this, 'service', {
      name: this.serviceName,
      tier: this.tier,
      selector: this.selectorLabels,
      annotations: props.serviceAnnotations,
      ports: servicePortsOf(this.resolvedPorts),
    });
  }

  /** The port that clients mean: the first one. */
  get ports(): Port[] {
    return [policyPort(this.mainPort)];
  }

  /** What its clients may be told: where the Service is. */
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

  /** What a route leads to: its first port. */
  get routeEnd(): RouteEnd {
    return this.endAt(this.mainPort);
  }

  /**
   * One of its ports, by name, for a route to lead to.
   *
   * @example
   * new Route(app, 'front', { hosts: ['shop'], paths: { '/': web, '/admin': web.routable('admin') } });
   * @throws if it has no port of that name
   */
  routable(port: string): IRoutable {
    return { routeEnd: this.endAt(this.inContext(() => portNamed(this.resolvedPorts, port))) };
  }

  private endAt(port: ResolvedPort): RouteEnd {
    return routeEndOf(this, () => this.service!, port);
  }

  protected get mainPort(): ResolvedPort {
    return this.resolvedPorts[0]!;
  }

  /** Name of the Service's host, from every namespace. */
  protected get host(): string {
    return serviceHost(this.root.environment, this.serviceName, this.namespace);
  }
}
