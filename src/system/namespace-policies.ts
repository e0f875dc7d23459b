import type { Environment } from '../environment';
import { foreignPods, type Port, toNetworkPolicySpec } from '../topology';

/** Where pods ask for names, by kind of cluster. Ports are the DNS pods' own. */
const dnsPeers = {
  'kube-dns': { peer: foreignPods('kube-system', { 'k8s-app': 'kube-dns' }), port: 53 },
  'node-local-dns': { peer: { kind: 'addresses' as const, cidrs: ['169.254.20.10/32'] }, port: 53 },
  openshift: { peer: foreignPods('openshift-dns'), port: 5353 },
  microshift: { peer: foreignPods('openshift-dns'), port: 5353 },
} as const;

/** `spec` of the policy that denies a namespace everything. */
export const denyAll = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };

/** `spec` of the policy that lets all pods of a namespace ask for names. */
export function dnsAllowed(namespace: string, dns: Environment['cluster']['dns']): Record<string, unknown> {
  const { peer, port } = dnsPeers[dns];
  // Answers that don't fit a datagram are asked for again over TCP.
  const ports: Port[] = [
    { port, protocol: 'TCP' },
    { port, protocol: 'UDP' },
  ];
  const spec = toNetworkPolicySpec({
    pods: { kind: 'pods', namespace, podLabels: {} },
    ingress: [],
    egress: [{ peers: [peer], ports }],
  });
  return { ...spec, podSelector: {}, policyTypes: ['Egress'] };
}
