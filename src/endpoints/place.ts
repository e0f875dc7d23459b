import { isIP } from 'node:net';
import type { Construct } from 'constructs';
import { cidr, hostname, port as portForm } from '../environment';
import { labelNameProblem } from '../kubernetes';
import { ProblemsError } from '../problem';
import { EnvironmentRoot } from '../system';
import { foreignPods, type Peer, type Port } from '../topology';
import { serviceHost } from './host';

/** A host outside the cluster. */
export interface OutsideAddress {
  /** Its name or IP address. Rendering resolves no name. */
  readonly host: string;
  /** Networks that its addresses are in, for the policies of its clients: `203.0.113.0/24`. */
  readonly networks: readonly string[];
  /** @default - the protocol's own */
  readonly port?: number;
}

/** A Service in the same cluster that this project does not emit. */
export interface OutsideService {
  /** Name of the Service. */
  readonly name: string;
  readonly namespace: string;
  /** Port of the Service. @default - the protocol's own */
  readonly port?: number;
  /** Port of the pods behind it, which policies see. @default - the Service's */
  readonly podPort?: number;
  /** Labels of the pods behind it. @default - every pod of the namespace */
  readonly podLabels?: Readonly<Record<string, string>>;
}

/** Where something stands that this project does not emit. */
export type OutsidePlace = OutsideAddress | OutsideService;

/** A place as its clients and as policies see it. */
export interface ReachedPlace {
  readonly host: string;
  readonly port: number;
  readonly target: Peer;
  readonly ports: readonly Port[];
}

/**
 * Makes out what clients and policies need.
 *
 * @param construct what stands there; its id is the name in pictures
 * @throws ProblemsError with everything that is wrong
 */
export function reach(
  construct: Construct,
  place: OutsidePlace,
  defaultPort: number,
  protocol: Port['protocol'] = 'TCP',
): ReachedPlace {
  const { id: name, path } = construct.node;
  const port = place.port ?? defaultPort;
  const podPort = 'networks' in place ? port : (place.podPort ?? port);
  const wrong = [...new Set([port, podPort])].flatMap((given) => told(portForm(), given));
  wrong.push(...('networks' in place ? addressProblems(place) : serviceProblems(place)));
  if (wrong.length > 0) throw new ProblemsError(wrong.map((message) => ({ where: path, message })));
  const ports = [{ port: podPort, ...(protocol !== 'TCP' && { protocol }) }];
  if ('networks' in place) {
    return { host: place.host, port, ports, target: { kind: 'addresses', cidrs: [...place.networks], name } };
  }
  const host = serviceHost(EnvironmentRoot.of(construct).environment, place.name, place.namespace);
  return { host, port, ports, target: { ...foreignPods(place.namespace, place.podLabels), name } };
}

function addressProblems({ host, networks }: OutsideAddress): string[] {
  return [
    ...(isIP(host) > 0 ? [] : told(hostname(), host)),
    ...(networks.length > 0 ? [] : [`needs at least one network of '${host}', give the CIDRs that it is in`]),
    ...networkProblems(networks),
  ];
}

/** What is wrong with networks, each on its own. */
export function networkProblems(networks: readonly string[]): string[] {
  return networks.flatMap((network) => told(cidr(), network));
}

function serviceProblems({ name, namespace }: OutsideService): string[] {
  return [...new Set([name, namespace])].flatMap((given) => labelNameProblem(given) ?? []);
}

function told(form: ReturnType<typeof hostname | typeof portForm>, given: unknown): string[] {
  return form.safeParse(given).error?.issues.map(({ message }) => message) ?? [];
}
