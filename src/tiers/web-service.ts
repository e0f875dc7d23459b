import type { Construct } from 'constructs';
import { type IHttpEndpoint, serviceUrl } from '../endpoints';
import { routeProblems, type WebExposure, wishOf } from '../exposure';
import { type OpenedRoute, openRoute } from '../routes';
import { createDeployment } from './deployment';
import { replicaProblems, type SingletonProps } from './replicas';
import { Server, type ServerProps } from './server';

/** Exposure of a {@link WebService}, and how many pods it has. */
export interface WebServiceProps extends ServerProps, SingletonProps {
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
export class WebService extends Server implements IHttpEndpoint {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: WebServiceProps,
  ) {
    super(scope, id, props);
    this.tell(...replicaProblems(props), ...this.exposureProblems());
    this.addServer(props);
    createDeployment(this, {
      ...props,
      name: this.workloadName,
      tier: this.tier,
      selector: this.selectorLabels,
      template: (variant) => this.template(variant),
    });
    if (props.exposure) openRoute(this, this.routeOf(props.exposure));
  }

  /** Its port of the Service. */
  get servicePort(): number {
    return this.mainPort.servicePort;
  }

  get url(): string {
    return serviceUrl(this.host, this.servicePort, this.mainPort.protocol === 'https');
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

  private exposureProblems(): string[] {
    const { exposure } = this.props;
    if (!exposure || this.resolvedPorts.length === 0) return [];
    const { port = this.mainPort.name } = exposure;
    const found = this.resolvedPorts.find(({ name }) => name === port);
    if (!found) {
      return [`is exposed at port '${port}', its ports are ${this.resolvedPorts.map(({ name }) => name).join(', ')}`];
    }
    const problems = routeProblems(this.routeOf(exposure));
    if (found.transport !== 'UDP') return problems;
    return [...problems, `is exposed at port '${port}', which is UDP: give \`exposure.port\` one of TCP`];
  }
}
