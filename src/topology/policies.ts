import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1';
import { namespaceNameLabel } from '../manifests/network';
import { compare } from '../problem';
import { toIpBlock } from './address-block';
import type { Flow } from './flow';
import { type Peer, type PodPeer, type Port, peerKey } from './peer';

/** What one NetworkPolicy allows a set of pods, in plain data. */
export interface PolicyRules {
  readonly pods: PodPeer;
  readonly ingress: readonly PolicyRule[];
  readonly egress: readonly PolicyRule[];
}

/** Packets to or from some peers, on some ports. */
export interface PolicyRule {
  readonly peers: readonly Peer[];
  readonly ports: readonly Port[];
}

/**
 * Both halves of every flow: an egress rule for the pods it comes from, an ingress rule for the pods it goes to.
 * Halves for pods of others are theirs to allow.
 */
export function policiesFor(flows: readonly Flow[]): PolicyRules[] {
  const halves = new Map<string, { pods: PodPeer; ingress: PortsByPeer; egress: PortsByPeer }>();
  const of = (pods: PodPeer) => {
    const key = peerKey(pods);
    let entry = halves.get(key);
    if (!entry) {
      entry = { pods, ingress: new Map(), egress: new Map() };
      halves.set(key, entry);
    }
    return entry;
  };
  for (const flow of flows) {
    if (flow.from.kind === 'pods') addPorts(of(flow.from).egress, flow.to, flow.ports);
    if (flow.to.kind === 'pods') addPorts(of(flow.to).ingress, flow.from, flow.ports);
  }
  return [...halves.values()]
    .sort((a, b) => compare(peerKey(a.pods), peerKey(b.pods)))
    .map(({ pods, ingress, egress }) => ({ pods, ingress: rulesOf(ingress), egress: rulesOf(egress) }));
}

type PortsByPeer = Map<string, { peer: Peer; ports: Map<string, Port> }>;

/** Ports of a peer add up, whatever the connections that named them: a port is allowed once. */
function addPorts(byPeer: PortsByPeer, peer: Peer, ports: readonly Port[]): void {
  const key = peerKey(peer);
  let entry = byPeer.get(key);
  if (!entry) {
    entry = { peer, ports: new Map() };
    byPeer.set(key, entry);
  }
  for (const { port, protocol = 'TCP' } of ports) {
    entry.ports.set(`${String(port).padStart(5, '0')}/${protocol}`, { port, protocol });
  }
}

/** Peers that share a list of ports share a rule. */
function rulesOf(byPeer: PortsByPeer): PolicyRule[] {
  const rules = new Map<string, { peers: Peer[]; ports: Port[] }>();
  for (const [, { peer, ports }] of [...byPeer].sort(([a], [b]) => compare(a, b))) {
    const sorted = [...ports].sort(([a], [b]) => compare(a, b));
    const key = sorted.map(([text]) => text).join(',');
    const known = rules.get(key);
    if (known) known.peers.push(peer);
    else rules.set(key, { peers: [peer], ports: sorted.map(([, port]) => port) });
  }
  return [...rules].sort(([a], [b]) => compare(a, b)).map(([, rule]) => rule);
}

/** Hosts outside the cluster by name, and the ports on which pods may connect to them. */
export interface NameRule {
  readonly hosts: readonly string[];
  readonly ports: readonly Port[];
}

/** What of some rules only a network plugin that knows names can allow. */
export function nameRulesOf({ egress }: PolicyRules): NameRule[] {
  return egress.flatMap(({ peers, ports }) => {
    const hosts = peers.flatMap((peer) => (peer.kind === 'names' ? peer.hosts : []));
    return hosts.length === 0 ? [] : [{ hosts: [...new Set(hosts)], ports }];
  });
}

/** The rules without names, which a NetworkPolicy can't say. */
export function withoutNames({ pods, ingress, egress }: PolicyRules): PolicyRules {
  const named = egress.map(({ peers, ports }) => ({ peers: peers.filter(({ kind }) => kind !== 'names'), ports }));
  return { pods, ingress, egress: named.filter(({ peers }) => peers.length > 0) };
}

/** `spec` of the NetworkPolicy; peers inside one namespace need no namespace selector. */
export function toNetworkPolicySpec(all: PolicyRules): Record<string, unknown> {
  const rules = withoutNames(all);
  const namespace = rules.pods.namespace;
  return {
    podSelector: { matchLabels: { ...rules.pods.podLabels } },
    policyTypes: ['Ingress', 'Egress'],
    ...(rules.ingress.length > 0 && {
      ingress: rules.ingress.map((rule) => ({
        from: rule.peers.flatMap((peer) => toPolicyPeers(peer, namespace)),
        ports: rule.ports.map(toPolicyPort),
      })),
    }),
    ...(rules.egress.length > 0 && {
      egress: rules.egress.map((rule) => ({
        to: rule.peers.flatMap((peer) => toPolicyPeers(peer, namespace)),
        ports: rule.ports.map(toPolicyPort),
      })),
    }),
  };
}

function toPolicyPort(port: Port) {
  return { protocol: port.protocol ?? 'TCP', port: port.port };
}

// Namespace and pod selector stand in one item: two items would mean "or", the classic hole.
function toPolicyPeers(peer: Peer, namespace: string): INetworkPolicyPeer[] {
  switch (peer.kind) {
    case 'pods':
      return [
        {
          ...(peer.namespace !== namespace && {
            namespaceSelector: { matchLabels: { [namespaceNameLabel]: peer.namespace } },
          }),
          podSelector: { matchLabels: { ...peer.podLabels } },
        },
      ];
    case 'foreign':
      return [
        {
          namespaceSelector: { matchLabels: { ...peer.namespaceLabels } },
          ...(peer.podLabels && { podSelector: { matchLabels: { ...peer.podLabels } } }),
        },
      ];
    case 'addresses':
      return peer.cidrs.map((block) => ({ ipBlock: toIpBlock(block) }));
    case 'names':
      return [];
  }
}
