import type { SetFinding, SetRule } from '../rule';
import type { ObjectChange } from '../semantic';
import { DNS, groupKind, OUTSIDE, type Peer, peerOf, podOwnerOf, subjectsOf, type World } from '../world';
import { listed } from './words';

const POLICY = 'networking.k8s.io/NetworkPolicy/';

/** Connections that one policy change opens or closes, for the pods it is about. */
function edgesOf(change: ObjectChange, before: World, after: World): { lost: string[]; gained: string[] } {
  const subjects = new Map<string, Peer>();
  for (const [policy, world] of [
    [change.from, before],
    [change.to, after],
  ] as const) {
    if (policy !== undefined)
      for (const owner of subjectsOf(policy, world.pods)) subjects.set(peerOf(owner).name, peerOf(owner));
  }
  const lost = new Set<string>();
  const gained = new Set<string>();
  const others = [...peersOf(before, after), DNS, OUTSIDE];
  for (const subject of subjects.values()) {
    for (const other of others) {
      if (other.name === subject.name) continue;
      compareEdge(subject, other, before, after, lost, gained);
      if (other !== DNS) compareEdge(other, subject, before, after, lost, gained);
    }
  }
  return { lost: [...lost].sort(), gained: [...gained].sort() };
}

/** Pods that are on both sides: an edge to a pod that is new or gone is not this change's doing. */
function peersOf(before: World, after: World): Peer[] {
  return after.pods.flatMap((owner) => {
    const { metadata } = owner.manifest.object;
    const was = before.set.get(`${groupKind(owner.manifest.object)}/${metadata.namespace ?? ''}/${metadata.name}`);
    return was !== undefined && podOwnerOf(was) !== undefined ? [peerOf(owner)] : [];
  });
}

function compareEdge(from: Peer, to: Peer, before: World, after: World, lost: Set<string>, gained: Set<string>): void {
  for (const port of to.ports) {
    const was = before.network.allows(from, to, port);
    const is = after.network.allows(from, to, port);
    if (was === is) continue;
    const suffix = port.protocol === 'TCP' ? '' : `/${port.protocol}`;
    (was ? lost : gained).add(`${from.name} → ${to.name}:${port.port}${suffix}`);
  }
}

function told(lost: readonly string[], gained: readonly string[]): string {
  const parts = [
    lost.length > 0 ? `no longer possible (${lost.length}): ${listed(lost)}` : '',
    gained.length > 0 ? `newly possible (${gained.length}): ${listed(gained)}` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'no connection between the pods of these manifests changes' : parts.join('; ');
}

export const reachabilitySetRules: readonly SetRule[] = [
  {
    id: 'connections-changed',
    procedure:
      'compare the edges with the connections that are meant; add the policies that allow before the one that denies',
    find: (changes, before, after) =>
      changes.flatMap((change): SetFinding[] => {
        if (!change.key.startsWith(POLICY)) return [];
        const { lost, gained } = edgesOf(change, before, after);
        const isHarmless = lost.length === 0 && gained.length === 0 && change.change !== 'removed';
        return [
          { verdict: isHarmless ? 'OK' : 'WARN', change, fields: change.fields, consequence: told(lost, gained) },
        ];
      }),
  },
];
