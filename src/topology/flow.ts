import type { Peer, Port } from './peer';

/** Packets that may pass. */
export interface Flow {
  readonly from: Peer;
  readonly to: Peer;
  readonly ports: readonly Port[];
  /** Why, for the table of derived rows. */
  readonly purpose: string;
  /** Whether a chart said so, or it follows from something else (scrape, probe, scaler, migration). */
  readonly origin: 'declared' | 'derived';
}
