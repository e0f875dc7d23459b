import type { Labels } from './selectors';

/** A port that some container of a pod declares. */
export interface DeclaredPort {
  /** Empty if it has none. */
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

/** A pod as one end of a connection. */
export interface PodEnd {
  readonly namespace: string;
  readonly labels: Labels;
  /** Ports that its containers declare: what named ports of policies stand for. @default - none */
  readonly ports?: readonly DeclaredPort[];
  /** Labels of its namespace, where no Namespace says them. @default - only its name */
  readonly namespaceLabels?: Labels;
}

/** Something that is no pod of the cluster. */
export interface OutsideEnd {
  /** Its address, IPv4 or IPv6. @default - some address: one that any block of addresses may hold */
  readonly address?: string;
  /** The name that it is asked for by. @default - none: no policy that lets out to names is for it */
  readonly host?: string;
}

/** One end of a connection. */
export type NetworkEnd = PodEnd | OutsideEnd;

/** Whether an end is a pod. */
export function isPod(end: NetworkEnd): end is PodEnd {
  return 'namespace' in end;
}

/** What a packet is sent to. */
export interface NetworkPort {
  /** Number, or name that the receiving pod gives it. @default - one that nobody declares: let through only where all ports are */
  readonly port?: number | string | undefined;
  /** TCP, UDP or SCTP. @default TCP */
  readonly protocol?: string | undefined;
}
