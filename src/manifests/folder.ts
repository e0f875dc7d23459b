import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../problem';
import { compare } from '../problem';

/** A manifest file found in a folder. */
export interface FoundFile {
  /** Path in the folder, with `/`. */
  readonly path: string;
  /** Path to open. */
  readonly location: string;
  /** In bytes. */
  readonly size: number;
}

const MANIFEST_NAME = /\.(ya?ml|json)$/i;

/** Lists the YAML and JSON files below a folder, sorted by path; folders named `.…` and `node_modules` are left out. */
export function listManifestFiles(folder: string, problems: Problem[]): FoundFile[] {
  const found: FoundFile[] = [];
  visit(folder, '', [], found, problems);
  return found.sort((a, b) => compare(a.path, b.path));
}

function visit(
  folder: string,
  path: string,
  parents: readonly string[],
  found: FoundFile[],
  problems: Problem[],
): void {
  const location = join(folder, path);
  const real = attempt(location, problems, () => realpathSync(location));
  if (real === undefined) return;
  if (parents.includes(real)) {
    problems.push({ where: location, message: 'symbolic link loop: this folder contains itself; remove the link' });
    return;
  }
  const entries = attempt(location, problems, () => readdirSync(location, { withFileTypes: true })) ?? [];
  for (const entry of entries) {
    const inner = path === '' ? entry.name : `${path}/${entry.name}`;
    const mayBeFolder = entry.isDirectory() || entry.isSymbolicLink();
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    if (!mayBeFolder && !(entry.isFile() && MANIFEST_NAME.test(entry.name))) continue;
    if (entry.isDirectory()) {
      visit(folder, inner, [...parents, real], found, problems);
      continue;
    }
    const status = attempt(join(folder, inner), problems, () => statSync(join(folder, inner)));
    if (status?.isDirectory()) visit(folder, inner, [...parents, real], found, problems);
    else if (status?.isFile() && MANIFEST_NAME.test(entry.name)) {
      found.push({ path: inner, location: join(folder, inner), size: status.size });
    }
  }
}

/** Does one thing to the disk; what fails becomes a problem that names the path. */
export function attempt<T>(where: string, problems: Problem[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    problems.push({ where, message: REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? reasonOf(error) });
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  return `can't be read: ${error instanceof Error ? error.message : String(error)}`;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder; check the path, or the link that leads here',
  EACCES: 'no permission to read it; give this user read access',
  EPERM: 'no permission to read it; give this user read access',
  ELOOP: 'symbolic link loop; remove the link',
  ENOTDIR: 'not a folder',
};
