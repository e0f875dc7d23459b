import { namespaceNameLabel } from '../manifests/network';
import { type AddressBlock, blockText } from './address-block';

/** Pods of one tier, in the words of a NetworkPolicy. */
export interface PodPeer {
  readonly kind: 'pods';
  readonly namespace: string;
  /** Labels that select the pods: a subset of their labels that never changes. */
  readonly podLabels: Readonly<Record<string, string>>;
}

/** Pods of something installed by others: an operator, an ingress controller. */
export interface ForeignPeer {
  readonly kind: 'foreign';
  /** Labels of its namespace. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** @default - every pod of the namespace */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** What pictures call it. @default - the value of a label */
  readonly name?: string;
}

/** Addresses outside the cluster's pod network, the nodes' own included. */
export interface AddressPeer {
  readonly kind: 'addresses';
  /** CIDR blocks. */
  readonly cidrs: readonly AddressBlock[];
  /** What pictures call them. @default - the purpose of the flow */
  readonly name?: string;
}

/** Hosts outside the cluster by name, where the network plugin knows what names stand for: only ever where packets go to. */
export interface NamePeer {
  readonly kind: 'names';
  /** Whole names, lower case; `*` stands for any part of a name without dots. */
  readonly hosts: readonly string[];
  /** What pictures call them. @default - the purpose of the flow */
  readonly name?: string;
}

/** One end of a network flow. */
export type Peer = PodPeer | ForeignPeer | AddressPeer | NamePeer;

/** A port as the packet carries it: the pod's, never the Service's, because policies are matched after translation. */
export interface Port {
  readonly port: number;
  /** @default TCP */
  readonly protocol?: 'TCP' | 'UDP';
}

/** Pods in a namespace that this project does not emit. */
export function foreignPods(namespace: string, podLabels?: Readonly<Record<string, string>>): ForeignPeer {
  return { kind: 'foreign', namespaceLabels: { [namespaceNameLabel]: namespace }, ...(podLabels && { podLabels }) };
}

/** A text that is the same for the same peer, whatever its name in pictures. */
export function peerKey(peer: Peer): string {
  switch (peer.kind) {
    case 'pods':
      return `pods ${peer.namespace} ${labelText(peer.podLabels)}`;
    case 'foreign':
      return `foreign ${labelText(peer.namespaceLabels)} ${labelText(peer.podLabels ?? {})}`;
    case 'addresses':
      return `addresses ${peer.cidrs.map(blockText).sort().join(',')}`;
    case 'names':
      return `names ${[...peer.hosts].sort().join(',')}`;
  }
}

/** Labels as `a=b,c=d`, sorted. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labels[key]}`)
    .join(',');
}
