import { z } from 'zod';
import { dnsLabel, hostname } from '../environment';
import { KubeObject } from '../kubernetes';
import { annotationSettings, controllerPeer, controllerSettings } from './controller';
import { defineExposure, type ExposedTier } from './exposure';
import { hostOf, pathsOf } from './web-exposure';

const settings = z.strictObject({
  gateway: hostname().describe('Name of the Gateway; whoever runs the cluster owns it.'),
  gatewayNamespace: dnsLabel().describe('Namespace of the Gateway.'),
  sectionName: dnsLabel().optional().describe('Listener of the Gateway. Default: every one that takes the host.'),
  ...controllerSettings("the Gateway's pods, those that hand requests on", 'envoy-gateway-system', {
    'app.kubernetes.io/component': 'proxy',
  }),
  tls: z.boolean().default(true).describe('Whether the listener ends TLS; people use https then.'),
  annotations: annotationSettings('HTTPRoute'),
});
type GatewaySettings = z.output<typeof settings>;

/** An HTTPRoute for each tier, at a Gateway that stands outside this project (Gateway API docs, HTTPRoute). */
export const gatewayExposure = defineExposure({
  name: 'Gateway',
  title: 'Web tiers are reached by an HTTPRoute of a Gateway below `domain`.',
  schema: settings,
  needsDomain: true,
  create: (chosen) => ({
    urlOf: (wish, environment) => `${chosen.tls ? 'https' : 'http'}://${hostOf(wish, environment)}`,
    expose(scope, tier) {
      const { name, labels } = tier;
      new KubeObject(
        scope,
        'route',
        {
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind: 'HTTPRoute',
          name,
          labels,
          annotations: chosen.annotations,
        },
        () => ({ spec: specOf(chosen, tier) }),
      );
      return [{ from: controllerPeer(chosen), purpose: `gateway to ${name}` }];
    },
  }),
});

function specOf(chosen: GatewaySettings, { wish, environment, service }: ExposedTier) {
  const { gateway: name, gatewayNamespace: namespace, sectionName } = chosen;
  return {
    parentRefs: [{ name, namespace, ...(sectionName !== undefined && { sectionName }) }],
    hostnames: [hostOf(wish, environment)],
    rules: [
      {
        matches: pathsOf(wish).map((value) => ({ path: { type: 'PathPrefix', value } })),
        backendRefs: [{ name: service.name, port: service.port }],
      },
    ],
  };
}
