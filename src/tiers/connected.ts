import type { EnvValue } from '../kubernetes';
import { ComponentConstruct } from '../system';
import type { PodPeer } from '../topology';
import type { IEndpoint } from './endpoint';
import type { IQueue } from './rabbitmq/queue';

/** How a tier is connected to an endpoint. */
export interface ConnectOptions {
  /** Prefix of the variables that the endpoint gives. @default - the endpoint's name in capitals */
  readonly env?: string;
  /** Whether the tier is rolled out after the endpoint. @default true */
  readonly ordered?: boolean;
}

/** How a tier publishes to a queue. */
export interface PublishOptions {
  /** Variable that holds the queue's name. @default - `<QUEUE>_QUEUE`, the name in capitals */
  readonly env?: string;
  /** Prefix of the broker's variables, for tiers of more brokers than one. @default BROKER */
  readonly brokerEnv?: string;
}

/** Prefix of a broker's variables, as the entrypoint of workers reads them. */
export const brokerPrefix = 'BROKER';

/** Pods that are connected to endpoints: each connection gives them variables, opens the network and orders the rollout. */
export abstract class ConnectedComponent extends ComponentConstruct {
  /** The pods, as policies select them. */
  get pods(): PodPeer {
    return this.component.pods!;
  }

  /** Sets a variable of the program. @throws if it has another value already */
  protected abstract addVariable(name: string, value: EnvValue): void;

  /**
   * Connects the tier to an endpoint: variables and credentials, network both ways, order. The same connection twice is one.
   *
   * @throws if the endpoint is part of another environment
   */
  connectTo(endpoint: IEndpoint, options: ConnectOptions = {}): void {
    const environment = (path: string) => path.split('/')[0];
    if (environment(endpoint.component.path) !== environment(this.component.path)) {
      throw this.problem(
        `can't reach '${endpoint.component.path}', which is part of another environment: connect tiers of one environment only`,
      );
    }
    const prefix = options.env ?? endpoint.component.name.toUpperCase().replaceAll('-', '_');
    this.inContext(() => {
      for (const [name, value] of Object.entries(endpoint.clientEnv(prefix))) {
        this.checkReadable(value, ` of '${endpoint.component.path}'`);
        this.addVariable(name, value);
      }
    });
    this.topology.allow({
      from: this.pods,
      to: endpoint.pods,
      ports: endpoint.ports,
      purpose: `${this.component.name} to ${endpoint.component.name}`,
      origin: 'declared',
    });
    if (options.ordered ?? true) {
      this.topology.order(this.component, endpoint.component);
      for (const component of endpoint.prerequisites ?? []) this.topology.order(this.component, component);
    }
  }

  /** Connects the tier to the queue's broker as a publisher, and gives it the queue's name. */
  publishTo(queue: IQueue, options: PublishOptions = {}): void {
    this.connectTo(queue.broker.publisher(this.component.name), { env: options.brokerEnv ?? brokerPrefix });
    const name = options.env ?? `${queue.name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_QUEUE`;
    this.inContext(() => this.addVariable(name, queue.name));
  }

  /** Lets it open connections to addresses outside the cluster. */
  connectToAddresses(cidrs: readonly string[], port: number, purpose: string): void {
    if (cidrs.length === 0)
      throw this.problem(`needs at least one CIDR for ${purpose}, give the networks it may reach`);
    this.topology.allow({
      from: this.pods,
      to: { kind: 'addresses', cidrs },
      ports: [{ port }],
      purpose,
      origin: 'declared',
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
