import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  annotations,
  type ConfigFiles,
  type Container,
  type ContainerProps,
  type EnvValue,
  KubeObject,
  labelNameProblem,
  type Mount,
  Pod,
  type PodUser,
  type Priority,
  priorities,
  type Resources,
  type SecretKey,
  Volume,
} from '../kubernetes';
import { ComponentConstruct } from '../system';
import type { PodPeer } from '../topology';
import type { IEndpoint } from './endpoint';
import { flatName, flatNames } from './flat-names';
import type { IQueue } from './rabbitmq/queue';
import type { SharedClaim } from './shared-claim';

/** What every tier takes. */
export interface TierProps {
  /** CPU and memory of the main container. */
  readonly resources: Resources;
  /** Value of the label `tier`, part of the selector: it never changes. @default - the id */
  readonly tier?: string;
  /** Name of the workload object. @default - the tier */
  readonly workloadName?: string;
  /** @default always-up */
  readonly priority?: Priority;
  /** User and groups of the processes. @default 10001:10001 */
  readonly user?: PodUser;
  /** Variables of the main container. @default - none */
  readonly env?: Readonly<Record<string, EnvValue>>;
  /** Time between the stop signal and the kill. @default - 120 seconds for databases and brokers, 45 for web services, else 30 */
  readonly terminationGracePeriod?: Duration;
}

/** How a tier is connected to an endpoint. */
export interface ConnectOptions {
  /** Prefix of the variables that the endpoint gives. @default - the endpoint's name in capitals */
  readonly env?: string;
  /** Whether the tier is rolled out after the endpoint. @default true */
  readonly ordered?: boolean;
}

/** Where metrics are served. */
export interface Metrics {
  readonly port: number;
  /** @default /metrics */
  readonly path?: string;
}

/** User of images that bring none: no process runs as root. */
export const defaultUser: PodUser = { uid: 10001, gid: 10001 };

/**
 * A workload with what belongs to it. It is one node of the graph: its connections give it variables and credentials,
 * open the network both ways, and set the order of the rollout.
 */
export abstract class Tier extends ComponentConstruct {
  /** Value of the label `tier`. */
  readonly tier: string;
  /** Labels that select its pods: `app` and `tier`, nothing else, for ever. */
  readonly selectorLabels: Readonly<Record<string, string>>;
  /** Name of the workload object. */
  readonly workloadName: string;
  protected readonly pod: Pod;
  private readonly configVolumes = new Map<ConfigFiles, Volume>();
  private readonly secretFiles = new Map<string, SecretKey>();
  private secretVolume: Volume | undefined;
  private scraped: { port: number; path: string } | undefined;

  constructor(
    scope: Construct,
    id: string,
    props: TierProps & { defaultUser?: PodUser; apiToken?: boolean; last?: boolean },
  ) {
    const tier = props.tier ?? id;
    super(scope, id, { name: tier, podLabels: (system) => ({ app: system.app, tier }), last: props.last });
    this.tier = tier;
    this.workloadName = props.workloadName ?? tier;
    for (const name of new Set([tier, this.workloadName])) {
      const wrong = labelNameProblem(name);
      if (wrong) throw this.problem(wrong);
    }
    this.selectorLabels = this.component.pods!.podLabels;
    new KubeObject(
      this,
      'service-account',
      { apiVersion: 'v1', kind: 'ServiceAccount', name: tier, labels: { tier } },
      () => ({
        automountServiceAccountToken: false,
      }),
    );
    this.pod = new Pod({
      labels: { ...this.selectorLabels },
      user: props.user ?? props.defaultUser ?? defaultUser,
      priority: props.priority ?? priorities.alwaysUp,
      serviceAccountName: tier,
      mountServiceAccountToken: props.apiToken,
      terminationGracePeriod: props.terminationGracePeriod,
    });
  }

  /** The pods, as policies select them. */
  get pods(): PodPeer {
    return this.component.pods!;
  }

  protected addContainer(props: ContainerProps): Container {
    return this.inContext(() => this.pod.addContainer(props));
  }

