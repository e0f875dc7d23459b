import { parseDocuments } from '../../../manifests';
import { isMap } from '../../../manifests/fields';

/** Largest embedded document that is looked into, in characters; a larger one is compared as text. */
const LIMIT = 2_000_000;

/** Whether a field may hold a whole document in one string: the keys of a ConfigMap. */
export function mayEmbed(kind: string, path: readonly string[]): boolean {
  return kind === 'ConfigMap' && path.length === 2 && path[0] === 'data';
}

/** The document that a ConfigMap key holds as JSON or YAML; `undefined` where it is other text. */
export function embeddedDocument(key: string, text: string): unknown {
  if (text.length > LIMIT) return undefined;
  const looksLikeJson = /^\s*[[{]/.test(text);
  if (looksLikeJson) {
    try {
      return asCollection(JSON.parse(text));
    } catch {
      // JSON with placeholders or comments: perhaps YAML
    }
  }
  if (!looksLikeJson && !/\.ya?ml$/.test(key)) return undefined;
  try {
    const documents = parseDocuments(text, key);
    return documents.length === 1 ? asCollection(documents[0]?.value) : undefined;
  } catch {
    return undefined; // not what its name says: compared as text
  }
}

function asCollection(value: unknown): unknown {
  return isMap(value) || Array.isArray(value) ? value : undefined;
}
