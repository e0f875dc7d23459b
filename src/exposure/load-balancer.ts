import type { IServiceSpec } from 'kubernetes-models/v1';
import { z } from 'zod';
import { cidr, dnsLabel, port } from '../environment';
import { KubeObject } from '../kubernetes';
import type { AddressPeer } from '../topology';
import { accessSettings } from './access-settings';
import { annotationSettings } from './controller';
import { defineExposure } from './exposure';
import { type ExposedRoute, hostsOf, type RouteTarget, targetsOf } from './route';
import { nameRequirements } from './route-requirements';

const settings = z.strictObject({
  class: dnsLabel().optional().describe("Class of the balancer. Default: the cluster's."),
  tls: z
    .boolean()
    .default(false)
    .describe('Whether the balancer ends TLS, as its annotations tell it; people use https then.'),
  port: port().optional().describe('Port that people use. Default: 443 with TLS, else 80.'),
  sourceRanges: z.array(cidr()).min(1).optional().describe('Networks that may come in. Default: everybody.'),
  clientAddresses: z
    .boolean()
    .default(false)
    .describe("Whether pods see the clients' own addresses (externalTrafficPolicy Local) instead of the nodes'."),
  annotations: annotationSettings('balanced Service'),
  ...accessSettings('by balancers whose route says nothing'),
});
type BalancerSettings = z.output<typeof settings>;

const everybody = ['0.0.0.0/0', '::/0'];

/**
 * A load balancer of the cloud for each tier: a second Service, so that the address inside the cluster stays what it is. It hands on
 * connections and reads no requests. Whoever gives out the host names, such as external-dns, is told by annotations.
 */
export const loadBalancerExposure = defineExposure({
  name: 'LoadBalancer',
  title: 'Each web tier is reached by a load balancer of its own.',
  schema: settings,
  create: (chosen) => ({
    access: chosen.access,
    limitsNetworks: true,
    urlOf(wish, environment) {
      if (environment.domain === undefined) return undefined;
      const number = portOf(chosen);
      const standard = number === (chosen.tls ? 443 : 80);
      return `${chosen.tls ? 'https' : 'http'}://${hostsOf(wish, environment)[0]}${standard ? '' : `:${number}`}`;
    },
    // A name leads to one balancer.
    claimsOf: (route) => hostsOf(route, route.environment).map((host) => `'${host}'`),
    problemsOf: (route) => problemsOf(chosen, route),
    requirementsOf: (route) =>
      route.environment.domain === undefined ? [] : nameRequirements(route, `Service '${publicNameOf(route)}'`),
    expose(scope, route) {
      const name = publicNameOf(route);
      const { labels } = route;
      const annotations = { ...chosen.annotations, ...route.annotations };
      new KubeObject(scope, 'public-service', { apiVersion: 'v1', kind: 'Service', name, labels, annotations }, () => ({
        spec: specOf(chosen, route),
      }));
      return [{ from: sourceOf(chosen, route), purpose: `load balancer to ${route.name}` }];
    },
  }),
});

/** A second Service, beside that of the tier. */
function publicNameOf({ name }: ExposedRoute): string {
  return `${name}-public`;
}

function problemsOf(chosen: BalancerSettings, route: ExposedRoute): string[] {
  const { environment, paths, tls } = route;
  const targets = targetsOf(route);
  const cannot = (what: string, mend: string) =>
    `${what}, and the load balancers of '${environment.name}' hand on connections without reading requests: ${mend}`;
  const wrong: string[] = [];
  if (targets.length > 1) {
    const names = targets.map(({ name }) => name).join(', ');
    wrong.push(
      cannot(`leads to ${names}`, 'give each an `exposure` of its own, or expose by Ingress or Gateway there'),
    );
  } else if (!paths.some(({ path }) => path === '/')) {
    const given = paths.map(({ path }) => `'${path}'`).join(', ');
    wrong.push(cannot(`leads only to ${given}`, "expose '/', or expose by Ingress or Gateway there"));
  }
  for (const limit of ['maxBodySize', 'timeout'] as const) {
    if (route[limit]) wrong.push(cannot(`asks for \`${limit}\``, "leave it out, or tell the cloud's by `annotations`"));
  }
  if (tls || (tls === false && chosen.tls)) {
    const wish = tls ? `certificate '${tls.secretName}'` : 'no TLS';
    wrong.push(cannot(`asks for ${wish}`, "leave `tls` out, and tell the cloud's by `annotations`"));
  }
  return wrong;
}

function portOf({ port: given, tls }: BalancerSettings): number {
  return given ?? (tls ? 443 : 80);
}

/** Those of HTTP have a port that people know; any other program has its own. */
function publicPortOf(chosen: BalancerSettings, { protocol, service }: RouteTarget): { name: string; port: number } {
  const isWeb = protocol === 'http';
  // The name tells what people speak.
  const name = chosen.tls ? 'https' : isWeb ? 'http' : service.portName;
  return { name, port: isWeb || chosen.tls ? portOf(chosen) : (chosen.port ?? service.port) };
}

function specOf(chosen: BalancerSettings, route: ExposedRoute): IServiceSpec {
  const [target] = targetsOf(route) as [RouteTarget];
  const { selector, service } = target;
  const sourceRanges = rangesOf(chosen, route);
  return {
    type: 'LoadBalancer',
    ...(chosen.class !== undefined && { loadBalancerClass: chosen.class }),
    ...(sourceRanges && { loadBalancerSourceRanges: [...sourceRanges] }),
    externalTrafficPolicy: chosen.clientAddresses ? 'Local' : 'Cluster',
    selector: { ...selector },
    ports: [{ ...publicPortOf(chosen, target), targetPort: service.portName, protocol: 'TCP' }],
  };
}

/** Networks that may come in: the route's own, else those of the environment. */
function rangesOf({ sourceRanges }: BalancerSettings, { access }: ExposedRoute): readonly string[] | undefined {
  return access?.networks ?? sourceRanges;
}

/** Whose addresses the pods see: kube-proxy hands on under the node's own, unless told not to. */
function sourceOf(chosen: BalancerSettings, route: ExposedRoute): AddressPeer {
  const cidrs = chosen.clientAddresses ? (rangesOf(chosen, route) ?? everybody) : route.environment.cluster.nodeCidrs;
  return { kind: 'addresses', cidrs };
}