  /** The container that runs the tier's own program. */
  protected get mainContainer(): Container {
    const [main] = this.pod.containers;
    if (!main) throw this.problem('has no container yet');
    return main;
  }

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
      for (const [name, value] of Object.entries(endpoint.clientEnv(prefix)))
        this.mainContainer.env.add(name, this.readable(value, endpoint));
    });
    this.topology.allow({
      from: this.pods,
      to: endpoint.pods,
      ports: endpoint.ports,
      purpose: `${this.tier} to ${endpoint.component.name}`,
      origin: 'declared',
    });
    if (options.ordered ?? true) {
      this.topology.order(this.component, endpoint.component);
      for (const component of endpoint.prerequisites ?? []) this.topology.order(this.component, component);
    }
  }

  /** Connects the tier to the queue's broker as a publisher, and gives it the queue's name in `<QUEUE>_QUEUE`. */
  publishTo(queue: IQueue, options: { env?: string } = {}): void {
    this.connectTo(queue.broker.publisher(this.tier));
    const name = options.env ?? `${queue.name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_QUEUE`;
    this.inContext(() => this.mainContainer.env.add(name, queue.name));
  }

  /** Lets the tier open connections to addresses outside the cluster. */
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

  /**
   * Shows files of a ConfigMap in the main container; a change restarts the pods.
   *
   * @param paths absolute path in the container to name of the file
   */
  mountConfig(files: ConfigFiles, paths: Readonly<Record<string, string>>): void {
    let volume = this.configVolumes.get(files);
    if (!volume) {
      volume = this.pod.addVolume(Volume.config(`${files.name}-volume`, files));
      this.configVolumes.set(files, volume);
    }
    for (const [path, name] of Object.entries(paths)) this.mount({ volume, path, subPath: name, readOnly: true });
  }

  /**
   * Shows keys of Secrets as files in the main container.
   *
   * @param files absolute path in the container to key
   */
  mountSecrets(files: Readonly<Record<string, SecretKey>>): void {
    if (Object.keys(files).length === 0) return;
    this.inContext(() => flatNames([...this.secretFiles.keys(), ...Object.keys(files)]));
    this.secretVolume ??= this.pod.addVolume(
      Volume.secrets('secret-files', () =>
        Object.fromEntries([...this.secretFiles].map(([path, key]) => [flatName(path), key])),
      ),
    );
    for (const [path, key] of Object.entries(files)) {
      this.secretFiles.set(path, key);
      this.mount({ volume: this.secretVolume, path, subPath: flatName(path), readOnly: true });
    }
  }

  /** Mounts storage that several tiers share. */
  mountShared(claim: SharedClaim, path: string): void {
    this.mount({ volume: claim.volume, path });
    claim.addConsumer(this.component);
  }

  /** Tells Prometheus to scrape the pods, and lets it in. One port a pod: several would need several scrape jobs. */
  protected exposeMetrics(metrics: Metrics): void {
    this.scraped = { port: metrics.port, path: metrics.path ?? '/metrics' };
    this.topology.addScrapeTarget({ component: this.component, pods: this.pods, ...this.scraped });
  }

  /** The pod template; scraping is announced by annotations on the pods. */
  protected template(variant: Parameters<Pod['toTemplate']>[0] = {}) {
    const template = this.pod.toTemplate(variant);
    if (!this.scraped) return template;
    const scrape = {
      [annotations.scrape]: 'true',
      [annotations.scrapePort]: String(this.scraped.port),
      [annotations.scrapePath]: this.scraped.path,
    };
    return {
      ...template,
      metadata: { ...template.metadata, annotations: { ...scrape, ...template.metadata.annotations } },
    };
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

  private mount(mount: Mount): void {
    this.inContext(() => this.mainContainer.addMount(mount));
  }

  private readable(value: EnvValue, endpoint: IEndpoint): EnvValue {
    if (typeof value === 'object' && 'secretName' in value && value.namespace !== this.namespace) {
      throw this.problem(
        `can't read Secret '${value.secretName}' of '${endpoint.component.path}', it is in namespace '${value.namespace}' and the tier in '${this.namespace}': put both tiers into one namespace`,
      );
    }
    return value;
  }
}
