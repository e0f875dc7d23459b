import { compare } from '../problem';
import { type Peer, peerKey } from './peer';
import type { Component, Topology } from './topology';

/** A picture of one system in Mermaid's language: its tiers, what they talk to, and who reaches in from outside. */
export function toMermaid(topology: Topology, system: string): string {
  const components = topology.components.filter((component) => component.pods !== undefined);
  const byPeer = new Map(components.map((component) => [peerKey(component.pods!), component]));
  const own = new Set(components.filter((component) => component.system === system).map(({ path }) => path));
  const ids = new Map<string, string>();
  const shown = new Map<string, string>();
  const edges = new Set<string>();

  const end = (peer: Peer, purpose: string): string => {
    const component = byPeer.get(peerKey(peer));
    const name = foreignName(peer, purpose);
    const key = component
      ? component.path
      : peer.kind === 'addresses' || peer.kind === 'names'
        ? name
        : `${peerKey(peer)} ${name}`;
    let id = ids.get(key);
    if (id === undefined) {
      id = `n${ids.size + 1}`;
      ids.set(key, id);
      shown.set(id, component ? `["${component.name}"]` : `(["${name}"])`);
    }
    return id;
  };
  const isOwn = (peer: Peer) => own.has(byPeer.get(peerKey(peer))?.path ?? '');
  const flows = [...topology.flows].sort((a, b) => compare(flowKey(a.from, a.to), flowKey(b.from, b.to)));
  for (const flow of flows) {
    if (!isOwn(flow.from) && !isOwn(flow.to)) continue;
    const from = end(flow.from, flow.purpose);
    const to = end(flow.to, flow.purpose);
    const ports = flow.ports.map(({ port }) => port).join(', ');
    edges.add(`  ${from} ${flow.origin === 'declared' ? '-->' : '-.->'}|${ports}| ${to}`);
  }
  const groups = groupByApplication(components.filter(({ path }) => own.has(path) && ids.has(path)));
  const inGroups = [...groups].map(([application, members]) => {
    const nodes = members.map(({ path }) => `    ${ids.get(path)}${shown.get(ids.get(path)!)}`);
    return `  subgraph ${application}\n${nodes.join('\n')}\n  end`;
  });
  const grouped = new Set([...groups.values()].flat().map(({ path }) => ids.get(path)));
  const outside = [...shown].filter(([id]) => !grouped.has(id)).map(([id, shape]) => `  ${id}${shape}`);
  return `${['flowchart LR', ...inGroups, ...outside, ...edges].join('\n')}\n`;
}

function flowKey(from: Peer, to: Peer): string {
  return `${peerKey(from)} ${peerKey(to)}`;
}

function foreignName(peer: Peer, purpose: string): string {
  if (peer.kind !== 'pods' && peer.name !== undefined) return peer.name;
  if (peer.kind === 'foreign') return Object.values(peer.podLabels ?? peer.namespaceLabels)[0] ?? 'other pods';
  return purpose;
}

function groupByApplication(components: readonly Component[]): Map<string, Component[]> {
  const groups = new Map<string, Component[]>();
  for (const component of components)
    groups.set(component.application, [...(groups.get(component.application) ?? []), component]);
  return groups;
}
