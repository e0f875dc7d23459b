import { ProblemsError } from '../problem';
import { runProgramNow } from '../program';
import type { ManifestSet } from './manifest-set';
import { collect, MAX_FILE_BYTES, type ReadableFile } from './read';

/**
 * Reads the manifests below a folder as they are in a git revision (`HEAD`, a branch, a commit), without touching the
 * work tree. A folder that the revision does not have gives an empty set.
 * @param folder path of the folder, relative to `directory`
 * @param directory a folder of the repository. @default the current folder
 * @throws ProblemsError for an unknown revision, no repository, or files that can't be read
 */
export function readManifestsFromGit(revision: string, folder: string, directory = '.'): ManifestSet {
  if (revision.startsWith('-')) throw ProblemsError.at(revision, 'is no git revision');
  const commit = git(directory, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], revision)
    .toString()
    .trim();
  const prefix = git(directory, ['rev-parse', '--show-prefix'], revision).toString().trim();
  const base = normalised(`${prefix}${folder}`);
  const args = [
    'ls-tree',
    '-r',
    '-l',
    '-z',
    '--full-tree',
    commit,
    ...(base === '' ? [] : ['--', `:(literal)${base}`]),
  ];
  const entries = git(directory, args, revision)
    .toString('utf8')
    .split('\0')
    .flatMap((row) => entryOf(row, base))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const contents = readBlobs(
    directory,
    entries.filter((entry) => entry.size <= MAX_FILE_BYTES),
    revision,
  );
  const files: ReadableFile[] = entries.map(({ path, hash, size }) => ({
    path,
    file: `${revision}:${base === '' ? '' : `${base}/`}${path}`,
    size,
    bytes: () => contents.get(hash) ?? git(directory, ['cat-file', 'blob', hash], revision),
  }));
  const set = collect(files, []);
  contents.clear(); // a line asked for later reads its one blob again
  return set;
}

interface TreeEntry {
  readonly path: string;
  readonly hash: string;
  readonly size: number;
}

/** One row of `git ls-tree -l`: mode, type, hash, size, path; links and submodules are left out. */
function entryOf(row: string, base: string): TreeEntry[] {
  const match = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(row);
  if (match === null) return [];
  const [, hash = '', size = '0', full = ''] = match;
  const path = base === '' || full === base ? full : full.slice(base.length + 1);
  const hidden = path.split('/').some((part) => part.startsWith('.') || part === 'node_modules');
  return hidden || !/\.(ya?ml|json)$/i.test(path) ? [] : [{ path, hash, size: Number(size) }];
}

/** All blobs through one process: `git cat-file --batch` answers `hash type size`, the bytes and a line end for each. */
function readBlobs(directory: string, entries: readonly TreeEntry[], revision: string): Map<string, Buffer> {
  const contents = new Map<string, Buffer>();
  if (entries.length === 0) return contents;
  const total = entries.reduce((sum, entry) => sum + entry.size + 200, 0);
  const input = entries.map((entry) => `${entry.hash}\n`).join('');
  const output = git(directory, ['cat-file', '--batch'], revision, input, total);
  let offset = 0;
  for (const { hash, size } of entries) {
    const start = output.indexOf(10, offset) + 1;
    contents.set(hash, output.subarray(start, start + size));
    offset = start + size + 1;
  }
  return contents;
}

function git(directory: string, args: readonly string[], revision: string, input = '', limit = 64 << 20): Buffer {
  const { code, stdout, stderr } = runProgramNow(['git'], args, { directory, input, limit });
  if (code === 0) return stdout;
  const said = stderr.trim().split('\n')[0] ?? '';
  const why = said === '' ? 'there is no such revision or folder' : said.replace(/^fatal: /, '');
  throw ProblemsError.at(revision, `git can't read it: ${why}; name a commit, a branch or a folder that exists`);
}

function normalised(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined)
        throw ProblemsError.at(path, 'is outside the git repository; compare with a folder');
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
