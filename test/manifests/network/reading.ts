/**
 * The Kubernetes documentation on network policies read word for word, slowly: what the evaluator is held to. Nothing is shared
 * with the library on purpose.
 */

export interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}
export interface Peer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
  ipBlock?: { cidr: string; except?: string[] };
}
export interface Rule {
  peers?: Peer[];
  ports?: { port?: number | string; endPort?: number; protocol?: string }[];
}
export interface Policy {
  namespace: string;
  podSelector: Selector;
  policyTypes?: string[];
  ingress?: Rule[];
  egress?: Rule[];
}
export interface Pod {
  namespace: string;
  labels: Record<string, string>;
  ports: { name: string; port: number; protocol: string }[];
}
export type End = Pod | { address: string };
export interface Packet {
  port: number;
  protocol: string;
}
/** Labels of each namespace. */
export type Namespaces = Record<string, Record<string, string>>;

/** "A connection is allowed if both the egress policy on the source and the ingress policy on the destination allow it." */
export function passes(
  policies: readonly Policy[],
  namespaces: Namespaces,
  from: End,
  to: End,
  packet: Packet,
): boolean {
  return leaves(policies, namespaces, from, to, packet) && arrives(policies, namespaces, from, to, packet);
}

/** "By default, a pod is non-isolated for egress … isolated if there is any NetworkPolicy that both selects the pod and has Egress in its policyTypes." */
function leaves(policies: readonly Policy[], namespaces: Namespaces, from: End, to: End, packet: Packet): boolean {
  if ('address' in from) return true;
  const isolating = policies.filter((policy) => applies(policy, from) && typesOf(policy).has('Egress'));
  if (isolating.length === 0) return true;
  // "the allowed connections are those that match the egress list of some policy": names are those of the receiver.
  for (const policy of isolating)
    for (const rule of policy.egress ?? []) {
      if (names(rule.peers, policy, namespaces, to) && carries(rule, 'address' in to ? [] : to.ports, packet))
        return true;
    }
  return false;
}

function arrives(policies: readonly Policy[], namespaces: Namespaces, from: End, to: End, packet: Packet): boolean {
  if ('address' in to) return true;
  const isolating = policies.filter((policy) => applies(policy, to) && typesOf(policy).has('Ingress'));
  if (isolating.length === 0) return true;
  for (const policy of isolating)
    for (const rule of policy.ingress ?? []) {
      if (names(rule.peers, policy, namespaces, from) && carries(rule, to.ports, packet)) return true;
    }
  return false;
}

/** "podSelector selects the pods to which this NetworkPolicy applies", of its own namespace; "an empty one selects all". */
function applies(policy: Policy, pod: Pod): boolean {
  return policy.namespace === pod.namespace && selects(policy.podSelector, pod.labels);
}

/** "If no policyTypes are specified then by default Ingress will always be set and Egress will be set if the policy has any egress rules." */
function typesOf(policy: Policy): Set<string> {
  if (policy.policyTypes !== undefined && policy.policyTypes.length > 0) return new Set(policy.policyTypes);
  const types = new Set(['Ingress']);
  if ((policy.egress ?? []).length > 0) types.add('Egress');
  return types;
}

/** "If this field is empty or missing, this rule matches all sources"; the items are combined with "or". */
function names(peers: Peer[] | undefined, policy: Policy, namespaces: Namespaces, end: End): boolean {
  if (peers === undefined || peers.length === 0) return true;
  for (const { ipBlock, namespaceSelector, podSelector } of peers) {
    if (ipBlock !== undefined) {
      if (
        'address' in end &&
        within(ipBlock.cidr, end.address) &&
        !(ipBlock.except ?? []).some((cidr) => within(cidr, end.address))
      )
        return true;
      continue;
    }
    if ('address' in end) continue;
    const ofNamespace = { ...namespaces[end.namespace], 'kubernetes.io/metadata.name': end.namespace };
    if (podSelector !== undefined && namespaceSelector !== undefined) {
      if (selects(podSelector, end.labels) && selects(namespaceSelector, ofNamespace)) return true;
    } else if (podSelector !== undefined) {
      if (end.namespace === policy.namespace && selects(podSelector, end.labels)) return true;
    } else if (namespaceSelector !== undefined && selects(namespaceSelector, ofNamespace)) return true;
  }
  return false;
}

/** "If this field is empty or missing, this rule matches all ports." */
function carries(rule: Rule, declared: Pod['ports'], packet: Packet): boolean {
  if (rule.ports === undefined || rule.ports.length === 0) return true;
  for (const { port, endPort, protocol } of rule.ports) {
    if ((protocol === undefined ? 'TCP' : protocol) !== packet.protocol) continue;
    if (port === undefined) return true;
    if (typeof port === 'string') {
      for (const own of declared)
        if (own.name === port && own.protocol === packet.protocol && own.port === packet.port) return true;
    } else if (endPort === undefined ? packet.port === port : packet.port >= port && packet.port <= endPort)
      return true;
  }
  return false;
}

function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Record<string, string>): boolean {
  for (const key of Object.keys(matchLabels)) if (!(key in labels) || labels[key] !== matchLabels[key]) return false;
  for (const { key, operator, values = [] } of matchExpressions) {
    const has = key in labels;
    if (operator === 'In' && !(has && values.indexOf(labels[key]!) >= 0)) return false;
    if (operator === 'NotIn' && has && values.indexOf(labels[key]!) >= 0) return false;
    if (operator === 'Exists' && !has) return false;
    if (operator === 'DoesNotExist' && has) return false;
  }
  return true;
}

/** IPv4, bit by bit. */
function within(cidr: string, address: string): boolean {
  const [network = '', length = '0'] = cidr.split('/');
  return bits(network).slice(0, Number(length)) === bits(address).slice(0, Number(length));
}

function bits(address: string): string {
  return address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
}
