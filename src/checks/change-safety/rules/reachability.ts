import { describeObject, type Manifest } from '../../../manifests';
import { type Fields, list } from '../../../manifests/fields';
import { type Entry, endOf, type ManifestModel, namespacesOf, type PodTemplate } from '../../../manifests/model';
import {
  isPod,
  type NetworkEnd,
  type NetworkPort,
  type PolicyRule,
  policyReaders,
  selectsAll,
} from '../../../manifests/network';
import { compare } from '../../../problem';
import type { SetFinding, SetRule } from '../rule';
import type { ObjectChange } from '../semantic';
import { listed } from './words';

const KINDS = [...policyReaders.keys()];

/** One end of a connection, as it is told, on both sides of the change. */
interface Party {
  readonly name: string;
  readonly before: NetworkEnd;
  readonly after: NetworkEnd;
  readonly ports: readonly NetworkPort[];
}

/** What every pod may need beyond the manifests: name resolution, the world outside, and any pod that no policy names. */
const DNS: Party = party('cluster DNS', { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }, [
  { port: 53, protocol: 'UDP' },
]);
const OUTSIDE: Party = party('outside', {}, [{ port: 443 }]);
const ELSEWHERE: Party = party('other namespaces', { namespace: '(any other)', labels: {} }, [{}]);
const STRANGERS: readonly Party[] = [OUTSIDE, ELSEWHERE];

function party(name: string, end: NetworkEnd, ports: readonly NetworkPort[]): Party {
  return { name, before: end, after: end, ports };
}

/** Connections that one policy change opens or closes, for the pods it is about. */
function edgesOf(change: ObjectChange, sides: Sides): { lost: string[]; gained: string[] } {
  const subjects = new Map<string, Party>();
  for (const [policy, model] of [
    [change.from, sides.before],
    [change.to, sides.after],
  ] as const) {
    for (const template of subjectsOf(policy, model)) {
      const subject = sides.partyOf(template);
      if (subject !== undefined) subjects.set(subject.name, subject);
    }
  }
  const lost = new Set<string>();
  const gained = new Set<string>();
  for (const subject of subjects.values()) {
    for (const other of partnersOf(subject, sides)) {
      compareEdge(subject, other, sides, lost, gained);
      if (other !== DNS) compareEdge(other, subject, sides, lost, gained);
    }
  }
  return { lost: [...lost].sort(compare), gained: [...gained].sort(compare) };
}

/** The pods of its namespace that a policy is about. */
function subjectsOf(policy: Manifest | undefined, model: ManifestModel): readonly PodTemplate[] {
  const entry = policy === undefined ? undefined : model.entryOf(policy);
  const read = policyReaders.get(`${entry?.group}/${entry?.kind}`);
  return entry === undefined || read === undefined
    ? []
    : model.labels.select(entry.namespace, read(entry).spec.podSelector);
}

/**
 * Whom a pod may talk to by name: the pods of its namespace and those of others that its policies name. All the rest of the
 * cluster stands together as one, so that the work grows with the policies and not with the square of the pods.
 */
function partnersOf(subject: Party, { before, after, partyOf }: Sides): Party[] {
  if (!isPod(subject.after) || !isPod(subject.before)) return [];
  const pods = new Set(after.labels.inNamespace(subject.after.namespace));
  const hosts = new Map<string, Party>();
  for (const [model, end] of [
    [before, subject.before],
    [after, subject.after],
  ] as const) {
    const rules = [...model.network.isolating(end, 'Ingress'), ...model.network.isolating(end, 'Egress')].flat();
    for (const rule of rules) {
      for (const peer of rule.peers) {
        for (const pod of podsNamed(peer, after)) pods.add(pod);
        for (const host of list(peer.names).map(String)) hosts.set(host, hostParty(host, rule, hosts.get(host)));
      }
    }
  }
  const parties = [...pods].flatMap((pod) => partyOf(pod) ?? []);
  return [...parties.filter(({ name }) => name !== subject.name), ...hosts.values(), DNS, ...STRANGERS];
}

