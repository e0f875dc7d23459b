import type { Duration } from 'cdk8s';
import { z } from 'zod';
import { dnsLabel, hostname } from '../environment';
import { KubeObject } from '../kubernetes';
import { accessSettings } from './access-settings';
import { annotationSettings, controllerPeer, controllerSettings } from './controller';
import { defineExposure } from './exposure';
import { type ExposedRoute, hostsOf, rawProblems, targetsOf } from './route';
import { controllerRequirement, nameRequirements } from './route-requirements';

const envoyGateway = {
  namespace: 'envoy-gateway-system',
  podLabels: { 'app.kubernetes.io/component': 'proxy' },
};

const settings = z.strictObject({
  gateway: hostname().describe('Name of the Gateway; whoever runs the cluster owns it.'),
  gatewayNamespace: dnsLabel().describe('Namespace of the Gateway.'),
  sectionName: dnsLabel().optional().describe('Listener of the Gateway. Default: every one that takes the host.'),
  ...controllerSettings("the Gateway's pods, those that hand requests on", envoyGateway),
  tls: z.boolean().default(true).describe('Whether the listener ends TLS; people use https then.'),
  annotations: annotationSettings('HTTPRoute'),
  ...accessSettings('by HTTPRoutes whose route says nothing'),
});
type GatewaySettings = z.output<typeof settings>;

/**
 * An HTTPRoute for each route, at a Gateway that stands outside this project (Gateway API docs, HTTPRoute). It leads to gRPC as well:
 * the Service's `appProtocol` says it (GEP-1911), so that one host may have both.
 */
export const gatewayExposure = defineExposure({
  name: 'Gateway',
  title: 'Web tiers are reached by an HTTPRoute of a Gateway below `domain`.',
  schema: settings,
  needsDomain: true,
  create: (chosen) => ({
    access: chosen.access,
    urlOf: (wish, environment) => `${chosen.tls ? 'https' : 'http'}://${hostsOf(wish, environment)[0]}`,
    problemsOf: (route) => problemsOf(chosen, route),
    requirementsOf: (route) => [
      {
        kind: 'Gateway',
        apiVersion: 'gateway.networking.k8s.io/v1',
        namespace: chosen.gatewayNamespace,
        name: chosen.gateway,
        why: 'nobody serves the HTTPRoutes',
        mend: "make it, or name one of the cluster's in exposure.gateway and exposure.gatewayNamespace",
      },
      controllerRequirement('controller of Gateway', chosen.gateway, chosen, envoyGateway),
      ...nameRequirements(route, `Gateway '${chosen.gateway}'`),
    ],
    expose(scope, route) {
      const { name, labels } = route;
      const annotations = { ...chosen.annotations, ...route.annotations };
      new KubeObject(
        scope,
        'route',
        { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', name, labels, annotations },
        () => ({ spec: specOf(chosen, route) }),
      );
      return [{ from: controllerPeer(chosen, envoyGateway), purpose: `gateway to ${name}` }];
    },
  }),
});

function problemsOf({ gateway, tls }: GatewaySettings, route: ExposedRoute): string[] {
  const { maxBodySize, tls: wished } = route;
  const wrong = rawProblems(route, 'an HTTPRoute');
  if (maxBodySize) {
    wrong.push(
      `asks for \`maxBodySize\`, which an HTTPRoute can't say: leave it out, and limit bodies by a policy of Gateway '${gateway}'`,
    );
  }
  if (wished || (wished === false && tls)) {
    wrong.push(
      `asks for ${wished ? `certificate '${wished.secretName}'` : 'HTTP without TLS'}, but the listeners of Gateway '${gateway}' end TLS: leave \`tls\` out, and change the listener`,
    );
  }
  return wrong;
}

function specOf(chosen: GatewaySettings, route: ExposedRoute) {
  const { gateway: name, gatewayNamespace: namespace, sectionName } = chosen;
  return {
    parentRefs: [{ name, namespace, ...(sectionName !== undefined && { sectionName }) }],
    hostnames: hostsOf(route, route.environment),
    rules: targetsOf(route).map(({ service }) => ({
      matches: route.paths
        .filter(({ target }) => target.service.name === service.name && target.service.port === service.port)
        .map(({ path: value }) => ({ path: { type: 'PathPrefix', value } })),
      backendRefs: [{ name: service.name, port: service.port }],
      ...(route.timeout && { timeouts: { request: gatewayDuration(route.timeout) } }),
    })),
  };
}

/** Hours, minutes and seconds, each of at most five digits (Gateway API, GEP-2257). */
function gatewayDuration(timeout: Duration): string {
  const seconds = timeout.toSeconds();
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts.map(([count, unit]) => (count > 0 ? `${count}${unit}` : '')).join('');
}
