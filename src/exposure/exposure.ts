import type { Construct } from 'constructs';
import type { z } from 'zod';
import type { ChoiceForm, Environment } from '../environment';
import type { Peer, Port } from '../topology';
import type { WebExposure } from './web-exposure';

/** A tier that is to be reached from outside. */
export interface ExposedTier {
  /** What the tier asks for. */
  readonly wish: WebExposure;
  /** Where it runs: the public domain, the nodes' networks. */
  readonly environment: Environment;
  /** Name for objects of its own kind, such as the Ingress. */
  readonly name: string;
  /** Labels for those objects. */
  readonly labels: Readonly<Record<string, string>>;
  /** Labels that select its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Its Service and the port that serves HTTP, by name and number. */
  readonly service: { readonly name: string; readonly portName: string; readonly port: number };
}

/** What the tier's own Service has to be. */
export interface ServiceForm {
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
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
  /** Other pods of the tier's namespace that are to be reached, and which no tier stands for. @default - the tier's */
  readonly to?: { readonly name: string; readonly podLabels: Readonly<Record<string, string>> };
  /** Ports of those pods. @default - the tier's */
  readonly ports?: readonly Port[];
}

/** How web tiers of one environment are reached from outside the cluster. */
export interface Exposure {
  /** Whether it is fit for a developer's machine only, where ports without TLS are fine. @default false */
  readonly isLocal?: boolean;
  /** URL that people use, without a final slash; undefined where nobody knows it before the cluster does. */
  urlOf(wish: WebExposure, environment: Environment): string | undefined;
  /** What the tier's Service has to be. @default - a ClusterIP */
  serviceOf?(wish: WebExposure): ServiceForm;
  /**
   * Creates what leads to a tier, and says who comes in.
   *
   * @param scope the tier's construct: objects are created below, in its namespace
   */
  expose(scope: Construct, tier: ExposedTier): readonly Entrance[];
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