/** A host outside that rules name, on the ports of all of them. */
function hostParty(host: string, { ports }: PolicyRule, known: Party | undefined): Party {
  const named = ports.map(({ port, protocol }): NetworkPort => ({ port: Number(port), protocol: String(protocol) }));
  // A pattern is taken as a host that it stands for.
  const end = { host: host.replaceAll('*', 'x') };
  const all = [...(known?.ports ?? []), ...named];
  const unique = new Map(all.map((port) => [`${port.port}/${port.protocol}`, port]));
  return party(host, end, [...unique.values()]);
}

/** Pods of other namespaces that a peer names; those of all namespaces are no names. */
function podsNamed({ namespaceSelector, podSelector }: Fields, model: ManifestModel): readonly PodTemplate[] {
  if (namespaceSelector === undefined || (selectsAll(namespaceSelector) && selectsAll(podSelector))) return [];
  return namespacesOf(model, namespaceSelector).flatMap((namespace) => model.labels.select(namespace, podSelector));
}

/** Both sides of a comparison, with the pods that are on both: an edge to one that is new or gone is not the doing of a policy. */
class Sides {
  private readonly parties = new Map<Entry, Party | undefined>();

  constructor(
    readonly before: ManifestModel,
    readonly after: ManifestModel,
  ) {}

  readonly partyOf = ({ entry }: PodTemplate): Party | undefined => {
    if (!this.parties.has(entry)) this.parties.set(entry, this.makeParty(entry));
    return this.parties.get(entry);
  };

  private makeParty(entry: Entry): Party | undefined {
    const [old, now] = [this.before, this.after].map((model) => {
      const same = model.same(entry);
      return same === undefined ? undefined : model.template(same);
    });
    if (old === undefined || now === undefined) return undefined;
    const { ports = [] } = endOf(now);
    return {
      name: `${entry.kind} ${entry.namespace}/${entry.name}`,
      before: endOf(old),
      after: endOf(now),
      ports: ports.length === 0 ? [{}] : ports.map(({ port, protocol }) => ({ port, protocol })),
    };
  }
}

function compareEdge(from: Party, to: Party, { before, after }: Sides, lost: Set<string>, gained: Set<string>): void {
  for (const port of to.ports) {
    // Who declares no port is only told when strangers get in.
    if (port.port === undefined && to !== ELSEWHERE && !STRANGERS.includes(from)) continue;
    const was = before.network.canReach(from.before, to.before, port);
    const is = after.network.canReach(from.after, to.after, port);
    if (was === is) continue;
    const protocol = (port.protocol ?? 'TCP') === 'TCP' ? '' : `/${port.protocol}`;
    const suffix = port.port === undefined ? '' : `:${port.port}${protocol}`;
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

function nameOf({ from, to }: ObjectChange): string {
  const manifest = to ?? from;
  return manifest === undefined ? '' : describeObject(manifest.object);
}

export const reachabilitySetRules: readonly SetRule[] = [
  {
    id: 'connections-changed',
    kinds: KINDS,
    verdict: 'WARN',
    procedure:
      'compare the edges with the connections that are meant; add the policies that allow before the one that denies',
    find: (changes, before, after) => {
      const sides = new Sides(before, after);
      // A connection has a policy at each end: the first one tells it.
      const tellers = new Map<string, ObjectChange>();
      return changes.flatMap((change): SetFinding[] => {
        if (!KINDS.some((kind) => change.key.startsWith(`${kind}/`))) return [];
        const { lost, gained } = edgesOf(change, sides);
        const all = [...lost, ...gained];
        const isNew = (edge: string): boolean => !tellers.has(edge);
        const fresh = { lost: lost.filter(isNew), gained: gained.filter(isNew) };
        const teller = all.map((edge) => tellers.get(edge)).find((known) => known !== undefined);
        for (const edge of all) if (isNew(edge)) tellers.set(edge, change);
        const isHarmless = fresh.lost.length === 0 && fresh.gained.length === 0;
        if (isHarmless && change.change === 'added') return [];
        const consequence =
          isHarmless && teller !== undefined
            ? `the other end of what is told of ${nameOf(teller)}`
            : told(fresh.lost, fresh.gained);
        const end = change.change === 'removed' ? 'removed: ' : change.change === 'renamed' ? 'renamed: ' : '';
        return [
          { verdict: isHarmless ? 'OK' : 'WARN', change, fields: change.fields, consequence: `${end}${consequence}` },
        ];
      });
    },
  },
];
