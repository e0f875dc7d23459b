import { objectKey } from '../../../manifests';
import { compare } from '../../../problem';
import type { RemovalRule, SetFinding, SetRule } from '../rule';
import { mapIn, type ObjectChange } from '../semantic';
import { DNS, ELSEWHERE, OUTSIDE, type Peer, type PodOwner, peerOf, selects, subjectsOf, type World } from '../world';
import { listed } from './words';

const POLICY = 'networking.k8s.io/NetworkPolicy/';

/** Connections that one policy change opens or closes, for the pods it is about. */
function edgesOf(change: ObjectChange, before: World, after: World): { lost: string[]; gained: string[] } {
  const subjects = new Map<string, Peer>();
  for (const [policy, world] of [
    [change.from, before],
    [change.to, after],
  ] as const) {
    if (policy === undefined) continue;
    const pods = world.podsIn(policy.object.metadata.namespace ?? '');
    for (const owner of subjectsOf(policy, pods))
      if (isOnBothSides(owner, before, after)) subjects.set(peerOf(owner).name, peerOf(owner));
  }
  const lost = new Set<string>();
  const gained = new Set<string>();
  for (const subject of subjects.values()) {
    for (const other of partnersOf(subject, before, after)) {
      compareEdge(subject, other, before, after, lost, gained);
      if (other !== DNS) compareEdge(other, subject, before, after, lost, gained);
    }
  }
  return { lost: [...lost].sort(compare), gained: [...gained].sort(compare) };
}

/**
 * Whom a pod may talk to by name: the pods of its namespace and those of others that its policies name. All the rest of the
 * cluster stands together as one, so that the work grows with the policies and not with the square of the pods.
 */
function partnersOf(subject: Peer, before: World, after: World): Peer[] {
  const owners = new Set<PodOwner>(after.podsIn(subject.namespace));
  for (const world of [before, after]) {
    for (const named of world.network.peersNamed(subject))
      for (const owner of podsNamed(named, after)) owners.add(owner);
  }
  const pods = [...owners].filter((owner) => isOnBothSides(owner, before, after)).map(peerOf);
  return [...pods.filter((pod) => pod.name !== subject.name), DNS, OUTSIDE, ELSEWHERE];
}

function podsNamed(named: { readonly namespaces: unknown; readonly pods: unknown }, world: World): PodOwner[] {
  const name = mapIn(mapIn(named.namespaces).matchLabels)['kubernetes.io/metadata.name'];
  const isAnyPod = Object.keys(mapIn(named.pods)).length === 0;
  if (isAnyPod && Object.keys(mapIn(named.namespaces)).length === 0) return [];
  const namespaces = typeof name === 'string' ? [name] : [...world.namespaces.keys()];
  return namespaces
    .filter((namespace) => selects(named.namespaces, world.network.labelsOf(namespace)))
    .flatMap((namespace) => world.podsIn(namespace).filter((owner) => isAnyPod || selects(named.pods, owner.labels)));
}

/** An edge to a pod that is new or gone is not the doing of a policy. */
function isOnBothSides(owner: PodOwner, before: World, after: World): boolean {
  const key = objectKey(owner.manifest.object);
  return before.set.get(key) !== undefined && after.set.get(key) !== undefined;
}

function compareEdge(from: Peer, to: Peer, before: World, after: World, lost: Set<string>, gained: Set<string>): void {
  const isStranger = from === OUTSIDE || from === ELSEWHERE;
  for (const port of to.ports) {
    if (port.port === 0 && to !== ELSEWHERE && !isStranger) continue; // who declares no port is only told when strangers get in
    const was = before.network.allows(from, to, port);
    const is = after.network.allows(from, to, port);
    if (was === is) continue;
    const suffix = port.port === 0 ? '' : `:${port.port}${port.protocol === 'TCP' ? '' : `/${port.protocol}`}`;
    (was ? lost : gained).add(`${from.name} → ${to.name}${suffix}`);
  }
}

function told(lost: readonly string[], gained: readonly string[]): string {
  const parts = [
    lost.length > 0 ? `no longer possible (${lost.length}): ${listed(lost)}` : '',
    gained.length > 0 ? `newly possible (${gained.length}): ${listed(gained)}` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'no connection between the pods of these manifests changes' : parts.join('; ');
}

export const reachabilityRemovals: readonly RemovalRule[] = [
  {
    id: 'policy-removed',
    kinds: ['networking.k8s.io/NetworkPolicy'],
    verdict: 'OK',
    consequence: 'the connections that this closes or opens are told by connections-changed',
    procedure: '',
  },
];

export const reachabilitySetRules: readonly SetRule[] = [
  {
    id: 'connections-changed',
    kinds: ['networking.k8s.io/NetworkPolicy'],
    verdict: 'WARN',
    procedure:
      'compare the edges with the connections that are meant; add the policies that allow before the one that denies',
    find: (changes, before, after) =>
      changes.flatMap((change): SetFinding[] => {
        if (!change.key.startsWith(POLICY)) return [];
        const { lost, gained } = edgesOf(change, before, after);
        const isHarmless = lost.length === 0 && gained.length === 0;
        if (isHarmless && change.change === 'added') return [];
        return [
          { verdict: isHarmless ? 'OK' : 'WARN', change, fields: change.fields, consequence: told(lost, gained) },
        ];
      }),
  },
];
