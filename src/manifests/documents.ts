import { constructFromEvents, EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml';
import { ProblemsError } from '../problem';
import { KUBERNETES_SCHEMA } from './yaml-schema';

/** How deep collections may be nested; the deepest CRD schemas in use reach about 60. */
const MAX_DEPTH = 200;

/** Aliases may make a document this many times larger than written (and to a floor of nodes): more is a bomb. */
const MAX_GROWTH = 20;
const GROWTH_FLOOR = 10_000;

/** One document of a YAML stream. */
export interface YamlDocument {
  /** Plain data; `undefined` for a document of comments only. */
  readonly value: unknown;
  /** Line of its first key or item, counted from 1. */
  readonly line: number;
}

/**
 * Reads all documents of a YAML or JSON text with the scalars Kubernetes sees.
 * @throws ProblemsError with file, line and column for broken YAML, duplicate keys, recursion, alias bombs, deep nesting
 */
export function parseDocuments(text: string, file: string): YamlDocument[] {
  const events = eventsOf(text, file);
  refuseAliasBombs(events, text, file);
  const values = guarded(file, () => constructFromEvents(events, { source: text, schema: KUBERNETES_SCHEMA }));
  const lines = new LineCounter(text);
  const starts = documentStarts(events);
  return values.map((value, index) => ({ value, line: lines.lineAt(starts[index] ?? 0) }));
}

/** The parser's events of a text; they carry the offsets from which lines are told. */
export function eventsOf(text: string, file: string): Event[] {
  return guarded(file, () => parseEvents(text, { filename: file, maxDepth: MAX_DEPTH }));
}

function guarded<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof YAMLException)) {
      const reason = error instanceof Error ? error.message : String(error);
      throw ProblemsError.at(file, `the YAML can't be read: ${reason}`);
    }
    const where = error.mark === undefined ? file : `${file}:${error.mark.line + 1}:${error.mark.column + 1}`;
    throw ProblemsError.at(where, `broken YAML: ${error.reason}`);
  }
}

/** Offset of the first node of each document. */
function documentStarts(events: readonly Event[]): number[] {
  const starts: number[] = [];
  let open = false;
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) {
      starts.push(0);
      open = true;
    } else if (open && event.type !== EVENT_ID.POP && event.type !== EVENT_ID.ALIAS) {
      starts[starts.length - 1] = Math.max(0, event.type === EVENT_ID.SCALAR ? event.valueStart : event.start);
      open = false;
    }
  }
  return starts;
}

/** Counts the nodes of each document with its aliases spelled out, without spelling them out. */
function refuseAliasBombs(events: readonly Event[], text: string, file: string): void {
  if (!events.some((event) => event.type === EVENT_ID.ALIAS)) return;
  let sizes = new Map<string, number>();
  const open: { anchor: string; size: number; at: number }[] = [];
  for (const event of events) {
    const frame = open.at(-1);
    if (event.type === EVENT_ID.POP) {
      open.pop();
      const parent = open.at(-1);
      if (frame === undefined || parent === undefined) continue;
      if (frame.anchor !== '') sizes.set(frame.anchor, frame.size);
      parent.size += frame.size;
      refuseSize(parent.size, events.length, frame.at, text, file);
    } else if (event.type === EVENT_ID.DOCUMENT) {
      sizes = new Map();
      open.push({ anchor: '', size: 0, at: 0 });
    } else if (event.type === EVENT_ID.ALIAS) {
      const name = text.slice(event.anchorStart, event.anchorEnd);
      if (open.some((entry) => entry.anchor === name) && !sizes.has(name)) {
        throw ProblemsError.at(placeOf(text, event.anchorStart, file), `alias *${name} contains itself; write it out`);
      }
      if (frame !== undefined) frame.size += sizes.get(name) ?? 1;
      refuseSize(frame?.size ?? 0, events.length, event.anchorStart, text, file);
    } else {
      const anchor = event.anchorStart < 0 ? '' : text.slice(event.anchorStart, event.anchorEnd);
      if (event.type === EVENT_ID.SCALAR) {
        if (frame !== undefined) frame.size += 1;
        if (anchor !== '') sizes.set(anchor, 1);
      } else {
        if (anchor !== '') sizes.delete(anchor);
        open.push({ anchor, size: 1, at: Math.max(0, event.start) });
      }
    }
  }
}

function refuseSize(size: number, written: number, offset: number, text: string, file: string): void {
  if (size <= Math.max(GROWTH_FLOOR, written * MAX_GROWTH)) return;
  throw ProblemsError.at(
    placeOf(text, offset, file),
    `aliases make this document more than ${MAX_GROWTH} times as large as it is written (an alias bomb); write the values out`,
  );
}

function placeOf(text: string, offset: number, file: string): string {
  const before = text.slice(0, offset);
  return `${file}:${new LineCounter(text).lineAt(offset)}:${offset - before.lastIndexOf('\n')}`;
}

/** Tells lines of rising offsets in one pass over the text. */
export class LineCounter {
  private offset = 0;
  private line = 1;

  constructor(private readonly text: string) {}

  /** Line of an offset, counted from 1. */
  lineAt(offset: number): number {
    if (offset < this.offset) {
      this.offset = 0;
      this.line = 1;
    }
    let next = this.text.indexOf('\n', this.offset);
    while (next >= 0 && next < offset) {
      this.line++;
      this.offset = next + 1;
      next = this.text.indexOf('\n', this.offset);
    }
    return this.line;
  }
}
