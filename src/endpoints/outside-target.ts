import { isIP } from 'node:net';
import { cidr, hostPattern } from '../environment';
import { holdsNetwork } from '../manifests/network';
import type { EnvironmentRoot } from '../system';
import type { AddressBlock, AddressPeer, NamePeer, Peer } from '../topology';
import { told } from './told';

/** Where packets go, as policies see it, or why nobody can say it. */
export type Reached<P extends Peer = Peer> = { readonly target: P } | { readonly problems: readonly string[] };

/**
 * Where packets to a host outside the cluster go, as policies see it: the networks that are stated for it, its own address if it is one,
 * or its name where the network plugin knows names. No name is ever resolved.
 *
 * @param host whole name, `*` in it for any part of a name without dots, or address
 * @param networks those that the chart states. @default - those of the environment
 * @param name what pictures call it
 */
export function outsideTarget(
  { environment, edges }: EnvironmentRoot,
  host: string,
  networks: readonly AddressBlock[] | undefined,
  name: string,
): Reached<AddressPeer | NamePeer> {
  const version = isIP(host);
  const wrong = [...(version > 0 ? [] : told(hostPattern(), host)), ...networkProblems(networks ?? [])];
  if (networks?.length === 0) wrong.push(`needs at least one network of '${host}', give the CIDRs that it is in`);
  if (wrong.length > 0) return { problems: wrong };
  const own = version > 0 ? [`${host}/${version === 4 ? 32 : 128}`] : undefined;
  const cidrs = networks ?? environment.cluster.outside?.[host] ?? own;
  if (cidrs) return { target: { kind: 'addresses', cidrs: [...cidrs], name } };
  if (edges.networkPlugin) return { target: { kind: 'names', hosts: [host], name } };
  const problem = `nobody says in which networks '${host}' is, and '${environment.name}' names no network plugin that lets pods out by name: give \`networks\`, or in ${environment.file} \`cluster.outside\` or \`cluster.networkPlugin\``;
  return { problems: [problem] };
}

/** What is wrong with networks, each on its own. */
export function networkProblems(networks: readonly AddressBlock[]): string[] {
  return networks.flatMap((block) => {
    if (typeof block === 'string') return told(cidr(), block);
    const wrong = [block.cidr, ...block.except].flatMap((network) => told(cidr(), network));
    if (wrong.length > 0) return wrong;
    return block.except
      .filter((inner) => inner === block.cidr || !holdsNetwork(block.cidr, inner))
      .map(
        (inner) =>
          `'${inner}' is no part of '${block.cidr}', so it can't be left out of it: leave it out of \`except\``,
      );
  });
}
