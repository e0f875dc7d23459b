import { EVENT_ID, getScalarValue } from 'js-yaml';
import { eventsOf, LineCounter } from './documents';

/** A field of an object: `['spec', 'containers', 0, 'image']`. */
export type FieldPath = readonly (string | number)[];

/** Where the fields of one file are: filled on first use, as only a finding asks for it. */
export class FieldLines {
  private readonly lines = new Map<string, number>();

  constructor(text: string, file: string) {
    const counter = new LineCounter(text);
    const open: { path: string; key: string | undefined; index: number; isMap: boolean }[] = [];
    let document = -1;
    for (const event of eventsOf(text, file)) {
      if (event.type === EVENT_ID.DOCUMENT) {
        document++;
        open.push({ path: '', key: undefined, index: document, isMap: false });
        continue;
      }
      if (event.type === EVENT_ID.POP) {
        open.pop();
        continue;
      }
      const frame = open.at(-1);
      if (frame === undefined) continue;
      const offset =
        event.type === EVENT_ID.SCALAR
          ? event.valueStart
          : event.type === EVENT_ID.ALIAS
            ? event.anchorStart
            : event.start;
      if (frame.isMap && frame.key === undefined) {
        frame.key = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '';
        this.lines.set(pathKey(frame.path, frame.key), counter.lineAt(offset));
        if (event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS) continue;
      }
      const step = frame.isMap ? (frame.key ?? '') : frame.index++;
      const path = pathKey(frame.path, step);
      if (!frame.isMap) this.lines.set(path, counter.lineAt(Math.max(0, offset)));
      frame.key = undefined;
      if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
        open.push({ path, key: undefined, index: 0, isMap: event.type === EVENT_ID.MAPPING });
      }
    }
  }

  /** Line of a field of the nth document, or of the nearest field around it that is written in the file. */
  lineOf(document: number, path: FieldPath): number | undefined {
    let key = pathKey('', document);
    let line = this.lines.get(key);
    for (const step of path) {
      key = pathKey(key, step);
      const found = this.lines.get(key);
      if (found === undefined) break;
      line = found;
    }
    return line;
  }
}

function pathKey(parent: string, step: string | number): string {
  return `${parent}\u0000${step}`;
}
