import { namespaceNameLabel } from '../manifests/network';
import { type AddressPeer, type ForeignPeer, foreignPods, type Port, toIpBlock } from '../topology';
import type { NamePolicy, NetworkPlugin } from './network-plugin';

/**
 * Cilium: addresses are learnt from the answers that its DNS proxy sees, so the asking has to go through the proxy. Any name may be
 * asked for, as the policy of the namespace says it too: refusing some would end the search list of musl's resolver.
 * Sources: Cilium docs, "DNS based" and "DNS Policy and IP Discovery".
 */
export const cilium: NetworkPlugin = {
  name: 'cilium',
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  specOf: ({ pods, rules, dns }: NamePolicy) => ({
    endpointSelector: { matchLabels: { ...pods.podLabels } },
    egress: [
      ...dns.peers.map((peer) => ({
        ...toEgress(peer),
        toPorts: [{ ports: dns.ports.map(toPort), rules: { dns: [{ matchPattern: '*' }] } }],
      })),
      // A rule with names has no other peers.
      ...rules.map(({ hosts, ports }) => ({
        toFQDNs: hosts.map((host) => (host.includes('*') ? { matchPattern: host } : { matchName: host })),
        toPorts: [{ ports: ports.map(toPort) }],
      })),
    ],
  }),
  // Pods ask the Service, and a local redirect policy hands on to the node's own server (Cilium docs, local redirect policy).
  nodeLocalDns: [
    foreignPods('kube-system', { 'k8s-app': 'kube-dns' }),
    foreignPods('kube-system', { 'k8s-app': 'node-local-dns' }),
  ],
};

function toPort({ port, protocol = 'TCP' }: Port) {
  return { port: String(port), protocol };
}

function toEgress(peer: ForeignPeer | AddressPeer) {
  if (peer.kind === 'addresses') return { toCIDRSet: peer.cidrs.map(toIpBlock) };
  return { toEndpoints: [{ matchLabels: { ...namespaceLabels(peer), ...prefixed(peer.podLabels ?? {}, 'k8s:') } }] };
}

/** Cilium knows the name of a namespace, and its labels, as labels of the pods in it (Cilium docs, Kubernetes namespaces). */
function namespaceLabels({ namespaceLabels: { [namespaceNameLabel]: name, ...labels } }: ForeignPeer) {
  return {
    ...(name !== undefined && { 'k8s:io.kubernetes.pod.namespace': name }),
    ...prefixed(labels, 'k8s:io.cilium.k8s.namespace.labels.'),
  };
}

function prefixed(labels: Readonly<Record<string, string>>, prefix: string): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [`${prefix}${key}`, value]));
}
