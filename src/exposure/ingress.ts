import type { IIngressSpec } from 'kubernetes-models/networking.k8s.io/v1';
import { z } from 'zod';
import { dnsLabel, hostname } from '../environment';
import { KubeObject } from '../kubernetes';
import type { ForeignPeer } from '../topology';
import { annotationSettings, controllerPeer, controllerSettings } from './controller';
import { defineExposure, type Entrance, type ExposedTier } from './exposure';
import { hostOf, pathsOf } from './web-exposure';

/** Where cert-manager's challenge pod listens (cert-manager docs, HTTP-01). */
const challengePort = 8089;

const settings = z
  .strictObject({
    class: dnsLabel().describe('IngressClass.'),
    ...controllerSettings("the Ingress controller's pods", 'ingress-nginx', {
      'app.kubernetes.io/name': 'ingress-nginx',
    }),
    tlsIssuer: hostname().optional().describe('ClusterIssuer of cert-manager that issues the certificates.'),
    tlsSecret: hostname()
      .optional()
      .describe('Secret with the certificate, one of that name in every namespace that is reached.'),
    tls: z
      .enum(['controller', 'none'])
      .optional()
      .describe("Without an issuer and a Secret: the controller's own certificate, or HTTP without TLS."),
    annotations: annotationSettings('Ingress'),
  })
  .superRefine(({ tls, tlsIssuer, tlsSecret }, context) => {
    const given = Object.entries({ tlsIssuer, tlsSecret, tls }).filter(([, value]) => value !== undefined);
    if (given.length === 1) return;
    const what = given.length === 0 ? 'nothing says' : `${given.map(([key]) => key).join(' and ')} both say`;
    context.addIssue({
      code: 'custom',
      message: `${what} where the certificate comes from, give one of tlsIssuer, tlsSecret, tls: controller, tls: none`,
    });
  });
type IngressSettings = z.output<typeof settings>;

/** An Ingress for each tier, below the environment's domain. */
export const ingressExposure = defineExposure({
  name: 'Ingress',
  title: 'Web tiers are reached by an Ingress below `domain`.',
  schema: settings,
  needsDomain: true,
  create: (chosen) => ({
    urlOf: (wish, environment) => `${chosen.tls === 'none' ? 'http' : 'https'}://${hostOf(wish, environment)}`,
    expose(scope, tier) {
      const { name, labels } = tier;
      new KubeObject(
        scope,
        'ingress',
        { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name, labels, annotations: annotationsOf(chosen) },
        () => ({ spec: specOf(chosen, tier) }),
      );
      const from = controllerPeer(chosen);
      const entrance = { from, purpose: `ingress to ${name}` };
      return chosen.tlsIssuer === undefined ? [entrance] : [entrance, challenge(from)];
    },
  }),
});

function annotationsOf({ annotations, tlsIssuer }: IngressSettings): Record<string, string> {
  return { ...annotations, ...(tlsIssuer !== undefined && { 'cert-manager.io/cluster-issuer': tlsIssuer }) };
}

function specOf(chosen: IngressSettings, { wish, environment, name, service }: ExposedTier): IIngressSpec {
  const host = hostOf(wish, environment);
  const backend = { service: { name: service.name, port: { name: service.portName } } };
  return {
    ingressClassName: chosen.class,
    ...(chosen.tls !== 'none' && { tls: [{ hosts: [host], ...certificateOf(chosen, name) }] }),
    rules: [{ host, http: { paths: pathsOf(wish).map((path) => ({ path, pathType: 'Prefix' as const, backend })) } }],
  };
}

/** Without a name of a Secret the controller shows its own certificate. */
function certificateOf({ tls, tlsSecret }: IngressSettings, name: string) {
  return tls === 'controller' ? {} : { secretName: tlsSecret ?? `${name}-tls` };
}

/**
 * Lets the controller reach the pod that cert-manager starts for an HTTP-01 challenge: it stands in the tier's namespace, where
 * everything else is denied, and without it no certificate would ever be issued.
 */
function challenge(from: ForeignPeer): Entrance {
  return {
    from,
    to: { name: 'certificate-challenge', podLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
    ports: [{ port: challengePort }],
    purpose: 'certificate challenges',
  };
}
