import type { AddressPeer, ForeignPeer, NameRule, PodPeer, Port } from '../topology';

/** Where pods ask for names. */
export interface DnsServers {
  readonly peers: readonly (ForeignPeer | AddressPeer)[];
  /** Ports of the servers' own pods. */
  readonly ports: readonly Port[];
}

/** What the policy of some pods has to allow by name. */
export interface NamePolicy {
  readonly pods: PodPeer;
  readonly rules: readonly NameRule[];
  readonly dns: DnsServers;
}

/**
 * A network plugin that can let pods out to hosts by name. Its policy stands beside the NetworkPolicy of the same pods, and what either
 * allows passes. An environment names it by `cluster.networkPlugin`; a project adds others by `networkPlugins`.
 *
 * @example
 * const plugin: NetworkPlugin = {
 *   name: 'antrea',
 *   apiVersion: 'crd.antrea.io/v1beta1',
 *   kind: 'NetworkPolicy',
 *   specOf: ({ pods, rules }) => ({ appliedTo: [{ podSelector: { matchLabels: pods.podLabels } }], priority: 5, tier: 'application', egress: rules.map(({ hosts }) => ({ action: 'Allow', to: hosts.map((fqdn) => ({ fqdn })) })) }),
 * };
 */
export interface NetworkPlugin {
  /** Value of `cluster.networkPlugin`. */
  readonly name: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** `spec` of an object of that kind. */
  specOf(policy: NamePolicy): Record<string, unknown>;
  /** Pods that answer where `cluster.dns` is `node-local-dns`. @default - its link-local address */
  readonly nodeLocalDns?: readonly ForeignPeer[];
}
