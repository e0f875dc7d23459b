import { compare, type Problem } from '../problem';
import type { Flow } from './flow';
import { type PodPeer, peerKey } from './peer';
import { type PolicyRules, policiesFor } from './policies';

/**
 * Something that is rolled out as one: a tier, a claim that tiers share, a migration. Its objects get one wave.
 */
export interface Component {
  /** Construct path, the identity. */
  readonly path: string;
  /** Short name, for pictures and policies. */
  readonly name: string;
  /** The Application (folder) that its objects belong to. */
  readonly application: string;
  /** The system it is part of. */
  readonly system: string;
  /** What policies select. @default - it has no pods */
  readonly pods?: PodPeer;
  /**
   * Whether it is rolled out in the last wave of its Application: what is unhealthy while others are down must not hold up
   * anything. Source: Argo CD health scripts, ScaledJob.
   * @default false
   */
  readonly last?: boolean;
}

/** `from` is rolled out after `to`, or at the earliest together with it. */
export interface Order {
  readonly from: Component;
  readonly to: Component;
  /** Whether both may stand in one wave: a claim and its first consumer have to, if it binds on first use. */
  readonly sameWave: boolean;
}

/** How Prometheus scrapes targets that no annotation of their pods announces. */
export interface ScrapeJob {
  /** Value of the label `job`. */
  readonly name: string;
  /** Parameters of the request. @default - none */
  readonly parameters?: Readonly<Record<string, readonly string[]>>;
  /** The metrics describe other objects than the pod that serves them, so their own labels win. @default false */
  readonly aboutOthers?: boolean;
}

/** Something that is scraped: pods and the port of their metrics. */
export interface ScrapeTarget {
  readonly component: Component;
  readonly pods: PodPeer;
  readonly port: number;
  readonly path: string;
  /** @default - announced by the annotations of the pods */
  readonly job?: ScrapeJob;
}

/** Who talks to whom in one environment. Charts fill it, everything else is derived from it. */
export class Topology {
  private readonly componentsByPath = new Map<string, Component>();
  private readonly adopters = new Map<string, Component>();
  private readonly flowsByKey = new Map<string, Flow>();
  private readonly conditionalFlows: { readonly isNeeded: () => boolean; readonly flow: Flow }[] = [];
  private readonly ordersByKey = new Map<string, Order>();
  private readonly applicationsAfter = new Map<string, Set<string>>();
  private readonly targets: ScrapeTarget[] = [];
  private readonly scraperPeers: PodPeer[] = [];
  private readonly found: Problem[] = [];
  /** What policies allow, until something is added. */
  private rules: ReadonlyMap<string, PolicyRules> | undefined;

  addComponent(component: Component): void {
    this.componentsByPath.set(component.path, component);
  }

  /** Rolls the objects at and below a construct out with a component that they don't stand below. */
  adopt(constructPath: string, component: Component): void {
    this.adopters.set(constructPath, component);
  }

  /** The component that has adopted a construct. */
  adopterOf(constructPath: string): Component | undefined {
    return this.adopters.get(constructPath);
  }

  /** Allows a flow; the same flow twice is one, unless pictures call its ends otherwise. */
  allow(flow: Flow): void {
    const ports = flow.ports.map((port) => `${port.protocol ?? 'TCP'}/${port.port}`).sort();
    const [from, to] = [flow.from, flow.to].map((peer) => `${peerKey(peer)} ${peer.kind === 'pods' ? '' : peer.name}`);
    const key = `${from} > ${to} ${ports.join(',')}`;
    const known = this.flowsByKey.get(key);
    if (known && (known.origin === 'declared' || flow.origin === 'derived')) return;
    this.flowsByKey.set(key, flow);
    this.rules = undefined;
  }

  /** Allows a flow where it is needed, which only the finished tree can say. */
  allowIf(isNeeded: () => boolean, flow: Flow): void {
    this.conditionalFlows.push({ isNeeded, flow });
  }

  /** Rolls `from` out after `to`. */
  order(from: Component, to: Component, options: { sameWave?: boolean } = {}): void {
    if (from.path === to.path) return;
    const key = `${from.path} > ${to.path}`;
    const sameWave = options.sameWave ?? false;
    const known = this.ordersByKey.get(key);
    if (!known || (known.sameWave && !sameWave)) this.ordersByKey.set(key, { from, to, sameWave });
  }

  /** Rolls an Application out after another, whatever their components say. Names of Applications or operators. */
  orderApplications(from: string, to: string): void {
    const after = this.applicationsAfter.get(from);
    if (after) after.add(to);
    else this.applicationsAfter.set(from, new Set([to]));
  }

  addScrapeTarget(target: ScrapeTarget): void {
    this.targets.push(target);
    this.rules = undefined;
  }

  addScraper(pods: PodPeer): void {
    this.scraperPeers.push(pods);
    this.rules = undefined;
  }

  /** Tells of something wrong that shows only in the finished graph. */
  report(problem: Problem): void {
    this.found.push(problem);
  }

  /** Components by path. */
  get components(): Component[] {
    return [...this.componentsByPath.values()].sort((a, b) => compare(a.path, b.path));
  }

  /** Declared flows, those that turned out to be needed, and those that follow from scraping. */
  get flows(): Flow[] {
    const needed = this.conditionalFlows.filter(({ isNeeded }) => isNeeded()).map(({ flow }) => flow);
    return [...this.flowsByKey.values(), ...needed, ...this.scrapeFlows()];
  }

  /** What the policy of some pods allows; `undefined` if nothing talks to them, nor they to anything. */
  rulesOf(pods: PodPeer): PolicyRules | undefined {
    this.rules ??= new Map(policiesFor(this.flows).map((rules) => [peerKey(rules.pods), rules]));
    return this.rules.get(peerKey(pods));
  }

  get orders(): Order[] {
    return [...this.ordersByKey.values()];
  }

  /** Pairs of Applications, the first rolled out after the second: what their components say, and what was said of them. */
  get applicationOrders(): { readonly from: string; readonly to: string }[] {
    return [
      ...this.orders.map(({ from, to }) => ({ from: from.application, to: to.application })),
      ...[...this.applicationsAfter].flatMap(([from, all]) => [...all].map((to) => ({ from, to }))),
    ];
  }

  get scrapeTargets(): ScrapeTarget[] {
    return [...this.targets];
  }

  get problems(): Problem[] {
    return [...this.found];
  }

  private scrapeFlows(): Flow[] {
    const ports = new Map(this.targets.map((target) => [`${peerKey(target.pods)} ${target.port}`, target]));
    return this.scraperPeers.flatMap((scraper) =>
      [...ports.values()].map(
        (target): Flow => ({
          from: scraper,
          to: target.pods,
          ports: [{ port: target.port }],
          purpose: `metrics of ${target.component.name}`,
          origin: 'derived',
        }),
      ),
    );
  }
}
