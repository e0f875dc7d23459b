import type { KubeObject } from '../kubernetes';
import type { RouteEnd } from '../routes';
import type { Component, PodPeer } from '../topology';
import { policyPort, type ResolvedPort } from './program';
import { exposeService } from './service';

/** A tier whose ports a route can lead to. */
interface Routed {
  readonly tier: string;
  readonly serviceName: string;
  readonly selectorLabels: Readonly<Record<string, string>>;
  readonly component: Component;
  readonly pods: PodPeer;
}

/** What a route leads to at one port of a tier. @param service the one that has the port, once it is made */
export function routeEndOf(tier: Routed, service: () => KubeObject, port: ResolvedPort): RouteEnd {
  const { tier: name, selectorLabels: selector, component, pods } = tier;
  return {
    name,
    selector,
    component,
    pods,
    ports: [policyPort(port)],
    service: { name: tier.serviceName, portName: port.name, port: port.servicePort },
    protocol: port.protocol,
    useService: (form) => exposeService(service(), port.name, form),
  };
}
