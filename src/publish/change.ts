import { type ManifestSet, ManifestSet as Manifests, readManifestsFromGit } from '../manifests';
import { ProblemsError } from '../problem';
import type { Content } from './content';
import { type Git, maskCredentials } from './git';
import { ownershipFile, ownershipText, parseOwnership } from './ownership';
import { changeTree, filesBelow, kindAt, storeFiles, storeText, type TreeFile } from './tree';

/** What publishing changes in the repository. */
export interface Change {
  /** Tree of the new commit. */
  readonly tree: string;
  /** Whether it differs from the newest commit. */
  readonly isNeeded: boolean;
  /** How many files are written and removed. */
  readonly written: number;
  readonly removed: number;
  /** What is published now, of ours. */
  readonly before: ManifestSet;
  /** Tells where an object of `before` stands. */
  readonly place: (where: string) => string;
}

export interface ChangeOptions {
  readonly path: string;
  /** Takes files over that stand where ours go. */
  readonly adopt: boolean;
  /** Folder for the index that the tree is made in. */
  readonly scratch: string;
  /** Repository and branch for people. */
  readonly name: string;
}

/** Works out the new tree: our files put in, those of ours that are gone taken out, everything else as it is. */
export async function planChange(
  git: Git,
  base: string | undefined,
  content: Content,
  options: ChangeOptions,
): Promise<Change> {
  const { path, name } = options;
  if (base !== undefined) await refuseWrongPath(git, base, path, name);
  const there = base === undefined ? new Map<string, TreeFile>() : await filesBelow(git, base, path);
  const owned = await ownedFiles(git, there, content.environment, `${name}: ${path}/${ownershipFile}`);
  const hashes = await storeFiles(git, content.locations);
  const put = new Map(content.files.map((file, index) => [file, hashes[index] ?? '']));
  const foreign = [...put].filter(([file, hash]) => {
    const known = there.get(file);
    return known !== undefined && !owned.has(file) && known.hash !== hash;
  });
  if (foreign.length > 0 && !options.adopt) {
    throw new ProblemsError(
      foreign.map(([file]) => ({
        where: `${name}: ${path}/${file}`,
        message: 'stands where a file of ours goes, but is not ours: move it, or take it over with --adopt',
      })),
    );
  }
  const ours = new Map(
    [...there].filter(([file]) => owned.has(file) || foreign.some(([taken]) => taken === file) || put.has(file)),
  );
  const gone = [...owned].filter((file) => there.has(file) && !put.has(file));
  const changed = [...put].filter(([file, hash]) => there.get(file)?.hash !== hash);
  put.set(ownershipFile, await storeText(git, ownershipText(content.environment, content.files)));
  const own = git.withIndex(`${options.scratch}/index`);
  const tree = await changeTree(
    own,
    base,
    new Map([...put].map(([file, hash]) => [`${path}/${file}`, hash])),
    gone.map((file) => `${path}/${file}`),
  );
  const old = base === undefined ? '' : (await git.ask(['rev-parse', `${base}^{tree}`], name)).trim();
  return {
    tree,
    isNeeded: tree !== old,
    written: changed.length,
    removed: gone.length,
    ...(await snapshot(own, git, ours, `${name}: ${path}`)),
  };
}

/** Our files alone, as a commit that no branch holds: what others keep in the folder may be anything. */
async function snapshot(own: Git, git: Git, files: ReadonlyMap<string, TreeFile>, place: string) {
  if (files.size === 0) return { before: new Manifests([]), place: (where: string) => where };
  const tree = await changeTree(own, undefined, new Map([...files].map(([file, { hash }]) => [file, hash])), []);
  const identity = ['-c', 'user.name=snapshot', '-c', 'user.email=snapshot@localhost'];
  const commit = (await git.ask([...identity, 'commit-tree', tree, '-m', 'snapshot'], place)).trim();
  return {
    before: readManifestsFromGit(commit, '', git.directory),
    place: (where: string) => where.replace(`${commit}:`, `${place}/`),
  };
}

async function ownedFiles(
  git: Git,
  there: ReadonlyMap<string, TreeFile>,
  environment: string,
  where: string,
): Promise<ReadonlySet<string>> {
  const entry = there.get(ownershipFile);
  if (entry === undefined) return new Set();
  return new Set(parseOwnership(await git.ask(['cat-file', 'blob', entry.hash], where), where, environment).files);
}

async function refuseWrongPath(git: Git, base: string, path: string, name: string): Promise<void> {
  const parts = path.split('/');
  for (let length = 1; length <= parts.length; length++) {
    const part = parts.slice(0, length).join('/');
    const kind = await kindAt(git, base, part);
    if (kind === undefined) return;
    if (kind !== 'folder')
      throw ProblemsError.at(`${maskCredentials(name)}: ${part}`, `is a ${kind}, not a folder: name another --path`);
  }
}
