import { lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProblemsError } from '../problem';
import type { PlannedFile } from './plan';

/**
 * Writes a new project. All of it is written beside first, then put into place; if anything fails, nothing is left.
 *
 * @throws ProblemsError with every file that exists already
 */
export function writeProject(folder: string, files: readonly PlannedFile[]): void {
  const problems = files
    .map(({ path }) => join(folder, path))
    .filter(exists)
    .map((where) => ({
      where,
      message: 'exists already, and nothing is overwritten: move it away, or name another folder',
    }));
  if (problems.length > 0) throw new ProblemsError(problems);
  const undo: (() => void)[] = [];
  const make = (path: string) => {
    const first = mkdirSync(path, { recursive: true });
    if (first !== undefined) undo.push(() => rmSync(first, { recursive: true, force: true }));
  };
  try {
    make(folder);
    const staging = mkdtempSync(join(folder, '.new-'));
    undo.push(() => rmSync(staging, { recursive: true, force: true }));
    for (const [index, { text }] of files.entries()) writeFileSync(join(staging, String(index)), text);
    for (const [index, { path }] of files.entries()) {
      const to = join(folder, path);
      make(dirname(to));
      renameSync(join(staging, String(index)), to);
      undo.push(() => rmSync(to, { force: true }));
    }
    rmSync(staging, { recursive: true });
  } catch (error) {
    for (const step of undo.reverse()) step();
    const { message } = error as Error;
    throw ProblemsError.at(
      folder,
      `can't be written: ${message.replace(/\.new-\w+/g, '.new')}; mend the folder and run again`,
    );
  }
}

function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Something above it is a file: making the folder tells.
    return false;
  }
}
