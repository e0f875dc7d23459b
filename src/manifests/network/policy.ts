import { type Fields, fields, list } from '../fields';

/** Which side of a connection a rule is about: of the pod that it goes to, or of the one that it comes from. */
export type Direction = 'Ingress' | 'Egress';

/** A NetworkPolicy, as far as it says who may talk to whom. */
export interface Policy {
  readonly namespace: string;
  readonly spec: Fields;
}

/** One rule of a NetworkPolicy. */
export interface PolicyRule {
  /** Namespace of the policy: pods without a namespace selector are of it. */
  readonly namespace: string;
  readonly direction: Direction;
  /** Whom it lets through; empty is everybody. */
  readonly peers: readonly Fields[];
  /** On which ports; empty is all. */
  readonly ports: readonly Fields[];
  /** Path below the object. */
  readonly path: string;
}

/**
 * Directions that a policy isolates its pods in. One that names none isolates ingress, and egress too if it has a rule for it
 * (Kubernetes API, NetworkPolicySpec, policyTypes).
 */
export function directionsOf({ spec }: Policy): readonly Direction[] {
  const types = list(spec.policyTypes);
  if (types.length > 0) return (['Ingress', 'Egress'] as const).filter((type) => types.includes(type));
  return list(spec.egress).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

/** The rules of a policy in one direction; none where it does not isolate, and where it lets nobody through. */
export function rulesOf(policy: Policy, direction: Direction): readonly PolicyRule[] {
  if (!directionsOf(policy).includes(direction)) return [];
  const [part, side] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
  return list(policy.spec[part]).map((item, index) => ({
    namespace: policy.namespace,
    direction,
    peers: list(fields(item)[side]).map(fields),
    ports: list(fields(item).ports).map(fields),
    path: `spec.${part}[${index}]`,
  }));
}
