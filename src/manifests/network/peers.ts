import { type Fields, fields, list, text } from '../fields';
import { holdsAddress } from './cidr';
import { namesHost } from './cilium';
import { isPod, type NetworkEnd } from './ends';
import type { PolicyRule } from './policy';
import { type Labels, selectorMatches } from './selectors';

/** Labels of a namespace, its name among them. */
export type NamespaceLabels = (namespace: string) => Labels;

/** Whether the peers of a rule take in an end; no peers are everybody. */
export function admitsEnd(rule: PolicyRule, end: NetworkEnd, labelsOf: NamespaceLabels): boolean {
  return rule.peers.length === 0 || rule.peers.some((peer) => peerMatches(peer, rule.namespace, end, labelsOf));
}

/**
 * Whether one peer takes in an end. Blocks of addresses are for what is outside: whether they hold the address of a pod is up
 * to the network plugin (Kubernetes docs, network policies, ipBlock). Peers that nobody knows may be anybody.
 */
function peerMatches(peer: Fields, namespace: string, end: NetworkEnd, labelsOf: NamespaceLabels): boolean {
  const { ipBlock, namespaceSelector, podSelector, names, unknown } = peer;
  if (unknown !== undefined) return true;
  if (!isPod(end)) {
    if (names !== undefined) return end.host !== undefined && namesHost(names, end.host);
    return isGiven(ipBlock) && (end.address === undefined || blockHolds(fields(ipBlock), end.address));
  }
  if (isGiven(ipBlock) || names !== undefined) return false;
  const inNamespace = isGiven(namespaceSelector)
    ? selectorMatches(namespaceSelector, { ...labelsOf(end.namespace), ...end.namespaceLabels })
    : end.namespace === namespace;
  return inNamespace && (!isGiven(podSelector) || selectorMatches(podSelector, end.labels));
}

/** Whether a block of addresses holds one that none of its exceptions holds. */
function blockHolds(block: Fields, address: string): boolean {
  return (
    holdsAddress(text(block.cidr), address) && !list(block.except).some((cidr) => holdsAddress(text(cidr), address))
  );
}

/** The API server reads null as absent. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
