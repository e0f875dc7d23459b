import type { IServiceSpec } from 'kubernetes-models/v1';
import { z } from 'zod';
import { cidr, dnsLabel, port } from '../environment';
import { KubeObject } from '../kubernetes';
import type { AddressPeer } from '../topology';
import { annotationSettings } from './controller';
import { defineExposure, type ExposedTier } from './exposure';
import { hostOf } from './web-exposure';

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
});
type BalancerSettings = z.output<typeof settings>;

const everybody = ['0.0.0.0/0', '::/0'];

/**
 * A load balancer of the cloud for each tier: a second Service, so that the address inside the cluster stays what it is. Whoever
 * gives out the host names, such as external-dns, is told by annotations.
 */
export const loadBalancerExposure = defineExposure({
  name: 'LoadBalancer',
  title: 'Each web tier is reached by a load balancer of its own.',
  schema: settings,
  create: (chosen) => ({
    urlOf(wish, environment) {
      if (environment.domain === undefined) return undefined;
      const number = portOf(chosen);
      const standard = number === (chosen.tls ? 443 : 80);
      return `${chosen.tls ? 'https' : 'http'}://${hostOf(wish, environment)}${standard ? '' : `:${number}`}`;
    },
    expose(scope, tier) {
      const name = `${tier.name}-public`;
      new KubeObject(
        scope,
        'public-service',
        { apiVersion: 'v1', kind: 'Service', name, labels: tier.labels, annotations: chosen.annotations },
        () => ({ spec: specOf(chosen, tier) }),
      );
      return [{ from: sourceOf(chosen, tier), purpose: `load balancer to ${tier.name}` }];
    },
  }),
});

function portOf({ port: given, tls }: BalancerSettings): number {
  return given ?? (tls ? 443 : 80);
}

function specOf(chosen: BalancerSettings, { selector, service }: ExposedTier): IServiceSpec {
  return {
    type: 'LoadBalancer',
    ...(chosen.class !== undefined && { loadBalancerClass: chosen.class }),
    ...(chosen.sourceRanges && { loadBalancerSourceRanges: [...chosen.sourceRanges] }),
    externalTrafficPolicy: chosen.clientAddresses ? 'Local' : 'Cluster',
    selector: { ...selector },
    ports: [
      {
        // The name tells what people speak.
        name: chosen.tls ? 'https' : 'http',
        port: portOf(chosen),
        targetPort: service.portName,
        protocol: 'TCP',
      },
    ],
  };
}

/** Whose addresses the pods see: kube-proxy hands on under the node's own, unless told not to. */
function sourceOf({ clientAddresses, sourceRanges }: BalancerSettings, { environment }: ExposedTier): AddressPeer {
  const cidrs = clientAddresses ? (sourceRanges ?? everybody) : environment.cluster.nodeCidrs;
  return { kind: 'addresses', cidrs };
}
