import type { Construct } from 'constructs';
import type { z } from 'zod';
import type { ChoiceForm, Environment } from '../environment';
import type { OwnRequirement } from '../requirements';
import type { Peer, Port } from '../topology';
import type { RouteAccess } from './access';
import type { ExposedRoute, RouteTarget, RouteWish } from './route';

/** What the Service of a tier has to be. */
export interface ServiceForm {
  /** @default ClusterIP */
  readonly type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** Port on every node. @default - none */
  readonly nodePort?: number;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Who comes in, for the network policies. */
export interface Entrance {
  readonly from: Peer;
  /** Why, for the table of connections. */
  readonly purpose: string;
  /** Other pods of the route's namespace that are to be reached, and which no tier stands for. @default - the tiers that it leads to */
  readonly to?: { readonly name: string; readonly podLabels: Readonly<Record<string, string>> };
  /** Ports of those pods. @default - the tiers' */
  readonly ports?: readonly Port[];
}

/** How the tiers of one environment are reached from outside the cluster: one mechanism, for one tier or several. */
export interface Exposure {
  /** Whether it is fit for a developer's machine only, where ports without TLS are fine. @default false */
  readonly isLocal?: boolean;
  /** Who may come in by routes that say nothing themselves. @default - nobody has said so */
  readonly access?: RouteAccess;
  /** Whether it lets in the networks of a route's `access` alone; where not, a route that names some is an error. @default false */
  readonly limitsNetworks?: boolean;
  /** URL of the first host, without a final slash; undefined where nobody knows it before the cluster does. */
  urlOf(wish: RouteWish, environment: Environment): string | undefined;
  /** What the Service of a tier has to be that a route leads to. @default - as it is */
  serviceOf?(wish: RouteWish, target: RouteTarget): ServiceForm;
  /** All that a route asks for and this way can't do; lower case, with the mend. @default - it can do everything */
  problemsOf?(route: ExposedRoute): readonly string[];
  /** What no other route of the environment may have as well, in words. @default - each of its hosts with each of its paths */
  claimsOf?(route: ExposedRoute): readonly string[];
  /** What a route needs of the cluster and around it, which is not in the output: a class, an issuer, names. @default - nothing */
  requirementsOf?(route: ExposedRoute): readonly OwnRequirement[];
  /**
   * Creates what leads to the tiers, and says who comes in.
   *
   * @param scope the route's construct: objects are created below, in its namespace
   */
  expose(scope: Construct, route: ExposedRoute): readonly Entrance[];
}

/** A way of exposing as environment files choose it, `exposure.type`. */
export interface ExposureKind extends ChoiceForm {
  /** Whether the environment has to name its public domain. @default false */
  readonly needsDomain?: boolean;
  /** The exposure of an environment that chose it. @param settings the section `exposure` of its file */
  create(settings: unknown): Exposure;
}

/** A way of exposing and the form of its settings. */
export interface ExposureDefinition<Schema extends z.ZodObject> extends Omit<ExposureKind, 'create'> {
  readonly schema: Schema;
  /** The exposure of an environment that chose it. */
  create(settings: z.output<Schema>): Exposure;
}

/**
 * Lists a way of exposing with its settings' type forgotten, so that ways of different settings stand in one list.
 *
 * @example
 * defineExposure({
 *   name: 'Tunnel',
 *   title: 'Web tiers are reached through a tunnel.',
 *   schema: z.strictObject({ tunnel: z.string() }),
 *   create: ({ tunnel }) => new TunnelExposure(tunnel),
 * });
 */
export function defineExposure<Schema extends z.ZodObject>(definition: ExposureDefinition<Schema>): ExposureKind {
  return { ...definition, create: (settings) => definition.create(settings as z.output<Schema>) };
}
