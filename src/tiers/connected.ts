import {
  type BrokerPartOf,
  type ClientEnv,
  type Connectable,
  type Consumable,
  capitals,
  clientVariables,
  endpointPath,
  type IDestination,
  type IEndpoint,
  type IGrantee,
  type IGrantsRights,
  type IQueue,
  networkProblems,
  outsideTarget,
  type PartOf,
  type Publishable,
  type RightOf,
  type Told,
  type WaitStep,
} from '../endpoints';
import { type ContainerProps, containerProblems, type EnvValue, type KubeObject } from '../kubernetes';
import { refuse } from '../problem';
import type { IImagePullSecret } from '../secrets';
import { ComponentConstruct } from '../system';
import type { AddressBlock, PodPeer } from '../topology';
import { brokerPrefix, type ConnectOptions, type MessageOptions } from './connect-options';
import { ConnectionCounts } from './connection-counts';
import { pullSecretProblem } from './pod-problems';
import { WaitContainers } from './wait-containers';

/** Pods that are connected to endpoints: each connection gives them variables, opens the network and orders the rollout. */
export abstract class ConnectedComponent extends ComponentConstruct implements IGrantee {
  declare readonly networkPolicy: KubeObject;
  private readonly connectionCounts = new ConnectionCounts();
  private readonly waits = new WaitContainers();

  /** The pods, as policies select them. */
  get pods(): PodPeer {
    return this.component.pods!;
  }

  /** Where clients' packets go: to the pods. */
  get target(): PodPeer {
    return this.pods;
  }

  /** Its name in pictures and, for brokers, among users. */
  get name(): string {
    return this.component.name;
  }

  /** Annotations of the pods that follow from its connections. */
  protected get connectionAnnotations(): Readonly<Record<string, string>> {
    return this.connectionCounts.annotations;
  }

  /** Adds a container that ends before any other of the pods starts. */
  protected abstract addWait(container: ContainerProps, imagePullSecrets: readonly IImagePullSecret[]): void;

  /** Sets a variable of the program. @throws if it has another value already */
  protected abstract addVariable(name: string, value: EnvValue): void;

  /**
   * Connects the tier to an endpoint: variables and credentials, network both ways, order. The same connection twice is one.
   *
   * @example
   * web.connectTo(database, { env: { PGHOST: 'host', DATABASE_URL: 'postgresql://{user}:{password}@{address}/{database}' } });
   * @throws if the endpoint is part of another environment
   */
  connectTo<E extends IEndpoint | object>(
    endpoint: E & Connectable<E>,
    options?: ConnectOptions<PartOf<E>, RightOf<E>>,
  ): void;
  connectTo(asked: IEndpoint | IGrantsRights, options: ConnectOptions = {}): void {
    this.checkRole('connectTo', asked, ['parts', 'target'], 'an endpoint: publishTo(...) or consumeFrom(...) a queue');
    const endpoint = this.granted(asked, options.rights);
    const path = endpointPath(endpoint);
    const environment = (of: string) => of.split('/')[0];
    if (path !== undefined && environment(path) !== environment(this.component.path)) {
      throw this.problem(
        `can't reach '${path}', which is part of another environment: connect tiers of one environment only`,
      );
    }
    const { env = capitals(endpoint.name), connections } = options;
    this.addVariables(endpoint, env);
    if (connections !== undefined) {
      this.inContext(() => this.connectionCounts.note(endpoint, connections));
      if (typeof env === 'string') this.inContext(() => this.addVariable(`${env}_CONNECTIONS`, String(connections)));
    }
    this.topology.allow({
      from: this.pods,
      to: endpoint.target,
      ports: endpoint.ports,
      purpose: `${this.name} to ${endpoint.name}`,
      origin: 'declared',
    });
    const { ordered = true, waits = ordered } = options;
    if (waits && endpoint.waitStep) this.waitFor(endpoint, endpoint.waitStep);
    if (ordered) {
      const before = [...(endpoint.component ? [endpoint.component] : []), ...(endpoint.prerequisites ?? [])];
      for (const component of before) this.topology.order(this.component, component);
    }
  }

  // What the compiler refuses comes from JavaScript only, or from a cast.
  private checkRole(verb: string, given: object, needed: readonly string[], role: string): void {
    if (needed.every((part) => part in Object(given))) return;
    const { name = String(given) } = Object(given) as { name?: string };
    throw this.problem(`can't ${verb}(...) '${name}', which is not ${role}`);
  }

  private granted(endpoint: IEndpoint | IGrantsRights, right: string | undefined): IEndpoint {
    if (right === undefined) return endpoint;
    if ('grant' in endpoint) return endpoint.grant(this, right);
    throw this.problem(`wants right '${right}' to '${endpoint.name}', which grants none: drop \`rights\``);
  }

