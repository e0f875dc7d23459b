import type { IIngressSpec } from 'kubernetes-models/networking.k8s.io/v1';
import { z } from 'zod';
import { dnsLabel, hostname } from '../environment';
import { KubeObject } from '../kubernetes';
import type { OwnRequirement } from '../requirements';
import type { ForeignPeer } from '../topology';
import { accessSettings } from './access-settings';
import { acmeAccount, issuerRequirement, secretRequirement } from './certificates';
import { annotationSettings, controllerPeer, controllerSettings } from './controller';
import { defineExposure, type Entrance, type ExposureKind } from './exposure';
import { controllerAnnotations, controllerProblems, guardAnnotations, serviceAnnotations } from './ingress-annotations';
import { type IngressController, ingressNginx } from './ingress-controller';
import { type ExposedRoute, hostsOf, type RouteWish } from './route';
import { controllerRequirement, nameRequirements } from './route-requirements';

/** Where cert-manager's challenge pod listens (cert-manager docs, HTTP-01). */
const challengePort = 8089;

const settings = z.strictObject({
  class: dnsLabel().describe('IngressClass.'),
  ...controllerSettings("the Ingress controller's pods", ingressNginx, 'that of `controller`, else '),
  tlsIssuer: hostname().optional().describe('ClusterIssuer of cert-manager that issues the certificates.'),
  acme: acmeAccount
    .optional()
    .describe('Account by which that issuer is written too. Default: whoever runs the cluster has made it.'),
  tlsSecret: hostname()
    .optional()
    .describe('Secret with the certificate, one of that name in every namespace that is reached.'),
  tls: z
    .enum(['controller', 'none'])
    .optional()
    .describe("Without an issuer and a Secret: the controller's own certificate, or HTTP without TLS."),
  annotations: annotationSettings('Ingress'),
  ...accessSettings('by Ingresses whose route says nothing'),
});
type IngressSettings = z.output<typeof settings>;

/** Where the certificate of a route comes from. */
type Certificate = { readonly issuer: string } | { readonly secretName: string } | 'controller' | 'none';

/** An Ingress for each route, below the environment's domain. @param controllers the products that a file may name */
export function ingressExposure(controllers: readonly IngressController[]): ExposureKind {
  return defineExposure({
    name: 'Ingress',
    title: 'Web tiers are reached by an Ingress below `domain`.',
    schema: withController(controllers),
    needsDomain: true,
    create: (chosen) => {
      const controller = controllers.find(({ name }) => name === chosen.controller);
      return {
        access: chosen.access,
        limitsNetworks: true,
        urlOf: (wish, environment) =>
          `${certificateOf(chosen, wish) === 'none' ? 'http' : 'https'}://${hostsOf(wish, environment)[0]}`,
        problemsOf: (route) => controllerProblems(route, controller, controllers),
        serviceOf: (_, target) => ({ annotations: serviceAnnotations(target, controller) }),
        requirementsOf: (route) => requirementsOf(chosen, controller, route),
        expose(scope, route) {
          const { name, labels } = route;
          const certificate = certificateOf(chosen, route);
          const given = { ...chosen.annotations, ...route.annotations };
          const annotations = {
            ...guardAnnotations(given, route, controller ?? ingressNginx),
            ...chosen.annotations,
            ...(isIssued(certificate) && { 'cert-manager.io/cluster-issuer': certificate.issuer }),
            ...controllerAnnotations(route, controller),
            ...route.annotations,
          };
          new KubeObject(
            scope,
            'ingress',
            { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name, labels, annotations },
            () => ({ spec: specOf(chosen.class, certificate, route) }),
          );
          const from = controllerPeer(chosen, controller ?? ingressNginx);
          const entrance = { from, purpose: `ingress to ${name}` };
          return isIssued(certificate) ? [entrance, challenge(from)] : [entrance];
        },
      };
    },
  });
}

function withController(controllers: readonly IngressController[]) {
  const controller = z
    .enum(controllers.map(({ name }) => name))
    .optional()
    .describe(
      'Product that serves the class: what limits and gRPC are called there. Default: unknown, they are errors.',
    );
  return z
    .strictObject({ controller, ...settings.shape })
    .superRefine(({ tls, tlsIssuer, tlsSecret, acme }, context) => {
      if (acme && tlsIssuer === undefined) {
        context.addIssue({
          code: 'custom',
          path: ['acme'],
          message: "an account is that of an issuer, name it in 'tlsIssuer'",
        });
      }
      const given = Object.entries({ tlsIssuer, tlsSecret, tls }).filter(([, value]) => value !== undefined);
      if (given.length === 1) return;
      const what = given.length === 0 ? 'nothing says' : `${given.map(([key]) => key).join(' and ')} both say`;
      context.addIssue({
        code: 'custom',
        message: `${what} where the certificate comes from, give one of tlsIssuer, tlsSecret, tls: controller, tls: none`,
      });
    });
}

function requirementsOf(
  chosen: IngressSettings,
  controller: IngressController | undefined,
  route: ExposedRoute,
): OwnRequirement[] {
  const certificate = certificateOf(chosen, route);
  const { class: name } = chosen;
  return [
    {
      kind: 'IngressClass',
      apiVersion: 'networking.k8s.io/v1',
      name,
      why: 'no controller serves the Ingresses',
      mend: "install a controller that serves it, or name one of the cluster's in exposure.class",
    },
    controllerRequirement('Ingress controller', controller?.name ?? name, chosen, controller ?? ingressNginx),
    ...(isIssued(certificate) ? [issuerRequirement(certificate.issuer, chosen.acme, name)] : []),
    ...(chosen.tlsSecret !== undefined && route.tls === undefined ? [secretRequirement(chosen.tlsSecret, route)] : []),
    ...nameRequirements(route, 'the Ingress controller'),
  ];
}

function certificateOf({ tls, tlsIssuer, tlsSecret }: IngressSettings, wish: RouteWish): Certificate {
  if (wish.tls === false) return 'none';
  if (wish.tls) return wish.tls;
  if (tlsIssuer !== undefined) return { issuer: tlsIssuer };
  return tlsSecret === undefined ? (tls ?? 'none') : { secretName: tlsSecret };
}

function isIssued(certificate: Certificate): certificate is { readonly issuer: string } {
  return typeof certificate === 'object' && 'issuer' in certificate;
}

function specOf(ingressClassName: string, certificate: Certificate, route: ExposedRoute): IIngressSpec {
  const hosts = hostsOf(route, route.environment);
  const paths = route.paths.map(({ path, target: { service } }) => ({
    path,
    pathType: 'Prefix' as const,
    backend: { service: { name: service.name, port: { name: service.portName } } },
  }));
  return {
    ingressClassName,
    ...(certificate !== 'none' && { tls: [{ hosts, ...secretOf(certificate, route.name) }] }),
    rules: hosts.map((host) => ({ host, http: { paths } })),
  };
}

/** Without a name of a Secret the controller shows its own certificate. */
function secretOf(certificate: Certificate, name: string) {
  if (typeof certificate === 'string') return {};
  return { secretName: 'issuer' in certificate ? `${name}-tls` : certificate.secretName };
}

/**
 * Lets the controller reach the pod that cert-manager starts for an HTTP-01 challenge: it stands in the route's namespace, where
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
