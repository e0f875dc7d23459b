import type { Duration, Size } from 'cdk8s';
import type { Environment } from '../environment';
import type { RouteAccess } from './access';

/** The certificate of a route's hosts. */
export interface RouteCertificate {
  /** Secret with `tls.crt` and `tls.key`, in the namespace of the route; a credential has such a name. */
  readonly secretName: string;
}

/** What may be said of a route beside its hosts and paths. */
export interface RouteOptions {
  /**
   * Port on every node (30000 to 32767), used where the environment exposes by NodePort.
   * @default - none, an error where the environment needs one
   */
  readonly nodePort?: number;
  /** `false` for HTTP without TLS, or a certificate of its own; nothing of it where ports of nodes are used. @default - as the environment says */
  readonly tls?: false | RouteCertificate;
  /**
   * Who may come in; on a developer's machine everybody may.
   * @default - as the environment says, or an annotation that its controller asks for a login by; else the checks ask for it
   */
  readonly access?: RouteAccess;
  /** Annotations of what leads to it (Ingress, HTTPRoute, balanced Service), over those of the environment. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Largest body of a request that gets through, where something between reads requests. @default - the controller's */
  readonly maxBodySize?: Size;
  /**
   * How long an answer may take, in whole seconds; long for streams and WebSockets. Ingress controllers count from one piece of
   * the answer to the next, the Gateway API counts the whole request.
   * @default - the controller's
   */
  readonly timeout?: Duration;
}

/** What a route asks for, whatever it leads to. */
export interface RouteWish extends RouteOptions {
  /** Hosts below the environment's domain, at least one: see {@link hostOf}. */
  readonly hosts: readonly string[];
}

/** What requests come to: the Service of one tier. */
export interface RouteTarget {
  /** Name of the tier. */
  readonly name: string;
  /** Labels that select its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Its Service and the port that serves requests, by name and number. */
  readonly service: { readonly name: string; readonly portName: string; readonly port: number };
  /** What it speaks on that port: `http`, `grpc`, any other. */
  readonly protocol: string;
}

/** A path, with all below it, and where it leads. */
export interface RoutePath {
  readonly path: string;
  readonly target: RouteTarget;
}

/** A route as its exposure gets it. */
export interface ExposedRoute extends RouteWish {
  /** Where it is: the public domain, the nodes' networks. */
  readonly environment: Environment;
  /** Namespace of what leads to the tiers. */
  readonly namespace: string;
  /** Name for objects of its own kind, such as the Ingress. */
  readonly name: string;
  /** Labels for those objects. */
  readonly labels: Readonly<Record<string, string>>;
  /** At least one, each path once. */
  readonly paths: readonly RoutePath[];
}

/** The whole name of a host: below the domain of the environment, the domain itself if empty, as it is if it ends in a dot. */
export function hostOf(host: string, { domain = '' }: Environment): string {
  if (host.endsWith('.')) return host.slice(0, -1);
  return host === '' ? domain : `${host}.${domain}`;
}

/** The whole names of a route's hosts. */
export function hostsOf({ hosts }: RouteWish, environment: Environment): string[] {
  return hosts.map((host) => hostOf(host, environment));
}

/** The tiers that a route leads to, each once, in the order of their first paths. */
export function targetsOf<Target extends RouteTarget>({
  paths,
}: {
  readonly paths: readonly { readonly target: Target }[];
}): readonly Target[] {
  const byPort = new Map(paths.map(({ target }) => [`${target.service.name} ${target.service.portName}`, target]));
  return [...byPort.values()];
}

/** What is wrong with a route to programs that speak no HTTP. @param what what would have to lead there */
export function rawProblems(route: ExposedRoute, what: string): string[] {
  return targetsOf(route)
    .filter(({ protocol }) => protocol === 'tcp' || protocol === 'udp')
    .map(
      ({ name, service, protocol }) =>
        `leads to port '${service.portName}' of ${name}, where ${protocol} is spoken, and ${what} hands on requests of HTTP alone: expose it by LoadBalancer or NodePort`,
    );
}
