import type { RouteOptions, RouteWish } from './route';

/** How people reach one tier from outside the cluster: a route that leads to nothing else. */
export interface WebExposure extends RouteOptions {
  /**
   * Host below the environment's domain, or several, used where the environment exposes by names; empty for the domain itself, a
   * whole name with a dot at its end (`shop.example.org.`).
   */
  readonly host: string | readonly string[];
  /** Name of the tier's port that they lead to. @default - its first one */
  readonly port?: string;
  /** Paths that lead to the tier, with all below them. @default ['/'] */
  readonly paths?: readonly string[];
}

/** What a tier's own route asks for. */
export function wishOf({ host, paths: _paths, port: _port, ...options }: WebExposure): RouteWish {
  return { ...options, hosts: typeof host === 'string' ? [host] : host };
}
