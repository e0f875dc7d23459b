import type { Call } from './code';

/** The two Applications of a system that is begun: what holds data, and what can be made anew. */
export type Place = 'data' | 'app';

/** Something that the chart makes and keeps in a variable. */
export interface PlannedConstruct {
  /** Name of the variable. */
  readonly variable: string;
  readonly place: Place;
  readonly code: Call;
}

/** A call that joins constructs: a connection, a mount, an order. */
export interface PlannedCall {
  /** The variable that it is about: it stands behind it, if what it names stands before. */
  readonly of: string;
  /** Other variables that it names. */
  readonly names: readonly string[];
  readonly code: Call;
}

/** Something that a person has to know or do, with its place in what was read. */
export interface Note {
  /** @default - it is about the whole */
  readonly where?: string | undefined;
  readonly message: string;
}

/** A file of the project beside those that every project has. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

/** A system, as it is written down. */
export interface SystemPlan {
  readonly name: string;
  /** Public domain of production. */
  readonly domain: string;
  /** Images by setting: what each environment says. */
  readonly images: Readonly<Record<string, string>>;
  readonly constructs: readonly PlannedConstruct[];
  readonly calls: readonly PlannedCall[];
  readonly files: readonly PlannedFile[];
  readonly notes: readonly Note[];
}
