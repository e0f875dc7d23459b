import { BlockList, isIP } from 'node:net';
import { type Fields, fields, list, text } from '../fields';
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
 * to the network plugin (Kubernetes docs, network policies, ipBlock).
 */
function peerMatches(peer: Fields, namespace: string, end: NetworkEnd, labelsOf: NamespaceLabels): boolean {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (!isPod(end)) return isGiven(ipBlock) && (end.address === undefined || blockHolds(fields(ipBlock), end.address));
  if (isGiven(ipBlock)) return false;
  const inNamespace = isGiven(namespaceSelector)
    ? selectorMatches(namespaceSelector, { ...labelsOf(end.namespace), ...end.namespaceLabels })
    : end.namespace === namespace;
  return inNamespace && (!isGiven(podSelector) || selectorMatches(podSelector, end.labels));
}

/** Whether a block of addresses holds one that none of its exceptions holds. */
function blockHolds(block: Fields, address: string): boolean {
  return holds(text(block.cidr), address) && !list(block.except).some((cidr) => holds(text(cidr), address));
}

function holds(cidr: string | undefined, address: string): boolean {
  const [network = '', prefix = ''] = cidr?.split('/') ?? [];
  const family = isIP(network);
  const length = Number(prefix);
  if (family === 0 || prefix === '' || !(length >= 0 && length <= (family === 4 ? 32 : 128))) return false;
  const blocks = new BlockList();
  blocks.addSubnet(network, length, family === 4 ? 'ipv4' : 'ipv6');
  return isIP(address) === family && blocks.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** The API server reads null as absent. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
