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
import { ConnectedComponent } from './connected';
import { flatName, flatNames } from './flat-names';
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
export abstract class Tier extends ConnectedComponent {
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
    props: TierProps & {
      defaultUser?: PodUser;
      apiToken?: boolean;
      last?: boolean;
      podAnnotations?: Readonly<Record<string, string>>;
    },
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
    const priority = props.priority ?? priorities.alwaysUp;
    this.root.priorities.set(priority.name, priority);
    this.pod = new Pod({
      labels: { ...this.selectorLabels },
      user: props.user ?? props.defaultUser ?? defaultUser,
      priority,
      serviceAccountName: tier,
      mountServiceAccountToken: props.apiToken,
      terminationGracePeriod: props.terminationGracePeriod,
      annotations: props.podAnnotations,
    });
  }

  protected addContainer(props: ContainerProps): Container {
    for (const value of Object.values(props.env ?? {})) this.checkReadable(value);
    return this.inContext(() => this.pod.addContainer(props));
  }

  /** The container that runs the tier's own program. */
  protected get mainContainer(): Container {
    const [main] = this.pod.containers;
    if (!main) throw this.problem('has no container yet');
    return main;
  }

  protected override addVariable(name: string, value: EnvValue): void {
    this.mainContainer.env.add(name, value);
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
      this.checkReadable(key);
      const known = this.secretFiles.get(path);
      if (known && (known.secretName !== key.secretName || known.key !== key.key)) {
        throw this.problem(`two keys of Secrets are shown at '${path}', choose another path for one of them`);
      }
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

  private mount(mount: Mount): void {
    this.inContext(() => this.mainContainer.addMount(mount));
  }
}
