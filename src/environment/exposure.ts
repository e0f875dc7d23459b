import { z } from 'zod';
import { dnsLabel, hostname } from './address';

const labels = () => z.record(z.string().min(1), z.string());

const nodePort = z.strictObject({
  type: z.literal('NodePort').describe('Web tiers are reached on a port of every node.'),
});

const ingress = z
  .strictObject({
    type: z.literal('Ingress').describe('Web tiers are reached by an Ingress with TLS below `domain`.'),
    class: dnsLabel().describe('IngressClass.'),
    controllerNamespace: dnsLabel().default('ingress-nginx').describe("Namespace of the Ingress controller's pods."),
    controllerNamespaceLabels: labels()
      .optional()
      .describe(
        'Labels that select that namespace in network policies. Default: kubernetes.io/metadata.name with its name.',
      ),
    controllerPodLabels: labels()
      .default({ 'app.kubernetes.io/name': 'ingress-nginx' })
      .describe("Labels that select the controller's pods in network policies; {} for all pods of the namespace."),
    tlsIssuer: hostname().describe('ClusterIssuer of cert-manager that issues the certificates.'),
  })
  .transform(({ controllerNamespaceLabels, ...rest }) => ({
    ...rest,
    controllerNamespaceLabels: controllerNamespaceLabels ?? { 'kubernetes.io/metadata.name': rest.controllerNamespace },
  }));

/** How web tiers are reached from outside the cluster. */
export const exposure = z.discriminatedUnion('type', [nodePort, ingress]);
