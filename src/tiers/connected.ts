import { endpointPath, type IDestination, type IEndpoint, type IGrantee, networkProblems } from '../endpoints';
import type { EnvValue, KubeObject } from '../kubernetes';
import { ProblemsError } from '../problem';
import { ComponentConstruct } from '../system';
import type { PodPeer } from '../topology';

/** How a tier is connected to an endpoint. */
export interface ConnectOptions {
  /** Prefix of the variables that the endpoint gives. @default - the endpoint's name in capitals */
  readonly env?: string;
  /** Whether the tier is rolled out after the endpoint. @default true */
  readonly ordered?: boolean;
}

/** How a tier publishes to a queue or topic. */
export interface PublishOptions {
  /** Variable that holds its name. @default - `<NAME>_QUEUE` or `<NAME>_TOPIC`, the name in capitals */
  readonly env?: string;
  /** Prefix of the broker's variables, for tiers of more brokers than one. @default BROKER */
  readonly brokerEnv?: string;
}

/** Prefix of a broker's variables, as the entrypoint of workers reads them. */
export const brokerPrefix = 'BROKER';

/** Pods that are connected to endpoints: each connection gives them variables, opens the network and orders the rollout. */
export abstract class ConnectedComponent extends ComponentConstruct implements IGrantee {
  declare readonly networkPolicy: KubeObject;

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

  /** Sets a variable of the program. @throws if it has another value already */
  protected abstract addVariable(name: string, value: EnvValue): void;

  /**
   * Connects the tier to an endpoint: variables and credentials, network both ways, order. The same connection twice is one.
   *
   * @throws if the endpoint is part of another environment
   */
  connectTo(endpoint: IEndpoint, options: ConnectOptions = {}): void {
    const path = endpointPath(endpoint);
    const environment = (of: string) => of.split('/')[0];
    if (path !== undefined && environment(path) !== environment(this.component.path)) {
      throw this.problem(
        `can't reach '${path}', which is part of another environment: connect tiers of one environment only`,
      );
    }
    const prefix = options.env ?? capitals(endpoint.name);
    this.inContext(() => {
      for (const [name, value] of Object.entries(endpoint.clientEnv(prefix))) {
        this.checkReadable(value, ` of '${path ?? endpoint.name}'`);
        this.addVariable(name, value);
      }
    });
    this.topology.allow({
      from: this.pods,
      to: endpoint.target,
      ports: endpoint.ports,
      purpose: `${this.name} to ${endpoint.name}`,
      origin: 'declared',
    });
    if (options.ordered ?? true) {
      const before = [...(endpoint.component ? [endpoint.component] : []), ...(endpoint.prerequisites ?? [])];
      for (const component of before) this.topology.order(this.component, component);
    }
  }

  /** Lets the tier publish to a queue or topic: connects it to the broker, and gives it the name. */
  publishTo(destination: IDestination, options: PublishOptions = {}): void {
    const { broker, name, kind } = destination;
    this.connectTo(broker.grantPublish(this, destination), { env: options.brokerEnv ?? brokerPrefix });
    this.inContext(() => this.addVariable(options.env ?? capitals(`${name}-${kind}`), name));
  }

  /** Lets it open connections to addresses outside the cluster. */
  connectToAddresses(cidrs: readonly string[], port: number, purpose: string): void {
    if (cidrs.length === 0)
      throw this.problem(`needs at least one CIDR for ${purpose}, give the networks it may reach`);
    const wrong = networkProblems(cidrs);
    if (wrong.length > 0) throw new ProblemsError(wrong.map((message) => ({ where: this.node.path, message })));
    this.connectTo({
      name: purpose,
      target: { kind: 'addresses', cidrs, name: purpose },
      ports: [{ port }],
      clientEnv: () => ({}),
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
    if (typeof value === 'object' && 'secretName' in value && value.namespace !== this.namespace) {
      throw this.problem(
        `can't read Secret '${value.secretName}'${owner}, it is in namespace '${value.namespace}' and the tier in '${this.namespace}': put both into one namespace`,
      );
    }
  }
}

/** A name as part of a variable's: `sftp-download` is `SFTP_DOWNLOAD`. */
function capitals(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
