import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type IndexedFile, isOutputIndex, type OutputIndex } from '../manifests';
import { compare, ProblemsError } from '../problem';
import type { OutputFile } from './files';
import { indexFile } from './output-index';

/** Which part of the output is written; what another part owns is left alone. */
export interface Part {
  /** @default - every environment */
  readonly environments?: readonly string[];
  /** @default - every system */
  readonly systems?: readonly string[];
}

/** What writing would change. */
export interface OutputPlan {
  readonly write: readonly OutputFile[];
  /** Paths of files that this project owns and no longer makes. */
  readonly remove: readonly string[];
  readonly unchanged: number;
}

/** The index of an output folder, or an empty one. @throws ProblemsError if it isn't an index of ours */
export function readIndex(folder: string): OutputIndex {
  const path = join(folder, indexFile);
  const empty: OutputIndex = { version: 1, applications: [], files: [], secrets: [] };
  if (!existsSync(path)) return empty;
  try {
    const index: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (!isOutputIndex(index)) throw new Error('not an index');
    return index;
  } catch {
    throw ProblemsError.at(
      path,
      'is not the index of an output folder of version 1: delete it, or choose another output folder',
    );
  }
}

/** The new index with what other parts own taken over from the old one. */
export function mergeIndex(old: OutputIndex, fresh: OutputIndex, part: Part): OutputIndex {
  const kept = old.files.filter((file) => !belongsTo(file, part));
  const replaced = fresh.files.filter((file) => belongsTo(file, part));
  const wholeEnvironment = (environment: string) =>
    part.environments === undefined || part.environments.includes(environment);
  return {
    version: 1,
    applications: sortedBy(
      [...(old.applications ?? []).filter((a) => !wholeEnvironment(a.environment)), ...(fresh.applications ?? [])],
      (a) => `${a.environment} ${String(a.wave).padStart(6, '0')} ${a.name}`,
    ),
    files: sortedBy([...kept, ...replaced], (file) => `${file.path} ${file.group}/${file.kind}`),
    secrets: sortedBy(
      [...old.secrets.filter((s) => !wholeEnvironment(s.environment)), ...fresh.secrets],
      (s) => `${s.environment} ${s.namespace} ${s.name}`,
    ),
  };
}

/** Whether a file is of the part. Argo CD's own files belong to no single system, so every part of an environment writes them. */
export function belongsTo(file: Pick<IndexedFile, 'environment' | 'system'>, part: Part): boolean {
  const inEnvironment = part.environments?.includes(file.environment) ?? true;
  return inEnvironment && (part.systems === undefined || part.systems.includes(file.system));
}

/** Compares files with a folder. Only files that the folder's index lists are ever removed. */
export function planOutput(folder: string, files: readonly OutputFile[], index: OutputIndex): OutputPlan {
  const old = readIndex(folder);
  const owned = new Set(index.files.map(({ path }) => path));
  const all = [...files, { path: indexFile, text: indexText(index) }];
  const write = all.filter(({ path, text }) => readText(join(folder, path)) !== text);
  const remove = [...new Set(old.files.map(({ path }) => path))].filter(
    (path) => !owned.has(path) && existsSync(join(folder, path)),
  );
  return { write, remove: remove.sort(compare), unchanged: all.length - write.length };
}

/**
 * Writes what differs. New content is written beside its place first and then renamed, the index last: a run that fails while
 * it writes leaves whole files only, and the next run completes it.
 */
export function writeOutput(folder: string, plan: OutputPlan): void {
  const staged: { from: string; to: string }[] = [];
  try {
    for (const { path, text } of plan.write) {
      const to = join(folder, path);
      mkdirSync(dirname(to), { recursive: true });
      const from = `${to}.new`;
      staged.push({ from, to });
      writeFileSync(from, text);
    }
  } catch (error) {
    for (const { from } of staged) rmSync(from, { force: true });
    throw ProblemsError.at(
      folder,
      `can't be written: ${(error as Error).message}; nothing was changed, mend the folder and run again`,
    );
  }
  for (const { from, to } of staged) renameSync(from, to);
  for (const path of plan.remove) {
    rmSync(join(folder, path), { force: true });
    removeEmptyFolders(folder, dirname(path));
  }
}

function removeEmptyFolders(root: string, path: string): void {
  for (let current = path; current !== '.' && current !== ''; current = dirname(current)) {
    const folder = join(root, current);
    if (!existsSync(folder) || readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function indexText(index: OutputIndex): string {
  // One entry a line: a change of one object is a change of one line.
  const list = (items: readonly unknown[]) =>
    items.length === 0 ? '[]' : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  return `{\n  "version": 1,\n  "applications": ${list(index.applications ?? [])},\n  "files": ${list(index.files)},\n  "secrets": ${list(index.secrets)}\n}\n`;
}

function sortedBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...items].sort((a, b) => compare(key(a), key(b)));
}
