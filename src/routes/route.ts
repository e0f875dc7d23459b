import type { Construct } from 'constructs';
import type { RouteOptions, RouteWish } from '../exposure';
import { labelNameProblem } from '../kubernetes';
import { ComponentConstruct } from '../system';
import { openRoute } from './open-route';
import type { IRoutable } from './routable';

/** Hosts, paths and options of a {@link Route}. */
export interface RouteProps extends RouteOptions {
  /** Hosts below the environment's domain: `''` is the domain itself, `shop.example.org.` with a dot at its end a whole name. */
  readonly hosts: readonly string[];
  /** Where paths lead, with all below them: the longest that fits a request wins. */
  readonly paths: Readonly<Record<string, IRoutable>>;
  /** Name of its objects. @default - the id */
  readonly name?: string;
}

/**
 * One way in from outside the cluster, to several tiers of one namespace: an Ingress, an HTTPRoute, or what the environment exposes by.
 * For a route to one tier alone the tier's `exposure` is shorter.
 *
 * @example
 * new Route(app, 'shop', { hosts: ['shop', 'www'], paths: { '/': web, '/api': api } });
 */
export class Route extends ComponentConstruct {
  private readonly wish: RouteWish;

  constructor(scope: Construct, id: string, props: RouteProps) {
    super(scope, id);
    const { name = id, paths, ...wish } = props;
    this.wish = wish;
    const wrong = labelNameProblem(name);
    if (wrong) throw this.problem(wrong);
    const ends = Object.entries(paths).map(([path, { routeEnd }]) => ({ path, target: routeEnd }));
    openRoute(this, { ...wish, name, labels: {}, paths: ends });
    for (const { target } of ends) this.topology.order(this.component, target.component);
  }

  /** URL of its first host, without a final slash; undefined where nobody knows it before the cluster does. */
  get url(): string | undefined {
    return this.root.edges.exposure.urlOf(this.wish, this.root.environment);
  }
}
