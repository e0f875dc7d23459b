import type { Manifest, ManifestSet } from '../../../manifests';
import { mapIn, mapsIn, type Plain, textIn, textsIn } from '../semantic';
import type { PodOwner } from './pods';

/** One end of a connection: a pod template, or something outside the manifests. */
export interface Peer {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly ports: readonly { readonly port: number; readonly name: string; readonly protocol: string }[];
  /** Outside the cluster: only address blocks and rules without peers let it through. */
  readonly isOutside?: boolean;
}

/** Stands for the ports of a pod that declares none: only rules without ports let it through. */
const ANY_PORT = { port: 0, name: '', protocol: 'TCP' };

/** What every pod may need beyond the manifests: name resolution and the world outside. */
export const DNS: Peer = {
  name: 'cluster DNS',
  namespace: 'kube-system',
  labels: { 'k8s-app': 'kube-dns' },
  ports: [{ port: 53, name: 'dns', protocol: 'UDP' }],
};
export const OUTSIDE: Peer = {
  name: 'outside',
  namespace: '',
  labels: {},
  ports: [{ port: 443, name: '', protocol: 'TCP' }],
  isOutside: true,
};

/** Any pod of a namespace that no policy names: for what is open to all. */
export const ELSEWHERE: Peer = {
  name: 'other namespaces',
  namespace: '(any other)',
  labels: {},
  ports: [ANY_PORT],
};

/** Each pod is asked for by every policy around it. */
const PEERS = new WeakMap<PodOwner, Peer>();

/** A pod template as a peer. */
export function peerOf(owner: PodOwner): Peer {
  const known = PEERS.get(owner) ?? makePeer(owner);
  PEERS.set(owner, known);
  return known;
}

function makePeer(owner: PodOwner): Peer {
  const { kind, metadata } = owner.manifest.object;
  const ports = owner.containers
    .flatMap((container) => mapsIn(container.ports))
    .flatMap((port) =>
      typeof port.containerPort === 'number'
        ? [{ port: port.containerPort, name: textIn(port.name), protocol: textIn(port.protocol) || 'TCP' }]
        : [],
    );
  return {
    name: `${kind} ${owner.namespace}/${metadata.name}`,
    namespace: owner.namespace,
    labels: owner.labels,
    ports: ports.length > 0 ? ports : [ANY_PORT],
  };
}

/** The NetworkPolicies of a set, and whom they let through. */
export class Network {
  private readonly policies = new Map<string, Plain[]>();
  private readonly namespaceLabels = new Map<string, Plain>();

  constructor(set: ManifestSet) {
    for (const { object } of set) {
      const { name, namespace = '', labels } = object.metadata;
      if (object.kind === 'Namespace') this.namespaceLabels.set(name, labels ?? {});
      if (object.kind !== 'NetworkPolicy') continue;
      const known = this.policies.get(namespace);
      if (known === undefined) this.policies.set(namespace, [mapIn(object.spec)]);
      else known.push(mapIn(object.spec));
    }
  }

  /** What the policies that select a pod say of namespaces other than its own. */
  peersNamed(subject: Peer): { readonly namespaces: unknown; readonly pods: unknown }[] {
    const policies = (this.policies.get(subject.namespace) ?? []).filter((policy) =>
      selects(policy.podSelector, subject.labels),
    );
    return policies
      .flatMap((policy) => [...mapsIn(policy.ingress), ...mapsIn(policy.egress)])
      .flatMap((rule) => [...mapsIn(rule.from), ...mapsIn(rule.to)])
      .filter((peer) => peer.namespaceSelector !== undefined)
      .map((peer) => ({ namespaces: peer.namespaceSelector, pods: peer.podSelector }));
  }

  /** The labels of a namespace, with the one that every namespace has. */
  labelsOf(namespace: string): Plain {
    return { 'kubernetes.io/metadata.name': namespace, ...this.namespaceLabels.get(namespace) };
  }

  /** Whether both halves let a connection through: egress of the one, ingress of the other. */
  allows(from: Peer, to: Peer, port: Peer['ports'][number]): boolean {
    return this.half('Egress', from, to, port) && this.half('Ingress', to, from, port);
  }

  private half(direction: 'Egress' | 'Ingress', subject: Peer, other: Peer, port: Peer['ports'][number]): boolean {
    if (subject.isOutside === true || subject === DNS || subject === ELSEWHERE) return true;
    const policies = (this.policies.get(subject.namespace) ?? []).filter(
      (policy) => concerns(policy, direction) && selects(policy.podSelector, subject.labels),
    );
    if (policies.length === 0) return true;
    const [rules, peers] = direction === 'Egress' ? ['egress', 'to'] : ['ingress', 'from'];
    return policies.some((policy) =>
      mapsIn(policy[rules]).some(
        (rule) => this.peersMatch(rule[peers], subject.namespace, other) && portsMatch(rule.ports, port),
      ),
    );
  }

  private peersMatch(peers: unknown, namespace: string, other: Peer): boolean {
    const list = mapsIn(peers);
    if (list.length === 0) return true;
    return list.some((peer) => {
      if (peer.ipBlock !== undefined) return other.isOutside === true;
      if (other.isOutside === true) return false;
      const inNamespace =
        peer.namespaceSelector === undefined
          ? other.namespace === namespace
          : selects(peer.namespaceSelector, this.labelsOf(other.namespace));
      return inNamespace && (peer.podSelector === undefined || selects(peer.podSelector, other.labels));
    });
  }
}

/** The pods of its namespace that a policy is about. */
export function subjectsOf(policy: Manifest, pods: readonly PodOwner[]): PodOwner[] {
  const selector = mapIn(policy.object.spec).podSelector;
  return pods.filter((pod) => selects(selector, pod.labels));
}

function concerns(policy: Plain, direction: 'Egress' | 'Ingress'): boolean {
  const types = textsIn(policy.policyTypes);
  if (types.length > 0) return types.includes(direction);
  return direction === 'Ingress' || policy.egress !== undefined;
}

function portsMatch(ports: unknown, port: Peer['ports'][number]): boolean {
  const list = mapsIn(ports);
  if (list.length === 0) return true;
  return list.some((entry) => {
    if ((textIn(entry.protocol) || 'TCP') !== port.protocol) return false;
    if (entry.port === undefined || entry.port === null) return true;
    if (typeof entry.port === 'string') return entry.port === port.name;
    const end = typeof entry.endPort === 'number' ? entry.endPort : entry.port;
    return typeof entry.port === 'number' && typeof end === 'number' && entry.port <= port.port && port.port <= end;
  });
}

/** Whether a label selector matches labels; an empty one matches all. */
export function selects(selector: unknown, labels: Readonly<Record<string, unknown>>): boolean {
  const { matchLabels, matchExpressions } = mapIn(selector);
  if (!Object.entries(mapIn(matchLabels)).every(([key, value]) => labels[key] === value)) return false;
  return mapsIn(matchExpressions).every((expression) => {
    const value = labels[textIn(expression.key)];
    const values = textsIn(expression.values);
    switch (expression.operator) {
      case 'In':
        return typeof value === 'string' && values.includes(value);
      case 'NotIn':
        return typeof value !== 'string' || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      default:
        return value === undefined;
    }
  });
}
