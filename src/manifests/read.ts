import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type Problem, ProblemsError } from '../problem';
import { withoutCopies } from './copies';
import { attempt, type FoundFile, listManifestFiles } from './folder';
import { ManifestSet } from './manifest-set';
import { type Harvest, takeObjects } from './objects';

/** Largest file that is read, in bytes. An object larger than 1.5 MB is refused by etcd, Argo CD stops at 10 MB. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

/**
 * Reads all Kubernetes YAML and JSON below a folder (or of one file), sorted by path. A folder without any file gives an
 * empty set: whether that is wrong is the caller's to say.
 * @throws ProblemsError with every file that can't be read or is no YAML, with line and column
 */
export function readManifests(folder: string): ManifestSet {
  const problems: Problem[] = [];
  const status = attempt(folder, problems, () => statSync(folder));
  if (status === undefined) throw new ProblemsError(problems);
  const files: FoundFile[] = status.isFile()
    ? [{ path: basename(folder), location: folder, size: status.size }]
    : listManifestFiles(folder, problems);
  const base = (status.isFile() ? dirname(folder) : folder).replace(/\/+$/, '');
  return collect(
    files.map(({ path, location, size }) => ({
      path,
      file: base === '.' ? path : `${base}/${path}`,
      size,
      bytes: () => readFileSync(location),
    })),
    problems,
  );
}

/** A file that may be read: of a folder, or of a git revision. */
export interface ReadableFile {
  readonly path: string;
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  readonly bytes: () => Buffer;
}

/** Reads files into a set; all problems of all files are told together. */
export function collect(files: readonly ReadableFile[], problems: Problem[]): ManifestSet {
  const harvest: Harvest = { manifests: [], warnings: [], problems, index: undefined };
  for (const { path, file, size, bytes } of files) {
    if (size > MAX_FILE_BYTES) {
      const megabytes = (size / 1024 / 1024).toFixed(1);
      problems.push({ where: file, message: `the file has ${megabytes} MB; at most 20 MB are read: split it` });
      continue;
    }
    const content = attempt(file, problems, bytes);
    if (content === undefined) continue;
    const fault = contentFault(content);
    if (fault !== undefined) {
      problems.push({ where: file, message: fault });
      continue;
    }
    try {
      takeObjects(content.toString('utf8'), { file, path, text: () => bytes().toString('utf8') }, harvest);
    } catch (error) {
      if (!(error instanceof ProblemsError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  const { manifests, warnings, index } = harvest;
  const kept = index ? withoutCopies(manifests, index.files) : manifests;
  return new ManifestSet(kept, { files: files.map(({ file }) => file), warnings, index });
}

function contentFault(content: Buffer): string | undefined {
  if (content.includes(0)) return 'binary content (a zero byte); only UTF-8 text is read';
  return isUtf8(content) ? undefined : 'not UTF-8; save the file as UTF-8';
}
