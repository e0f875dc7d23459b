import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1';
import { compare } from '../problem';
import { labelText, namespaceNameLabel, type Peer, type PodPeer, type Port, peerKey } from './peer';
import type { Flow } from './topology';

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
  const halves = new Map<
    string,
    { pods: PodPeer; ingress: Map<string, PolicyRule>; egress: Map<string, PolicyRule> }
  >();
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
    if (flow.from.kind === 'pods') addRule(of(flow.from).egress, flow.to, flow.ports);
    if (flow.to.kind === 'pods') addRule(of(flow.to).ingress, flow.from, flow.ports);
  }
  return [...halves.values()]
    .sort((a, b) => compare(peerKey(a.pods), peerKey(b.pods)))
    .map(({ pods, ingress, egress }) => ({ pods, ingress: sortedRules(ingress), egress: sortedRules(egress) }));
}

/** Peers that share a list of ports share a rule. */
function addRule(rules: Map<string, PolicyRule>, peer: Peer, ports: readonly Port[]): void {
  const sorted = [...ports].sort((a, b) => a.port - b.port || compare(a.protocol ?? 'TCP', b.protocol ?? 'TCP'));
  const key = sorted.map((port) => `${String(port.port).padStart(5, '0')}/${port.protocol ?? 'TCP'}`).join(',');
  const known = rules.get(key);
  if (known?.peers.some((other) => peerKey(other) === peerKey(peer))) return;
  rules.set(key, { peers: [...(known?.peers ?? []), peer], ports: sorted });
}

function sortedRules(rules: Map<string, PolicyRule>): PolicyRule[] {
  return [...rules.entries()]
    .sort(([a], [b]) => compare(a, b))
    .map(([, rule]) => ({ ...rule, peers: [...rule.peers].sort((a, b) => compare(peerKey(a), peerKey(b))) }));
}

/** `spec` of the NetworkPolicy; peers inside one namespace need no namespace selector. */
export function toNetworkPolicySpec(rules: PolicyRules): Record<string, unknown> {
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
      return peer.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
  }
}

/** A name for the policy's purpose in messages: `zamperla app=zamperla-app,tier=db`. */
export function describePods(pods: PodPeer): string {
  return `${pods.namespace} ${labelText(pods.podLabels)}`;
}
