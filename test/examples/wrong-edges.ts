import type { KubernetesObject } from '../../src/kubernetes/object';
import { ManifestSet } from '../../src/manifests';
import { endOf, ManifestModel } from '../../src/manifests/model';
import type { NetworkEnd, PodEnd } from '../../src/manifests/network';

/** A workload of the output as `namespace/name`, or another end. */
export type End = string | NetworkEnd;
/** From where, to where, on which port; a text is one of UDP: `53/UDP`. */
export type Edge = readonly [from: End, to: End, port: number | `${number}/UDP`];

/** What the policies of an example's environment have to let through, and what not. */
export interface Edges {
  readonly example: string;
  readonly environment: string;
  readonly open: readonly Edge[];
  /** What nobody may take to be open; `everything else` is each other pair of ends, on each port that anybody declares or names. */
  readonly closed: readonly Edge[] | 'everything else';
}

/** Addresses that no policy of an example may let in or out unless they are listed: of the internet, of a private network. */
const elsewhere: readonly NetworkEnd[] = [{ address: '8.8.8.8', host: 'dns.google' }, { address: '10.200.0.7' }];

/** The edges of an environment that are not as they have to be, as texts: `shop/web → shop/prices:50051 is closed`. */
export function wrongEdges(objects: readonly KubernetesObject[], { open, closed }: Edges): string[] {
  const model = new ManifestModel(ManifestSet.of(objects).manifests);
  const ends = new Map(
    model.templates.map((template) => [`${template.namespace}/${template.entry.name}`, endOf(template)]),
  );
  const reaches = ([from, to, port]: Edge): boolean => {
    const [number, protocol = 'TCP'] = String(port).split('/');
    return model.network.canReach(find(ends, from), find(ends, to), { port: Number(number), protocol });
  };
  const wrong = (edges: readonly Edge[], wanted: boolean) =>
    edges.filter((edge) => reaches(edge) !== wanted).map((edge) => `${textOf(edge)} is ${wanted ? 'closed' : 'open'}`);
  return [...wrong(open, true), ...wrong(closed === 'everything else' ? others(ends, open) : closed, false)];
}

/** Every edge between two ends, of the output or listed or bystanders, that is not open. */
function others(workloads: ReadonlyMap<string, PodEnd>, open: readonly Edge[]): Edge[] {
  const listed = [...open.map(([from]) => from), ...open.map(([, to]) => to)];
  // Pods of the same labels in a namespace of somebody else's are nobody.
  const twins = [...workloads.values()].map((end): NetworkEnd => ({ ...end, namespace: 'other' }));
  const named = [...workloads.keys(), ...listed, ...twins, ...elsewhere];
  const ends = [...new Map(named.map((end) => [nameOf(end), end])).values()];
  const declared = [...workloads.values()].flatMap((end) => end.ports ?? []);
  const numbers = new Set([
    1,
    ...declared.map(({ port }) => port),
    ...open.map(([, , port]) => Number.parseInt(`${port}`, 10)),
  ]);
  const ports = [...numbers].flatMap((number): Edge[2][] => [number, `${number}/UDP`]);
  const known = new Set(open.map(textOf));
  return ends
    .flatMap((from) => ends.flatMap((to) => ports.map((port): Edge => [from, to, port])))
    .filter(([from, to]) => typeof from === 'string' || typeof to === 'string')
    .filter((edge) => !known.has(textOf(edge)));
}

function find(ends: ReadonlyMap<string, PodEnd>, end: End): NetworkEnd {
  if (typeof end !== 'string') return end;
  const found = ends.get(end);
  if (found === undefined) throw new Error(`the output has no workload '${end}'`);
  return found;
}

function textOf([from, to, port]: Edge): string {
  return `${nameOf(from)} → ${nameOf(to)}:${port}`;
}

function nameOf(end: End): string {
  return typeof end === 'string' ? end : JSON.stringify(end);
}
