import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  annotations,
  type ConfigFiles,
  type Container,
  type ContainerProps,
  containerProblems,
  type EnvValue,
  KubeObject,
  labelNameProblem,
  type Mount,
  Pod,
  type PodUser,
  type Resources,
  type SecretKey,
} from '../kubernetes';
import { refuse } from '../problem';
import type { IImagePullSecret } from '../secrets';
import { ConnectedComponent } from './connected';
import type { ContainerSettings } from './container-settings';
import { PodContainers } from './pod-containers';
import { graceProblem, podProblems } from './pod-problems';
import { defaultUser, type PodSettings, type SelectorProps } from './pod-settings';
import type { SharedClaim } from './shared-claim';

/** What every tier takes. */
export interface TierProps extends PodSettings {
  /** CPU and memory of the main container. */
  readonly resources: Resources;
  /** Value of the label `tier`, part of the selector: it never changes. @default - the id */
  readonly tier?: string;
  /** Name of the workload object. @default - the tier */
  readonly workloadName?: string;
  /** Variables of the main container. @default - none */
  readonly env?: Readonly<Record<string, EnvValue>>;
}

/** What a kind of tier decides for all of its tiers. */
export interface TierForm {
  /** User of its image. @default 10001:10001 */
  readonly defaultUser?: PodUser;
  /** Time between the stop signal and the kill, unless the tier says another. @default 30 seconds */
  readonly gracePeriod?: Duration;
  /** Whether its pods talk to the API server. @default false */
  readonly apiToken?: boolean;
  /** Whether it comes after everything else of its Application. @default false */
  readonly last?: boolean;
  /** Annotations of its pods. @default - none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
}

/** Where metrics are served. */
export interface Metrics {
  readonly port: number;
  /** @default /metrics */
  readonly path?: string;
}

/**
 * A workload with what belongs to it. It is one node of the graph: its connections give it variables and credentials,
 * open the network both ways, and set the order of the rollout.
 */
export abstract class Tier extends ConnectedComponent {
  /** Value of the label `tier`. */
  readonly tier: string;
  /** Labels by which workload and Service select its pods, for ever: `app` and `tier`, or those of an adopted workload. */
  readonly selectorLabels: Readonly<Record<string, string>>;
  /** Name of the workload object. */
  readonly workloadName: string;
  protected readonly pod: Pod;
  private readonly containers: PodContainers;
  private scraped: { port: number; path: string } | undefined;
  private readonly told = new Set<string>();

  constructor(scope: Construct, id: string, props: TierProps & SelectorProps, form: TierForm = {}) {
    const tier = props.tier ?? id;
    super(scope, id, {
      name: tier,
      podLabels: (system) => ({ app: props.selectorLabels?.app ?? system.app, tier }),
      last: form.last,
    });
    this.tier = tier;
    this.workloadName = props.workloadName ?? tier;
    const { podLabels } = this.component.pods!;
    this.selectorLabels = props.selectorLabels ?? podLabels;
    this.tell(
      labelNameProblem(tier),
      labelNameProblem(this.workloadName),
      ...podProblems(props, podLabels, this.namespace),
    );
    this.node.addValidation({ validate: () => [...this.told, ...this.shareProblems()] });
    new KubeObject(
      this,
      'service-account',
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        name: tier,
        labels: { tier },
        annotations: props.serviceAccountAnnotations,
      },
      () => ({
        automountServiceAccountToken: false,
      }),
    );
    const priority = props.priority ?? this.root.defaultPriority;
    if (priority) this.root.priorities.set(priority.name, priority);
    this.pod = new Pod({
      ...props,
      labels: { ...props.podLabels, ...this.selectorLabels, ...podLabels },
      user: props.user ?? form.defaultUser ?? defaultUser,
      priority,
      serviceAccountName: tier,
      mountServiceAccountToken: form.apiToken,
      terminationGracePeriod: props.terminationGracePeriod ?? form.gracePeriod,
      annotations: { ...form.podAnnotations, ...props.podAnnotations },
      imagePullSecrets: props.imagePullSecrets?.map(({ secretName }) => secretName),
    });
    this.containers = new PodContainers({
      scope: this,
      tier,
      pod: this.pod,
      unreadable: (value) => this.whyUnreadable(value),
    });
    this.tell(...this.containers.addBeside(props.initContainers, props.sidecars));
    for (const secret of props.imagePullSecrets ?? []) {
      if (secret.component) this.topology.order(this.component, secret.component);
    }
  }

  /** Notes what is wrong; it is told with all that is wrong with the tier, when its container is added. */
  protected tell(...problems: readonly (string | undefined)[]): void {
    for (const problem of problems) if (problem !== undefined) this.told.add(problem);
  }

  /** @throws ProblemsError with all that is wrong with the tier, if anything is */
  protected addContainer(props: ContainerProps): Container {
    this.tell(
      ...containerProblems(props),
      graceProblem(this.pod.terminationGracePeriod, props.stopDelay),
      ...Object.values(props.env ?? {}).map((value) => this.whyUnreadable(value)),
    );
    refuse(this.node.path, [...this.told]);
    return this.inContext(() => this.pod.addContainer(props));
  }

  /** What a container is as its user says it; what is wrong is told with the rest. */
  protected settle(settings: ContainerSettings): Omit<ContainerProps, 'name'> {
    const { props, problems } = this.containers.settle(settings);
    this.tell(...problems);
    return props;
  }

  /** The container that runs the tier's own program. */
  protected get mainContainer(): Container {
    const [main] = this.pod.containers;
    if (!main) throw this.problem('has no container yet');
    return main;
  }

  protected override addWait(container: ContainerProps, imagePullSecrets: readonly IImagePullSecret[]): void {
    this.containers.addWait(container);
    for (const { secretName } of imagePullSecrets) this.pod.addImagePullSecret(secretName);
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
    for (const mount of this.containers.files.ofConfig(files, paths)) this.mount(mount);
  }

  /**
   * Shows keys of Secrets as files in the main container.
   *
   * @param files absolute path in the container to key
   */
  mountSecrets(files: Readonly<Record<string, SecretKey>>): void {
    for (const key of Object.values(files)) this.checkReadable(key);
    for (const mount of this.inContext(() => this.containers.secretMounts(files))) this.mount(mount);
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
    this.containers.share(this.mainContainer);
    const template = this.pod.toTemplate(variant);
    const scrape = this.scraped && {
      [annotations.scrape]: 'true',
      [annotations.scrapePort]: String(this.scraped.port),
      [annotations.scrapePath]: this.scraped.path,
    };
    const own = { ...scrape, ...this.connectionAnnotations };
    if (Object.keys(own).length === 0) return template;
    return {
      ...template,
      metadata: { ...template.metadata, annotations: { ...own, ...template.metadata.annotations } },
    };
  }

  private shareProblems(): string[] {
    const [main] = this.pod.containers;
    return main ? this.containers.shareProblems(main) : [];
  }

  private mount(mount: Mount): void {
    this.inContext(() => this.mainContainer.addMount(mount));
  }
}
