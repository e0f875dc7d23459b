import { Duration, type Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { type HttpPart, type IEndpoint, type Parts, serviceHost } from '../endpoints';
import type { StoragePurpose } from '../environment';
import { countProblem, type KubeObject, labelNameProblem, sizeProblem } from '../kubernetes';
import type { IRoutable, RouteEnd } from '../routes';
import { PodStorage } from '../storage';
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
  portProblems,
  portsOf,
  probesOf,
  type ResolvedPort,
  servicePortsOf,
} from './program';
import { mostPods, type ReplicaProps, replicaProblems } from './replicas';
import { routableAt, routeEndOf } from './route-ends';
import { createService } from './service';
import { createStatefulSet, type StatefulRolloutProps } from './stateful-set';

/** A volume for each pod. */
export interface PodVolume {
  /** Absolute path in the container. */
  readonly path: string;
  readonly size: Size;
  /** Name under which the environment may have a storage class for it. @default default */
  readonly purpose?: StoragePurpose;
  /** Name of the claim template: the claims are called `<templateName>-<workloadName>-0` and on. @default data */
  readonly templateName?: string;
}

/** Ports, storage and rollout of a {@link StatefulService}. */
export interface StatefulServiceProps
  extends ProgramProps,
    PortProps,
    ProbeProps,
    ReplicaProps,
    SelectorProps,
    StatefulRolloutProps {
  /** A volume for each pod, which stays its own. @default - nothing outlives a pod but its name */
  readonly storage?: PodVolume;
  /** Name of the Service. @default - the tier */
  readonly serviceName?: string;
  /** Name of the Service of the single pods, which gives them their names. @default - `<serviceName>-nodes` */
  readonly nodesServiceName?: string;
  /** Names of those `ports` at which its pods reach each other. @default - they don't */
  readonly peerPorts?: readonly string[];
}

/**
 * A server whose pods have names, and volumes, of their own: a cluster of a database or broker that there is no tier for.
 * StatefulSet, a Service for clients, a Service with a name for each pod, account, volumes, disruption budget.
 *
 * @example
 * const search = new StatefulService(data, 'search', {
 *   image: 'registry.example.com/shop/search:3.1.0',
 *   ports: [{ name: 'http', port: 9200 }, { name: 'transport', port: 9300, protocol: 'tcp' }],
 *   peerPorts: ['transport'],
 *   replicas: 3,
 *   storage: { path: '/var/lib/search', size: Size.gibibytes(20) },
 *   resources,
 * });
 * web.connectTo(search); // SEARCH_URL
 */
