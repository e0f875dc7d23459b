import { load } from 'js-yaml';
import { texts } from '../fields';
import type { Entry } from './entry';

/** A file inside a ConfigMap or Secret. */
export interface EmbeddedFile {
  readonly entry: Entry;
  readonly key: string;
  readonly text: string;
  /** Path below the object, `data["prometheus.yml"]`. */
  readonly path: string;
}

/** The text files of a ConfigMap, or of a Secret (its `stringData`, and `data` decoded if that gives text). */
export function embeddedFiles(entry: Entry): readonly EmbeddedFile[] {
  const files: EmbeddedFile[] = [];
  const add = (part: string, decode: boolean): void => {
    for (const [key, value] of texts(entry.object[part])) {
      const content = decode ? decodeText(value) : value;
      if (content !== undefined) files.push({ entry, key, text: content, path: `${part}[${JSON.stringify(key)}]` });
    }
  };
  if (entry.kind === 'ConfigMap') add('data', false);
  if (entry.kind === 'Secret') {
    add('data', true);
    add('stringData', false);
  }
  return files;
}

/** The file read as YAML or JSON; undefined if it is neither. */
export function parsedFile(file: EmbeddedFile): unknown {
  if (file.text.trim() === '') return undefined;
  try {
    return load(file.text);
  } catch {
    return undefined;
  }
}

function decodeText(value: string): string | undefined {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(value)) return undefined;
  const decoded = Buffer.from(value, 'base64').toString('utf8');
  return decoded.includes('\uFFFD') ? undefined : decoded;
}
