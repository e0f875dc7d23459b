import type { Environment } from '../environment';
import type { DnsServers, NetworkPlugin } from '../network-plugins';
import { foreignPods, toNetworkPolicySpec } from '../topology';

type Dns = Environment['cluster']['dns'];

/** Where pods ask for names, by kind of cluster. Ports are the DNS pods' own. */
const dnsPeers: Readonly<Record<Dns, { readonly peer: DnsServers['peers'][number]; readonly port: number }>> = {
  'kube-dns': { peer: foreignPods('kube-system', { 'k8s-app': 'kube-dns' }), port: 53 },
  'node-local-dns': { peer: { kind: 'addresses', cidrs: ['169.254.20.10/32'] }, port: 53 },
  openshift: { peer: foreignPods('openshift-dns'), port: 5353 },
  microshift: { peer: foreignPods('openshift-dns'), port: 5353 },
};

/** Where pods ask for names. */
export function dnsServersOf(dns: Dns, plugin: NetworkPlugin | undefined): DnsServers {
  const { peer, port } = dnsPeers[dns];
  return {
    peers: (dns === 'node-local-dns' ? plugin?.nodeLocalDns : undefined) ?? [peer],
    // Answers that don't fit a datagram are asked for again over TCP.
    ports: [
      { port, protocol: 'TCP' },
      { port, protocol: 'UDP' },
    ],
  };
}

/** `spec` of the policy that denies a namespace everything. */
export const denyAll = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };

/** `spec` of the policy that lets all pods of a namespace ask for names. */
export function dnsAllowed(namespace: string, { peers, ports }: DnsServers): Record<string, unknown> {
  const spec = toNetworkPolicySpec({
    pods: { kind: 'pods', namespace, podLabels: {} },
    ingress: [],
    egress: [{ peers, ports }],
  });
  return { ...spec, podSelector: {}, policyTypes: ['Egress'] };
}