export class StatefulService extends Program implements IEndpoint<HttpPart>, IRoutable {
  readonly serviceName: string;
  private readonly resolvedPorts: readonly ResolvedPort[];
  private readonly service: KubeObject;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: StatefulServiceProps,
  ) {
    super(scope, id, props, { gracePeriod: Duration.seconds(45) });
    this.serviceName = props.serviceName ?? this.tier;
    this.resolvedPorts = portsOf(props);
    const ports = containerPortsOf(this.resolvedPorts);
    this.check(ports);
    this.addProgram(props, {
      ports,
      ...probesOf(props, ports),
      mounts: props.storage ? [{ volume: templateNameOf(props.storage), path: props.storage.path }] : [],
    });
    this.service = this.createServices();
    createStatefulSet(this, {
      ...props,
      name: this.workloadName,
      tier: this.tier,
      serviceName: this.nodesName,
      selector: this.selectorLabels,
      storage: this.createStorage(),
      template: (variant) => this.template(variant),
    });
    this.connectPeers();
  }

  /** The port that clients mean: the first one. */
  get ports(): Port[] {
    return [policyPort(this.resolvedPorts[0]!)];
  }

  /** What its clients may be told: where the Service is. */
  get parts(): Parts<HttpPart> {
    return partsOfPort(this.hostOf(this.serviceName), this.resolvedPorts[0]!).parts;
  }

  /** Those that the protocol of the first port has: a URL, an address of gRPC, or host and port. */
  get defaultParts(): readonly HttpPart[] {
    return partsOfPort(this.hostOf(this.serviceName), this.resolvedPorts[0]!).defaultParts;
  }

  /** One of its ports, by name. @throws if it has no port of that name */
  endpoint(port: string): IEndpoint<HttpPart> {
    return this.inContext(() => portEndpoint(this, this.hostOf(this.serviceName), this.resolvedPorts, port));
  }

  /** What a route leads to: its first port. */
  get routeEnd(): RouteEnd {
    return routeEndOf(this, () => this.service, this.resolvedPorts[0]!);
  }

  /** One of its ports, by name, for a route to lead to. @throws if it has no port of that name */
  routable(port: string): IRoutable {
    return this.inContext(() => routableAt(this, () => this.service, this.resolvedPorts, port));
  }

  /**
   * Name of one pod's host: what peers and clients that know of the single pods dial.
   *
   * @throws if there is never such a pod
   */
  podHost(ordinal: number): string {
    const most = mostPods(this.props);
    if (!Number.isInteger(ordinal) || ordinal < 0 || ordinal >= most) {
      throw this.problem(`has no pod ${ordinal}, its pods are 0 to ${most - 1}`);
    }
    return `${this.workloadName}-${ordinal}.${this.hostOf(this.nodesName)}`;
  }

  private get nodesName(): string {
    return this.props.nodesServiceName ?? `${this.serviceName}-nodes`;
  }

  private hostOf(service: string): string {
    return serviceHost(this.root.environment, service, this.namespace);
  }

  private check(ports: ReturnType<typeof containerPortsOf>): void {
    const { partition, storage, peerPorts = [] } = this.props;
    const names = ports.map(({ name }) => name);
    this.tell(
      labelNameProblem(this.nodesName),
      this.nodesName === this.serviceName
        ? `serviceName and nodesServiceName are both '${this.serviceName}', and there are two Services: give one another name`
        : undefined,
      ...replicaProblems(this.props),
      ...portProblems(this.props),
      budgetProblem(this.props, ports),
      partition === undefined ? undefined : countProblem('partition', partition, 0),
      partition !== undefined && this.props.updateStrategy === 'OnDelete'
        ? 'has a `partition`, but replaces no pod by itself (`OnDelete`): leave out one of the two'
        : undefined,
      storage && sizeProblem('storage.size', storage.size),
      ...peerPorts
        .filter((name) => !names.includes(name))
        .map((name) => `peerPorts names '${name}', which is none of its ports: ${names.join(', ')}`),
    );
  }

  private createStorage(): PodStorage | undefined {
    const { storage } = this.props;
    return (
      storage &&
      new PodStorage(this, 'storage', {
        statefulSet: this.workloadName,
        templateName: templateNameOf(storage),
        pods: mostPods(this.props),
        size: storage.size,
        purpose: storage.purpose ?? 'default',
        labels: { tier: this.tier },
      })
    );
  }

  private createServices(): KubeObject {
    const shared = { tier: this.tier, selector: this.selectorLabels, ports: servicePortsOf(this.resolvedPorts) };
    const service = createService(this, 'service', { ...shared, name: this.serviceName });
    createService(this, 'nodes-service', { ...shared, name: this.nodesName, headless: true });
    return service;
  }

  private connectPeers(): void {
    const { peerPorts = [] } = this.props;
    if (peerPorts.length === 0) return;
    this.topology.allow({
      from: this.pods,
      to: this.pods,
      ports: this.resolvedPorts.filter(({ name }) => peerPorts.includes(name)).map(policyPort),
      purpose: `peers of ${this.tier}`,
      origin: 'declared',
    });
  }
}

function templateNameOf({ templateName = 'data' }: PodVolume): string {
  return templateName;
}
