import type { KubernetesObject } from '../kubernetes/object';
import { namespaceNameLabel } from './peer';

/** A pod for the question "may it talk to that one?". */
export interface ReachablePod {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** @default - only the namespace's own name label */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
}

interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}
interface PolicyPeer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
  ipBlock?: { cidr: string };
}
interface PolicySpec {
  podSelector: Selector;
  policyTypes?: string[];
  ingress?: { from?: PolicyPeer[]; ports?: { port?: number | string; protocol?: string; endPort?: number }[] }[];
  egress?: { to?: PolicyPeer[]; ports?: { port?: number | string; protocol?: string; endPort?: number }[] }[];
}

/**
 * Whether the NetworkPolicies let a packet pass from one pod to another, as a network plugin would decide.
 * Source: Kubernetes docs, network policies.
 */
export function canReach(
  policies: readonly KubernetesObject[],
  from: ReachablePod,
  to: ReachablePod,
  port: number,
  protocol: 'TCP' | 'UDP' = 'TCP',
): boolean {
  return half(policies, 'Egress', from, to, port, protocol) && half(policies, 'Ingress', to, from, port, protocol);
}

function half(
  policies: readonly KubernetesObject[],
  direction: 'Ingress' | 'Egress',
  subject: ReachablePod,
  other: ReachablePod,
  port: number,
  protocol: string,
): boolean {
  const specs = policies
    .filter((policy) => policy.kind === 'NetworkPolicy' && policy.metadata.namespace === subject.namespace)
    .map((policy) => policy.spec as PolicySpec)
    .filter(
      (spec) => (spec.policyTypes ?? ['Ingress']).includes(direction) && matches(spec.podSelector, subject.labels),
    );
  if (specs.length === 0) return true;
  return specs.some((spec) =>
    (direction === 'Ingress' ? (spec.ingress ?? []) : (spec.egress ?? [])).some((rule) => {
      const peers = 'from' in rule ? rule.from : 'to' in rule ? rule.to : undefined;
      const peerAllowed = peers === undefined || peers.some((peer) => matchesPeer(peer, other, subject.namespace));
      const portAllowed =
        rule.ports === undefined ||
        rule.ports.some(
          (entry) =>
            (entry.protocol ?? 'TCP') === protocol &&
            (entry.port === undefined ||
              (typeof entry.port === 'number' && port >= entry.port && port <= (entry.endPort ?? entry.port))),
        );
      return peerAllowed && portAllowed;
    }),
  );
}

function matchesPeer(peer: PolicyPeer, pod: ReachablePod, policyNamespace: string): boolean {
  if (peer.ipBlock) return false;
  const namespaceLabels = { [namespaceNameLabel]: pod.namespace, ...pod.namespaceLabels };
  const inNamespace = peer.namespaceSelector
    ? matches(peer.namespaceSelector, namespaceLabels)
    : pod.namespace === policyNamespace;
  return inNamespace && (peer.podSelector === undefined || matches(peer.podSelector, pod.labels));
}

/** Whether a label selector selects these labels. */
export function matches(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  const labelsMatch = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return (
    labelsMatch &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'In') return value !== undefined && values.includes(value);
      if (operator === 'NotIn') return value === undefined || !values.includes(value);
      if (operator === 'Exists') return value !== undefined;
      return value === undefined;
    })
  );
}
