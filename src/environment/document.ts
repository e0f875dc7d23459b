import {
  Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { type Problem, ProblemsError } from '../problem';

/** A path of keys and indices into a document. */
export type Path = readonly PropertyKey[];

/** A YAML file that was read, which knows where in the file each value stands. */
export interface PlacedDocument {
  readonly value: unknown;
  /** Place of the value at a path, or of the nearest value above it. */
  placeOf(path: Path): string;
  /** Place of a key of the mapping at a path. */
  placeOfKey(path: Path, key: string): string;
  /** The value at a path as it is written in the file, if it is a plain value. */
  written(path: Path): string | undefined;
}

/** How often aliases may repeat what they stand for, which keeps a small file from becoming a huge value. */
const MAX_ALIASES = 100;

/**
 * Reads one YAML 1.2 document.
 *
 * @param needs what the file must hold at least, for the text about an empty one. @default - an empty file is an empty mapping
 * @param options `merge` for files whose form knows merge keys (`<<`), which YAML 1.2 does not. @default - they are told as wrong
 * @throws ProblemsError with all that is wrong with it as YAML
 */
export function parsePlaced(file: string, text: string, needs?: string, { merge = false } = {}): PlacedDocument {
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    uniqueKeys: false,
    version: '1.2',
    merge,
  });
  const wrong = [...syntaxProblems(document, at), ...nodeProblems(document, at, merge)];
  if (wrong.length > 0) throw new ProblemsError(wrong);
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    if (needs !== undefined) throw ProblemsError.at(file, `the file is empty, it needs at least ${needs}`);
    return placed(document, at, {});
  }
  return placed(document, at, plainValue(document, file));
}

function plainValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    throw ProblemsError.at(file, `the aliases repeat too much, allowed: at most ${MAX_ALIASES} repeated values`);
  }
}

/** Only the first error of syntax: the rest is guesswork of the parser. */
function syntaxProblems(document: Document, at: (offset: number) => string): Problem[] {
  return document.errors.slice(0, 1).map(({ code, message, pos }) => ({
    where: at(pos[0]),
    message: YAML_ERRORS[code] ?? `broken YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
  }));
}

const YAML_ERRORS: Record<string, string> = {
  MULTIPLE_DOCS: "a second document begins here, the file holds one: take the line '---' out",
  RESOURCE_EXHAUSTION: 'values are nested too deeply',
};

function nodeProblems(document: Document, at: (offset: number) => string, merge: boolean): Problem[] {
  const wrong: Problem[] = [];
  const tell = (node: Node, message: string) => wrong.push({ where: at(node.range?.[0] ?? 0), message });
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && isMergeKey(key.value)) {
        if (!merge)
          tell(
            key,
            "merge keys ('<<') are not part of YAML 1.2, write the keys out or use an alias for the whole value",
          );
      } else if (!isScalar(key) || key.value === null) {
        tell(key as Node, 'a key must be plain text');
      }
    },
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name) && !isMergeKey(key.value))
          tell(key, `the key '${name}' stands twice in this mapping, keep one of them`);
        seen.add(name);
      }
    },
    Alias(_, alias, ancestors) {
      const target = alias.resolve(document);
      if (target === undefined) tell(alias, `the alias '*${alias.source}' has no anchor '&${alias.source}' before it`);
      else if (ancestors.includes(target)) tell(alias, `the alias '*${alias.source}' stands inside of its own anchor`);
    },
    Node(_, node) {
      if (node.tag && !(node instanceof Alias) && !node.tag.startsWith('tag:yaml.org,2002:')) {
        tell(node, `unknown tag '${node.tag}', take it out`);
      }
    },
  });
  return wrong;
}

function placed(document: Document, at: (offset: number) => string, value: unknown): PlacedDocument {
  const resolved = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  const pairOf = pairFinder();
  const child = (node: unknown, key: PropertyKey): unknown => {
    if (isMap(node)) return pairOf(node, String(key))?.value ?? mergedChild(node, key);
    return isSeq(node) ? node.items[Number(key)] : undefined;
  };
  const mergedChild = (map: YAMLMap, key: PropertyKey): unknown => {
    const merged = resolved(pairOf(map, '<<')?.value);
    const found = (isSeq(merged) ? merged.items : [merged]).map((one) => child(resolved(one), key));
    return found.find((value) => value !== undefined);
  };
  const walk = (path: Path): { readonly node: unknown; readonly offset: number; readonly whole: boolean } => {
    let node: unknown = document.contents;
    let offset = document.contents?.range?.[0] ?? 0;
    for (const key of path) {
      const next = child(resolved(node), key) as Node | null | undefined;
      if (next === null || next === undefined) return { node, offset, whole: false };
      node = next;
      offset = next.range?.[0] ?? offset;
    }
    return { node, offset, whole: true };
  };
  return {
    value,
    placeOf: (path) => at(walk(path).offset),
    placeOfKey(path, key) {
      const { node, offset } = walk(path);
      const map = resolved(node);
      const pair = isMap(map) ? pairOf(map, key) : undefined;
      return at((pair?.key as Node | undefined)?.range?.[0] ?? offset);
    },
    written(path) {
      const { node, whole } = walk(path);
      const scalar = resolved(node);
      return whole && isScalar(scalar) ? scalar.source : undefined;
    },
  };
}

/** With merging the parser makes a symbol of the key. */
function isMergeKey(value: unknown): boolean {
  return value === '<<' || (typeof value === 'symbol' && value.description === '<<');
}

/** Finds pairs of mappings by key; each mapping is indexed once, so that a file full of mistakes is told in linear time. */
function pairFinder(): (map: YAMLMap, key: string) => Pair | undefined {
  const indices = new WeakMap<YAMLMap, Map<string, Pair>>();
  return (map, key) => {
    let index = indices.get(map);
    if (index === undefined) {
      index = new Map(
        map.items.map((pair) => [
          isScalar(pair.key) ? (isMergeKey(pair.key.value) ? '<<' : String(pair.key.value)) : '',
          pair,
        ]),
      );
      indices.set(map, index);
    }
    return index.get(key);
  };
}
