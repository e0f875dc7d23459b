import type { RouteTarget, ServiceForm } from '../exposure';
import type { Component, PodPeer, Port } from '../topology';

/** What a route leads to: a tier's Service, and the pods behind it. */
export interface RouteEnd extends RouteTarget {
  /** What serves: rolled out before the route. */
  readonly component: Component;
  /** The pods, as policies select them. */
  readonly pods: PodPeer;
  /** Ports of the pods that the Service's port leads to. */
  readonly ports: readonly Port[];
  /** Takes what the way of exposing makes of its Service. */
  useService(form: ServiceForm): void;
}

/** Something that a route can lead to: a tier with a Service that answers requests. */
export interface IRoutable {
  readonly routeEnd: RouteEnd;
}
