import type { Git } from './git';

/** A file in a commit. */
export interface TreeFile {
  readonly mode: string;
  readonly hash: string;
}

const file = '100644';
const nothing = '0000000000000000000000000000000000000000';

/** The files below a folder of a commit, by their path in it. */
export async function filesBelow(git: Git, commit: string, folder: string): Promise<Map<string, TreeFile>> {
  const text = await git.ask(['ls-tree', '-r', '-z', '--full-tree', commit, '--', `:(literal)${folder}/`], folder);
  return new Map(
    rows(text).flatMap(([mode, , hash, path]) =>
      path === undefined ? [] : [[path.slice(folder.length + 1), { mode, hash }]],
    ),
  );
}

/** What stands at a path of a commit: `tree`, `blob`, `commit` (a submodule), or nothing; links are told apart. */
export async function kindAt(
  git: Git,
  commit: string,
  path: string,
): Promise<'folder' | 'file' | 'link' | 'submodule' | undefined> {
  const [row] = rows(await git.ask(['ls-tree', '-z', '--full-tree', commit, '--', `:(literal)${path}`], path));
  if (row === undefined) return undefined;
  const [mode, type] = row;
  if (mode === '120000') return 'link';
  if (type === 'commit') return 'submodule';
  return type === 'tree' ? 'folder' : 'file';
}

/** Stores texts and gives their hashes, in their order; bytes as they are, whatever the repository says of line ends. */
export async function storeFiles(git: Git, locations: readonly string[]): Promise<string[]> {
  if (locations.length === 0) return [];
  const input = `${locations.join('\n')}\n`;
  const text = await git.ask(['hash-object', '-w', '--no-filters', '--stdin-paths'], 'output', input);
  return text.trim().split('\n');
}

export async function storeText(git: Git, text: string): Promise<string> {
  return (await git.ask(['hash-object', '-w', '--stdin'], 'output', text)).trim();
}

/** A tree made of another one, with files put in (by full path) and taken out. Gives its hash. */
export async function changeTree(
  git: Git,
  base: string | undefined,
  put: ReadonlyMap<string, string>,
  take: readonly string[],
): Promise<string> {
  await git.ask(base === undefined ? ['read-tree', '--empty'] : ['read-tree', `${base}^{tree}`], 'index');
  const lines = [
    ...take.map((path) => `0 ${nothing}\t${path}\0`),
    ...[...put].map(([path, hash]) => `${file} ${hash}\t${path}\0`),
  ];
  await git.ask(['update-index', '-z', '--index-info'], 'index', lines.join(''));
  return (await git.ask(['write-tree'], 'index')).trim();
}

function rows(text: string): [mode: string, type: string, hash: string, path: string | undefined][] {
  return text
    .split('\0')
    .filter((row) => row !== '')
    .map((row) => {
      const [head = '', path] = row.split('\t');
      const [mode = '', type = '', hash = ''] = head.split(' ');
      return [mode, type, hash, path];
    });
}
