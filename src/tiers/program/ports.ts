import { type ContainerPort, labelProblem, portProblem, repeated } from '../../kubernetes';
import type { Port } from '../../topology';
import type { ServicePort } from '../service';

/** What is spoken at a port; any other text is the `appProtocol` as it stands: `kubernetes.io/ws`, `mysql`. */
export type PortProtocol = 'http' | 'https' | 'grpc' | 'tcp' | 'udp' | (string & {});

/** A port that a tier listens on. */
export interface TierPort {
  /** Name of the port, in the Service too; meshes that choose by name read it up to the first `-`. */
  readonly name: string;
  /** Number that the program listens on. */
  readonly port: number;
  /** What is spoken there: `appProtocol` of the Service follows, and UDP for `udp`. @default http */
  readonly protocol?: PortProtocol;
  /** Port of the Service. @default - the program's */
  readonly servicePort?: number;
}

/** The ports of a tier: one of HTTP, or several with their names. */
export interface PortProps {
  /** Port of HTTP that the program listens on, named `http`; for other ports, `ports`. @default - those of `ports` */
  readonly port?: number;
  /** Port of the Service, for `port`. @default - the program's port */
  readonly servicePort?: number;
  /** Ports that the program listens on; the first is what clients, probes and exposure mean unless they name one. @default - `port` */
  readonly ports?: readonly TierPort[];
}

/**
 * What Services say of a protocol. gRPC has no registered name, and what it needs from a proxy is HTTP/2 without TLS: Kubernetes docs,
 * Service, application protocol. `tcp` keeps meshes from guessing, which fails where the server speaks first: Istio docs.
 */
const appProtocols: Readonly<Record<string, string | undefined>> = { grpc: 'kubernetes.io/h2c', udp: undefined };

/** A port with what follows from its protocol. */
export interface ResolvedPort extends Required<TierPort> {
  readonly transport: 'TCP' | 'UDP';
  /** @default - the Service says nothing */
  readonly appProtocol?: string | undefined;
}

/** The ports of a tier, the main one first. The short form says no protocol: its name is `http`. */
export function portsOf({ port, servicePort, ports = [] }: PortProps): ResolvedPort[] {
  const short = { name: 'http', protocol: 'http', transport: 'TCP' } as const;
  return [
    ...(port === undefined ? [] : [{ ...short, port, servicePort: servicePort ?? port }]),
    ...ports.map(({ name, port: number, protocol = 'http', servicePort: offered = number }) => ({
      name,
      port: number,
      protocol,
      servicePort: offered,
      transport: protocol === 'udp' ? ('UDP' as const) : ('TCP' as const),
      appProtocol: Object.hasOwn(appProtocols, protocol) ? appProtocols[protocol] : protocol,
    })),
  ];
}

/** The port of a name. @throws if there is none */
export function portNamed(ports: readonly ResolvedPort[], wanted: string): ResolvedPort {
  const port = ports.find(({ name }) => name === wanted);
  if (port) return port;
  throw new Error(`has no port '${wanted}', its ports are ${ports.map(({ name }) => name).join(', ')}`);
}

/** All that is wrong with the ports of a tier that serves; the numbers of the program itself are the container's matter. */
export function portProblems(props: PortProps): string[] {
  const { port, servicePort, ports } = props;
  const resolved = portsOf(props);
  const numbers = resolved.map((one) => `${one.servicePort}/${one.transport}`);
  return [
    resolved.length === 0
      ? 'has no port, give `port` or `ports`; for a program without one there is BackgroundService'
      : undefined,
    port !== undefined && ports ? 'has both `port` and `ports`, give all of them as `ports`' : undefined,
    servicePort !== undefined && ports
      ? 'has `servicePort` beside `ports`, give it with the port it is for'
      : undefined,
    ...resolved
      .filter((one) => one.servicePort !== one.port)
      .map((one) => portProblem(`servicePort of '${one.name}'`, one.servicePort)),
    ...repeated(numbers).map(
      (number) => `two ports are ${number} of the Service, give one of them another \`servicePort\``,
    ),
    ...resolved.map(({ name, protocol }) =>
      labelProblem(protocol, '', false)
        ? `protocol '${protocol}' of port '${name}' is not possible, give one that Services know or a name of letters, digits, '-', '_' and '.', with a domain and '/' before it`
        : undefined,
    ),
  ].flatMap((problem) => problem ?? []);
}

/** The ports of the container. */
export function containerPortsOf(ports: readonly ResolvedPort[]): ContainerPort[] {
  return ports.map(({ name, port, transport }) => ({ name, port, protocol: transport }));
}

/** The ports of the Service. */
export function servicePortsOf(ports: readonly ResolvedPort[]): ServicePort[] {
  return ports.map(({ name, servicePort, transport, appProtocol }) => ({
    name,
    port: servicePort,
    targetPort: name,
    protocol: transport,
    appProtocol,
  }));
}

/** A port as policies name it. */
export function policyPort({ port, transport }: ResolvedPort): Port {
  return { port, ...(transport === 'UDP' && { protocol: transport }) };
}
