import type { Fields } from '../fields';
import {
  admitsEnd,
  admitsPort as admitsPortOf,
  type Direction,
  type Isolation,
  type NetworkPort,
  type PodEnd,
  type PolicyRule,
  selectorMatches,
} from '../network';
import type { Entry } from './entry';
import type { ManifestModel } from './manifest-model';
import type { PodTemplate } from './pod-template';
import { declaredPorts } from './ports';

const ends = new WeakMap<PodTemplate, PodEnd>();

/** The pods of a template as one end of a connection. */
export function endOf(template: PodTemplate): PodEnd {
  let end = ends.get(template);
  if (end === undefined) {
    end = { namespace: template.namespace, labels: template.labels, ports: declaredPorts(template) };
    ends.set(template, end);
  }
  return end;
}

/** All NetworkPolicies. */
export function policies(model: ManifestModel): readonly Entry[] {
  return model.ofKind('networking.k8s.io/NetworkPolicy');
}

/** The policies that isolate a pod in one direction; none means that everything is allowed. */
export function isolating(model: ManifestModel, template: PodTemplate, direction: Direction): Isolation {
  return model.network.isolating(endOf(template), direction);
}

/** Namespaces of the set that a selector takes in. */
export function namespacesOf(model: ManifestModel, selector: unknown): readonly string[] {
  return model.memo(`namespaces ${JSON.stringify(selector)}`, () => {
    const names = new Set(model.templates.map((template) => template.namespace));
    return [...names].filter((namespace) => selectorMatches(selector, model.namespaceLabels(namespace)));
  });
}

/** Pods of the set that a peer of a rule takes in. */
export function podsOf(model: ManifestModel, rule: PolicyRule, peer: Fields): readonly PodTemplate[] {
  if ((peer.ipBlock ?? peer.names ?? peer.unknown ?? undefined) !== undefined) return [];
  const { namespaceSelector = undefined } = peer;
  const places = namespaceSelector === undefined ? [rule.namespace] : namespacesOf(model, namespaceSelector);
  return places.flatMap((namespace) => model.labels.select(namespace, peer.podSelector));
}

/** Whether the peers of a rule take in a pod; no peers are everybody. */
export function admits(model: ManifestModel, rule: PolicyRule, other: PodTemplate): boolean {
  return admitsEnd(rule, endOf(other), (namespace) => model.namespaceLabels(namespace));
}

/** Whether the ports of a rule take in a port of the receiving pod. */
export function admitsPort(rule: PolicyRule, receiver: PodTemplate, port: NetworkPort): boolean {
  return admitsPortOf(rule, endOf(receiver), port);
}
