import type { KubernetesObject } from '../kubernetes/object';
import { FieldLines, type FieldPath } from './field-lines';

/** Where a manifest was read from; the text is read again when a line is asked for, not kept. */
export interface ManifestSource {
  /** For people: the folder as given and the path in it, with `/`. */
  readonly file: string;
  /** Path in the folder that was read, with `/`. */
  readonly path: string;
  /** Reads the text anew; throws when it is gone. */
  readonly text: () => string;
}

/** One object and the place it was read from. */
export interface Manifest {
  readonly object: KubernetesObject;
  /** File for people: the folder as given and the path in it. */
  readonly file: string;
  /** Path in the folder that was read: `local/zamperla-app/deployment.data.yaml`. */
  readonly path: string;
  /** Line of the document (or of the item of a list) in the file, counted from 1. */
  readonly line: number;
  /** Line of a field, or of the nearest field around it that is written in the file. */
  lineOf(path: FieldPath): number;
}

let cached: { source: ManifestSource; lines: FieldLines } | undefined;

/** A manifest of a file, with lines told on demand. */
export class FileManifest implements Manifest {
  constructor(
    readonly object: KubernetesObject,
    readonly line: number,
    private readonly source: ManifestSource,
    private readonly document: number,
    private readonly prefix: FieldPath = [],
  ) {}

  get file(): string {
    return this.source.file;
  }

  get path(): string {
    return this.source.path;
  }

  lineOf(path: FieldPath): number {
    if (cached?.source !== this.source) {
      try {
        cached = { source: this.source, lines: new FieldLines(this.source.text(), this.source.file) };
      } catch {
        return this.line; // the file was changed or removed since it was read: the document's line still helps
      }
    }
    return cached.lines.lineOf(this.document, [...this.prefix, ...path]) ?? this.line;
  }
}
