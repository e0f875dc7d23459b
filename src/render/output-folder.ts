import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { indexFile, type OutputIndex, readOutputIndex } from '../manifests';
import { compare, ProblemsError } from '../problem';
import { describeRequirement } from '../requirements';
import type { OutputFile } from './files';

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
  /** The index that is written: every file that is owned then. */
  readonly index: OutputIndex;
}

/** The index of an output folder, or an empty one. @throws ProblemsError if it isn't an index of ours */
export function readIndex(folder: string): OutputIndex {
  return readOutputIndex(folder) ?? { version: 1, applications: [], files: [], secrets: [] };
}

/** The new index with what other parts own taken over from the old one. */
export function mergeIndex(old: OutputIndex, fresh: OutputIndex, part: Part): OutputIndex {
  const merged = <T extends { environment: string; system?: string }>(before: readonly T[], after: readonly T[]) => [
    ...before.filter(({ environment, system = '' }) => !belongsTo({ environment, system }, part)),
    ...after.filter(({ environment, system = '' }) => belongsTo({ environment, system }, part)),
  ];
  const written = new Set(fresh.environments?.map(({ name }) => name));
  return {
    version: 1,
    environments: sortedBy(
      [
        ...(old.environments ?? []).filter(({ name }) => part.environments !== undefined && !written.has(name)),
        ...(fresh.environments ?? []),
      ],
      ({ name }) => name,
    ),
    applications: sortedBy(
      merged(old.applications ?? [], fresh.applications ?? []),
      (a) => `${a.environment} ${String(a.wave).padStart(6, '0')} ${a.name}`,
    ),
    files: sortedBy(merged(old.files, fresh.files), (file) => `${file.path} ${file.group}/${file.kind}`),
    secrets: sortedBy(merged(old.secrets, fresh.secrets), (s) => `${s.environment} ${s.namespace} ${s.name}`),
    // Several systems may need one thing, so that an environment's list is written as a whole.
    requirements: sortedBy(
      [
        ...(old.requirements ?? []).filter(
          ({ environment }) => part.environments !== undefined && !written.has(environment),
        ),
        ...(fresh.requirements ?? []),
      ],
      (r) => `${r.environment} ${describeRequirement(r)} ${r.apiVersion ?? ''}`,
    ),
  };
}

/** Whether something is of the part. What belongs to no system (bootstrap.yaml) is written with all systems only. */
export function belongsTo(owned: { readonly environment: string; readonly system: string }, part: Part): boolean {
  const inEnvironment = part.environments?.includes(owned.environment) ?? true;
  return inEnvironment && (part.systems === undefined || part.systems.includes(owned.system));
}

/** Compares files with a folder. Only files that the folder's index lists are ever removed. */
export function planOutput(folder: string, files: readonly OutputFile[], index: OutputIndex): OutputPlan {
  const old = readIndex(folder);
  const owned = new Set(index.files.map(({ path }) => path));
  const all = [...files, { path: indexFile, text: indexText(index) }];
  const write = all.filter(({ path, text }) => !holds(join(folder, path), text));
  const remove = [...new Set(old.files.map(({ path }) => path))].filter(
    (path) => !owned.has(path) && existsSync(join(folder, path)),
  );
  return { write, remove: remove.sort(compare), unchanged: all.length - write.length, index };
}

/**
 * Writes what differs. New content is written into a folder beside the old one first; then files are put into place and stale
 * ones removed. If any of it fails, the output is put back as it was.
 *
 * @throws ProblemsError if the folder can't be written
 */
export function writeOutput(folder: string, plan: OutputPlan): void {
  if (plan.write.length === 0 && plan.remove.length === 0) return;
  const undo: (() => void)[] = [];
  try {
    makeFolder(folder, undo);
    const made = new Set(
      [...new Set(plan.write.map(({ path }) => dirname(path)))].filter((path) => makeFolder(join(folder, path), undo)),
    );
    // A folder that was made here goes as a whole if anything fails, so its files need no detour.
    for (const { path, text } of plan.write) if (made.has(dirname(path))) writeFileSync(join(folder, path), text);
    const staged = plan.write.filter(({ path }) => !made.has(dirname(path)));
    const staging = mkdtempSync(join(folder, '.new-'));
    undo.push(() => rmSync(staging, { recursive: true, force: true }));
    for (const [index, { text }] of staged.entries()) writeFileSync(join(staging, String(index)), text);
    for (const [index, { path }] of staged.entries()) {
      const to = join(folder, path);
      const before = existsSync(to) ? readFileSync(to) : undefined;
      renameSync(join(staging, String(index)), to);
      undo.push(() => (before === undefined ? rmSync(to) : writeFileSync(to, before)));
    }
    for (const path of plan.remove) {
      const file = join(folder, path);
      const before = readFileSync(file);
      rmSync(file);
      undo.push(() => writeFileSync(file, before));
    }
    rmdirSync(staging);
  } catch (error) {
    for (const step of undo.reverse()) step();
    const message = error instanceof Error ? error.message : String(error);
    throw ProblemsError.at(
      folder,
      `can't be written: ${message.replace(/\.new-\w+/g, '.new')}; nothing was changed, mend the folder and run again`,
    );
  }
  for (const path of plan.remove) removeEmptyFolders(folder, dirname(path));
}

/** Makes a folder and those above it, and says how to take away what was made. Tells whether there was anything to make. */
function makeFolder(path: string, undo: (() => void)[]): boolean {
  if (existsSync(path)) return false;
  const first = mkdirSync(path, { recursive: true });
  if (first !== undefined) undo.push(() => rmSync(first, { recursive: true, force: true }));
  return first !== undefined;
}

function removeEmptyFolders(root: string, path: string): void {
  for (let current = path; current !== '.' && current !== ''; current = dirname(current)) {
    const folder = join(root, current);
    if (!existsSync(folder) || readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}

function holds(path: string, text: string): boolean {
  try {
    // Most that differ are new or of another size, and need not be read.
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    return size === Buffer.byteLength(text) && readFileSync(path, 'utf8') === text;
  } catch {
    return false;
  }
}

function indexText(index: OutputIndex): string {
  // One entry a line: a change of one object is a change of one line.
  const list = (items: readonly unknown[]) =>
    items.length === 0 ? '[]' : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  return `{\n  "version": 1,\n  "environments": ${list(index.environments ?? [])},\n  "applications": ${list(index.applications ?? [])},\n  "files": ${list(index.files)},\n  "secrets": ${list(index.secrets)},\n  "requirements": ${list(index.requirements ?? [])}\n}\n`;
}

function sortedBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return items
    .map((item) => ({ key: key(item), item }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ item }) => item);
}
