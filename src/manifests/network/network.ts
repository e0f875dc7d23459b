import { groupOf, type KubernetesObject } from '../../kubernetes/object';
import { fields, textMap, texts } from '../fields';
import { fromCilium } from './cilium';
import { isPod, type NetworkEnd, type NetworkPort, type PodEnd } from './ends';
import { admitsEnd, type NamespaceLabels } from './peers';
import { type Direction, directionsOf, type Policy, type PolicyRule, rulesOf } from './policy';
import { admitsPort } from './ports';
import { type Labels, namespaceNameLabel, selectorMatches } from './selectors';

/** The rules of each policy that isolates a pod in one direction. */
export type Isolation = readonly (readonly PolicyRule[])[];

/** A policy with its rules read once. */
interface KnownPolicy {
  readonly selector: unknown;
  readonly rules: ReadonlyMap<Direction, readonly PolicyRule[]>;
}

/**
 * What the NetworkPolicies of a cluster let through, as a network plugin decides: a connection needs the egress of the pod it
 * comes from and the ingress of the pod it goes to; a pod that no policy selects is open; policies add up.
 * Source: Kubernetes docs, network policies. What a pod says to itself, and what its node says to it, always passes: that is
 * not asked here.
 */
export class Network {
  /** Policies by namespace and one label that they select by; under the namespace alone those that may select any pod. */
  private readonly policies = new Map<string, KnownPolicy[]>();
  private readonly isolations = new WeakMap<PodEnd, Map<Direction, Isolation>>();

  constructor(
    policies: Iterable<Policy>,
    private readonly labelsOf: NamespaceLabels = (namespace) => ({ [namespaceNameLabel]: namespace }),
  ) {
    for (const policy of policies) {
      const { podSelector } = policy.spec;
      const [pair] = texts(fields(podSelector).matchLabels);
      const place = pair === undefined ? policy.namespace : placeOf(policy.namespace, ...pair);
      const rules = new Map(directionsOf(policy).map((direction) => [direction, rulesOf(policy, direction)]));
      const known = this.policies.get(place);
      if (known === undefined) this.policies.set(place, [{ selector: podSelector, rules }]);
      else known.push({ selector: podSelector, rules });
    }
  }

  /** Whether a connection passes both halves. */
  canReach(from: NetworkEnd, to: NetworkEnd, port: NetworkPort): boolean {
    return this.lets('Egress', from, to, port) && this.lets('Ingress', to, from, port);
  }

  /** The policies that isolate a pod in one direction; none means that everything passes. */
  isolating(pod: PodEnd, direction: Direction): Isolation {
    let known = this.isolations.get(pod);
    if (known === undefined) {
      known = new Map();
      this.isolations.set(pod, known);
    }
    let found = known.get(direction);
    if (found === undefined) {
      found = this.selecting(pod).flatMap(({ rules }) => {
        const some = rules.get(direction);
        return some === undefined ? [] : [some];
      });
      known.set(direction, found);
    }
    return found;
  }

  private selecting({ namespace, labels }: PodEnd): KnownPolicy[] {
    const places = [namespace, ...Object.entries(labels).map(([key, value]) => placeOf(namespace, key, value))];
    return places
      .flatMap((place) => this.policies.get(place) ?? [])
      .filter(({ selector }) => selectorMatches(selector, labels));
  }

  /** Whether one half lets a packet through. */
  private lets(direction: Direction, subject: NetworkEnd, other: NetworkEnd, port: NetworkPort): boolean {
    if (!isPod(subject)) return true;
    const isolation = this.isolating(subject, direction);
    const receiver = direction === 'Ingress' ? subject : other;
    return (
      isolation.length === 0 ||
      isolation.some((rules) =>
        rules.some((rule) => admitsEnd(rule, other, this.labelsOf) && admitsPort(rule, receiver, port)),
      )
    );
  }
}

function placeOf(namespace: string, key: string, value: string): string {
  return `${namespace}\n${key}\n${value}`;
}

/** The kinds of policies that are understood, by `group/Kind`, and how each is said in the words of a NetworkPolicy. */
export const policyReaders: ReadonlyMap<string, (policy: Policy) => Policy> = new Map([
  ['networking.k8s.io/NetworkPolicy', (policy: Policy) => policy],
  ['cilium.io/CiliumNetworkPolicy', fromCilium],
]);

/**
 * Whether the NetworkPolicies among some objects let a packet pass from one end to another.
 *
 * @param objects NetworkPolicies, those of Cilium too, and the Namespaces whose labels they select by; others are left aside
 */
export function canReach(
  objects: readonly KubernetesObject[],
  from: NetworkEnd,
  to: NetworkEnd,
  port: number | string,
  protocol: 'TCP' | 'UDP' | 'SCTP' = 'TCP',
): boolean {
  const namespaces = new Map<string, Labels>();
  const policies: Policy[] = [];
  for (const { apiVersion, kind, metadata, spec } of objects) {
    if (kind === 'Namespace') namespaces.set(metadata.name, textMap(metadata.labels));
    const policy = { namespace: metadata.namespace ?? 'default', spec: fields(spec) };
    const read = policyReaders.get(`${groupOf(apiVersion)}/${kind}`);
    if (read) policies.push(read(policy));
  }
  const network = new Network(policies, (namespace) => ({
    ...namespaces.get(namespace),
    [namespaceNameLabel]: namespace,
  }));
  return network.canReach(from, to, { port, protocol });
}
