import type { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { serviceHost } from '../endpoints';
import type { StoragePurpose } from '../environment';
import { countProblem, labelNameProblem, sizeProblem } from '../kubernetes';
import { PodStorage } from '../storage';
import { policyPort, servicePortsOf } from './program';
import { mostPods, type ReplicaProps, replicaProblems } from './replicas';
import { Server, type ServerProps } from './server';
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

/** Storage and rollout of a {@link StatefulService}. */
export interface StatefulServiceProps extends ServerProps, ReplicaProps, StatefulRolloutProps {
  /** A volume for each pod, which stays its own. @default - nothing outlives a pod but its name */
  readonly storage?: PodVolume;
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
export class StatefulService extends Server {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: StatefulServiceProps,
  ) {
    super(scope, id, props);
    this.tell(...this.ownProblems());
    this.addServer(props, props.storage ? [{ volume: templateNameOf(props.storage), path: props.storage.path }] : []);
    this.createNodesService();
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
    const nodes = serviceHost(this.root.environment, this.nodesName, this.namespace);
    return `${this.workloadName}-${ordinal}.${nodes}`;
  }

  private get nodesName(): string {
    return this.props.nodesServiceName ?? `${this.serviceName}-nodes`;
  }

  private ownProblems(): (string | undefined)[] {
    const { partition, storage, peerPorts = [], updateStrategy } = this.props;
    const names = this.resolvedPorts.map(({ name }) => name);
    return [
      labelNameProblem(this.nodesName),
      this.nodesName === this.serviceName
        ? `serviceName and nodesServiceName are both '${this.serviceName}', and there are two Services: give one another name`
        : undefined,
      ...replicaProblems(this.props),
      partition === undefined ? undefined : countProblem('partition', partition, 0),
      partition !== undefined && updateStrategy === 'OnDelete'
        ? 'has a `partition`, but replaces no pod by itself (`OnDelete`): leave out one of the two'
        : undefined,
      storage && sizeProblem('storage.size', storage.size),
      ...peerPorts
        .filter((name) => !names.includes(name))
        .map((name) => `peerPorts names '${name}', which is none of its ports: ${names.join(', ')}`),
    ];
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

  private createNodesService(): void {
    createService(this, 'nodes-service', {
      name: this.nodesName,
      tier: this.tier,
      selector: this.selectorLabels,
      ports: servicePortsOf(this.resolvedPorts),
      headless: true,
    });
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
