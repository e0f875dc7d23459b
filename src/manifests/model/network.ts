import { type Fields, fields, list, text } from '../fields';
import type { Entry } from './entry';
import { selectorMatches } from './label-index';
import type { ManifestModel } from './manifest-model';
import type { PodTemplate } from './pod-template';
import { declaredPorts } from './ports';

export type Direction = 'Ingress' | 'Egress';

/** One rule of a NetworkPolicy. */
export interface PolicyRule {
  readonly policy: Entry;
  readonly direction: Direction;
  readonly peers: readonly Fields[];
  readonly ports: readonly Fields[];
  /** Path below the object. */
  readonly path: string;
}

/** Directions that a policy isolates its pods in. */
export function directionsOf(policy: Entry): readonly Direction[] {
  const types = list(policy.spec.policyTypes);
  if (types.length > 0) return (['Ingress', 'Egress'] as const).filter((type) => types.includes(type));
  return policy.spec.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
}

/** The rules of a policy in one direction. */
export function rulesOf(policy: Entry, direction: Direction): readonly PolicyRule[] {
  if (!directionsOf(policy).includes(direction)) return [];
  const [part, side] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
  return list(policy.spec[part]).map((item, index) => ({
    policy,
    direction,
    peers: list(fields(item)[side]).map(fields),
    ports: list(fields(item).ports).map(fields),
    path: `spec.${part}[${index}]`,
  }));
}

/** All NetworkPolicies. */
export function policies(context: ManifestModel): readonly Entry[] {
  return context.ofKind('networking.k8s.io/NetworkPolicy');
}

/** The policies that isolate a pod in one direction; none means that everything is allowed. */
export function isolating(
  context: ManifestModel,
  template: PodTemplate,
  direction: Direction,
): readonly PolicyRule[][] {
  const all = context.memo(`isolating-${direction}`, () => {
    const found = new Map<PodTemplate, PolicyRule[][]>();
    for (const policy of policies(context)) {
      if (!directionsOf(policy).includes(direction)) continue;
      const rules = [...rulesOf(policy, direction)];
      for (const selected of context.labels.select(policy.namespace, policy.spec.podSelector)) {
        const present = found.get(selected);
        if (present === undefined) found.set(selected, [rules]);
        else present.push(rules);
      }
    }
    return found;
  });
  return all.get(template) ?? [];
}

/** Namespaces of the set that a selector takes in. */
export function namespacesOf(context: ManifestModel, selector: unknown): readonly string[] {
  const name = fields(fields(selector).matchLabels)['kubernetes.io/metadata.name'];
  const only = typeof name === 'string' && Object.keys(fields(fields(selector).matchLabels)).length === 1;
  if (only && fields(selector).matchExpressions === undefined) return [name];
  return context.memo(`namespaces ${JSON.stringify(selector)}`, () => {
    const names = new Set(context.templates.map((template) => template.namespace));
    return [...names].filter((namespace) => selectorMatches(selector, namespaceLabels(context, namespace)));
  });
}

/** Labels of a namespace, with the one the API server sets. */
export function namespaceLabels(context: ManifestModel, namespace: string): Readonly<Record<string, string>> {
  return { ...context.find('Namespace', '', namespace)?.labels, 'kubernetes.io/metadata.name': namespace };
}

/** Pods of the set that a peer of a rule takes in. */
export function podsOf(context: ManifestModel, rule: PolicyRule, peer: Fields): readonly PodTemplate[] {
  if (peer.ipBlock !== undefined) return [];
  const places =
    peer.namespaceSelector === undefined ? [rule.policy.namespace] : namespacesOf(context, peer.namespaceSelector);
  return places.flatMap((namespace) => context.labels.select(namespace, peer.podSelector));
}

/** Whether a peer list takes in a pod; an empty list takes in everything. */
export function admits(context: ManifestModel, rule: PolicyRule, other: PodTemplate): boolean {
  if (rule.peers.length === 0) return true;
  return rule.peers.some((peer) => {
    if (peer.ipBlock !== undefined) return false;
    const place =
      peer.namespaceSelector === undefined
        ? other.namespace === rule.policy.namespace
        : selectorMatches(peer.namespaceSelector, namespaceLabels(context, other.namespace));
    return place && selectorMatches(peer.podSelector, other.labels);
  });
}

/** Whether the ports of a rule take in a port of the receiving pod. */
export function admitsPort(rule: PolicyRule, receiver: PodTemplate, port: Fields): boolean {
  if (rule.ports.length === 0) return true;
  const wanted = numberOf(receiver, port);
  return rule.ports.some((item) => {
    if ((item.protocol ?? 'TCP') !== (port.protocol ?? 'TCP')) return false;
    if (item.port === undefined) return true;
    const own = numberOf(receiver, item);
    if (typeof item.endPort === 'number' && typeof own === 'number' && typeof wanted === 'number')
      return wanted >= own && wanted <= item.endPort;
    return own === wanted;
  });
}

function numberOf(receiver: PodTemplate, port: Fields): unknown {
  const name = text(port.port);
  if (name === undefined) return port.port;
  return declaredPorts(receiver).find((item) => item.name === name)?.port ?? name;
}