  private waitFor(endpoint: IEndpoint, step: WaitStep): void {
    const container = this.waits.containerFor(this.node.path, endpoint, step);
    if (!container) return;
    const { imagePullSecrets = [] } = step;
    const wrong = [
      ...Object.values(container.env ?? {}).map((value) => this.whyUnreadable(value, ownerOf(endpoint))),
      ...containerProblems(container),
      ...imagePullSecrets.map((secret) => pullSecretProblem(secret, this.namespace)),
    ];
    refuse(
      this.node.path,
      wrong.map((problem) => problem && `${container.name}: ${problem}`),
    );
    this.inContext(() => this.addWait(container, imagePullSecrets));
    for (const { component } of imagePullSecrets) if (component) this.topology.order(this.component, component);
  }

  /** Lets the tier publish to a queue or topic: connects it to the broker, and gives it the name. */
  publishTo<D extends IDestination | object>(
    destination: D & Publishable<D>,
    options?: MessageOptions<BrokerPartOf<D, 'grantPublish'>>,
  ): void;
  publishTo(destination: IDestination, options: MessageOptions = {}): void {
    this.checkRole('publishTo', destination, ['broker'], 'held by a broker: connectTo(...) an endpoint');
    this.talkTo(destination.broker.grantPublish(this, destination), destination, options);
  }

  /** Lets the tier consume a queue, for programs that run on: connects it to the broker, and gives it the name. */
  consumeFrom<Q extends IQueue | object>(
    queue: Q & Consumable<Q>,
    options?: MessageOptions<BrokerPartOf<Q, 'grantConsume'>>,
  ): void;
  consumeFrom(queue: IQueue, options: MessageOptions = {}): void {
    this.checkRole('consumeFrom', queue, ['broker'], 'held by a broker: connectTo(...) an endpoint');
    this.talkTo(queue.broker.grantConsume(this, queue), queue, options);
  }

  private talkTo(broker: IEndpoint, { name, kind }: IDestination, options: MessageOptions): void {
    const { env = capitals(`${name}-${kind}`), brokerEnv = typeof env === 'string' ? brokerPrefix : false } = options;
    this.connectTo(broker, { env: brokerEnv });
    const { parts, component } = broker;
    const named = { name: broker.name, component, parts: { ...parts, name } };
    this.addVariables(named, typeof env === 'string' ? { [env]: 'name' } : env);
  }

  private addVariables(endpoint: Told, env: ClientEnv): void {
    const owner = ownerOf(endpoint);
    this.inContext(() => {
      for (const [name, value] of clientVariables(this.node.path, endpoint, env)) {
        this.checkReadable(value, owner);
        this.addVariable(name, value);
      }
    });
  }

  /**
   * Lets it open connections to hosts outside the cluster by name, as its network plugin does, or as the environment states their
   * networks (`cluster.outside`).
   *
   * @param hosts whole names; `*` stands for any part of a name without dots: `*.s3.amazonaws.com`
   */
  connectToHosts(hosts: readonly string[], port: number, purpose: string): void {
    if (hosts.length === 0) throw this.problem(`needs at least one host for ${purpose}, give the names it may reach`);
    const all = hosts.map((host) => outsideTarget(this.root, host, undefined, purpose));
    const wrong = all.flatMap((reached) => ('problems' in reached ? reached.problems : []));
    refuse(this.node.path, wrong);
    for (const reached of all) {
      if ('target' in reached) this.connectTo({ name: purpose, target: reached.target, ports: [{ port }], parts: {} });
    }
  }

  /** Lets it open connections to addresses outside the cluster; `internet` is all of them without private networks. */
  connectToAddresses(cidrs: readonly AddressBlock[], port: number, purpose: string): void {
    if (cidrs.length === 0)
      throw this.problem(`needs at least one CIDR for ${purpose}, give the networks it may reach`);
    const wrong = networkProblems(cidrs);
    refuse(this.node.path, wrong);
    this.connectTo({
      name: purpose,
      target: { kind: 'addresses', cidrs, name: purpose },
      ports: [{ port }],
      parts: {},
    });
  }

  /** Adds this construct's path to an error from below. */
  protected inContext<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof Error && error.name === 'Error') throw this.problem(error.message);
      throw error;
    }
  }

  /** @throws if a value stands in a Secret of another namespace */
  protected checkReadable(value: EnvValue, owner = ''): void {
    const wrong = this.whyUnreadable(value, owner);
    if (wrong !== undefined) throw this.problem(wrong);
  }

  /** Why its pods can't read a value, or `undefined` if they can. */
  protected whyUnreadable(value: EnvValue, owner = ''): string | undefined {
    if (typeof value !== 'object' || !('secretName' in value) || value.namespace === this.namespace) return undefined;
    return `can't read Secret '${value.secretName}'${owner}, it is in namespace '${value.namespace}' and the tier in '${this.namespace}': put both into one namespace`;
  }
}

/** Whose it is, for errors. */
function ownerOf(endpoint: Told): string {
  return ` of '${endpointPath(endpoint) ?? endpoint.name}'`;
}
