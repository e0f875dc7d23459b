import type { Construct } from 'constructs';
import { port as portForm } from '../environment';
import { labelNameProblem } from '../kubernetes';
import { ProblemsError } from '../problem';
import { EnvironmentRoot } from '../system';
import { type AddressBlock, foreignPods, type Peer, type Port } from '../topology';
import { serviceHost } from './host';
import { outsideTarget, type Reached } from './outside-target';
import { told } from './told';

/** A host outside the cluster. */
export interface OutsideAddress {
  /** Its name or IP address. Rendering resolves no name. */
  readonly host: string;
  /**
   * Networks that its addresses are in, for the policies of its clients: `203.0.113.0/24`.
   * @default - those that the environment states, `cluster.outside`; the address itself; or its name, where the network plugin knows names
   */
  readonly networks?: readonly AddressBlock[];
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
  const podPort = 'host' in place ? port : (place.podPort ?? port);
  const wrong = [...new Set([port, podPort])].flatMap((given) => told(portForm(), given));
  const root = EnvironmentRoot.of(construct);
  const reached = 'host' in place ? outsideTarget(root, place.host, place.networks, name) : serviceTarget(place, name);
  if ('problems' in reached) wrong.push(...reached.problems);
  if (wrong.length > 0 || 'problems' in reached) {
    throw new ProblemsError(wrong.map((message) => ({ where: path, message })));
  }
  const ports = [{ port: podPort, ...(protocol !== 'TCP' && { protocol }) }];
  const host = 'host' in place ? place.host : serviceHost(root.environment, place.name, place.namespace);
  return { host, port, ports, target: reached.target };
}

function serviceTarget({ name, namespace, podLabels }: OutsideService, shown: string): Reached {
  const wrong = [...new Set([name, namespace])].flatMap((given) => labelNameProblem(given) ?? []);
  return wrong.length > 0 ? { problems: wrong } : { target: { ...foreignPods(namespace, podLabels), name: shown } };
}
