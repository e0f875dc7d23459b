import { type Fields, fields, list, text } from '../fields';
import type { Policy } from './policy';
import { namespaceNameLabel } from './selectors';

const namespaceName = 'io.kubernetes.pod.namespace';
const namespaceLabel = 'io.cilium.k8s.namespace.labels.';

/**
 * A CiliumNetworkPolicy in the words of a NetworkPolicy, which it adds to (Cilium docs, network policy). Peers that those have no word
 * for stand as `names` (host names) or `unknown` (entities, services, nodes): nobody who reads manifests knows who they are.
 */
export function fromCilium({ namespace, spec }: Policy): Policy {
  const { endpointSelector, ingress, egress } = spec;
  const side = (rules: unknown, from: string) =>
    list(rules).map((rule) => ({ [from]: peersOf(fields(rule), from), ports: portsOf(fields(rule)) }));
  return {
    namespace,
    spec: {
      podSelector: toSelector(endpointSelector, (key) => key),
      policyTypes: [...(ingress === undefined ? [] : ['Ingress']), ...(egress === undefined ? [] : ['Egress'])],
      ingress: side(ingress, 'from'),
      egress: side(egress, 'to'),
    },
  };
}

function peersOf(rule: Fields, side: string): Fields[] {
  const named = Object.keys(rule).filter((key) => key.startsWith(side) && key !== 'toPorts');
  return named.flatMap((key): Fields[] => {
    const items = list(rule[key]);
    switch (key.slice(side.length)) {
      case 'FQDNs':
        return [{ names: items.map((item) => text(fields(item).matchName) ?? text(fields(item).matchPattern) ?? '') }];
      case 'CIDR':
        return items.map((cidr) => ({ ipBlock: { cidr } }));
      case 'CIDRSet':
        return items.map((item) => (fields(item).cidr === undefined ? { unknown: key } : { ipBlock: fields(item) }));
      case 'Endpoints':
        return items.map(toPodPeer);
      default:
        return [{ unknown: key }];
    }
  });
}

/** Endpoints of the policy's own namespace, unless a label names another. */
function toPodPeer(selector: unknown): Fields {
  const isOfNamespace = (key: string) => key === namespaceName || key.startsWith(namespaceLabel);
  const spaces = toSelector(selector, (key) => (isOfNamespace(key) ? spaceLabel(key) : undefined));
  const podSelector = toSelector(selector, (key) => (isOfNamespace(key) ? undefined : key));
  const isNamed = spaces.matchExpressions.length > 0 || Object.keys(spaces.matchLabels).length > 0;
  return { ...(isNamed && { namespaceSelector: spaces }), podSelector };
}

function spaceLabel(key: string): string {
  return key === namespaceName ? namespaceNameLabel : key.slice(namespaceLabel.length);
}

/** A selector with its labels' sources (`k8s:`, `any:`) taken off, and each key replaced, or left out. */
function toSelector(selector: unknown, keyOf: (key: string) => string | undefined) {
  const { matchLabels, matchExpressions } = fields(selector);
  const bare = (key: string) => keyOf(key.replace(/^(?:k8s|any):/, ''));
  const labels = Object.entries(fields(matchLabels)).flatMap(([key, value]) => {
    const name = bare(key);
    return name === undefined ? [] : [[name, value]];
  });
  const expressions = list(matchExpressions).flatMap((item) => {
    const key = bare(text(fields(item).key) ?? '');
    return key === undefined ? [] : [{ ...fields(item), key }];
  });
  return { matchLabels: Object.fromEntries(labels) as Record<string, unknown>, matchExpressions: expressions };
}

/** Its ports are texts, and `ANY` is every protocol. */
function portsOf(rule: Fields): Fields[] {
  return list(rule.toPorts)
    .flatMap((item) => list(fields(item).ports))
    .flatMap((item) => {
      const { port, endPort, protocol = 'ANY' } = fields(item);
      const number = /^\d+$/.test(String(port)) ? Number(port) : port;
      // 0 stands for every port.
      const shown = { ...(number !== 0 && { port: number }), ...(typeof endPort === 'number' && { endPort }) };
      const protocols = protocol === 'ANY' ? ['TCP', 'UDP', 'SCTP'] : [protocol];
      return protocols.map((one) => ({ ...shown, protocol: one }));
    });
}

/** Whether a host name is among some names, in which `*` stands for a part without dots, `**.` for several parts (Cilium docs). */
export function namesHost(names: unknown, host: string): boolean {
  return list(names).some((name) => {
    if (name === '*') return true;
    const pattern = String(name)
      .replace(/\.$/, '')
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/^\*\*\\\./, '(?:[-a-z0-9_]+\\.)+')
      .replace(/(?<!\))\*/g, '[-a-z0-9_]*');
    return new RegExp(`^${pattern}$`).test(host);
  });
}
