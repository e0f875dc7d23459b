import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ProblemsError } from '../problem';
import { Git, type GitOptions, maskCredentials } from './git';
import { hasBranch, outcomeOf, type Target } from './remote';
import { openWorkTree } from './work-tree';

/** Opens a repository: a URL or a bare one is fetched into a folder of its own, a work tree is used where it is. */
export async function openTarget(
  repository: string,
  branch: string,
  path: string,
  options: GitOptions,
): Promise<Target> {
  const name = maskCredentials(repository);
  if (repository === '' || repository.startsWith('-'))
    throw ProblemsError.at('--repository', `'${name}' is no repository`);
  const probe = new Git('.', options);
  if (branch.startsWith('-') || (await probe.run(['check-ref-format', `refs/heads/${branch}`])).code !== 0) {
    throw ProblemsError.at('--branch', `'${branch}' is no possible name of a branch`);
  }
  const isLocal = existsSync(repository);
  const local = isLocal ? new Git(repository, options) : undefined;
  const isWorkTree = (await local?.run(['rev-parse', '--is-inside-work-tree']))?.stdout.trim() === 'true';
  if (local && isWorkTree) {
    return openWorkTree(local, branch, path);
  }
  return openRemote(isLocal ? resolve(repository) : repository, name, branch, options);
}

function openRemote(url: string, name: string, branch: string, options: GitOptions): Target {
  const folder = mkdtempSync(join(tmpdir(), 'publish-'));
  const git = new Git(folder, options);
  let isMade = false;
  return {
    git,
    name,
    async fetch() {
      if (!isMade) await git.ask(['init', '--quiet', '--bare', '.'], name);
      isMade = true;
      if (!(await hasBranch(git, url, name, branch))) return undefined;
      const reference = `refs/heads/${branch}`;
      await git.ask(['fetch', '--quiet', '--depth=1', '--no-tags', '--', url, `+${reference}:${reference}`], name);
      return (await git.ask(['rev-parse', reference], name)).trim();
    },
    async push(commit) {
      return outcomeOf(await git.run(['push', '--porcelain', '--', url, `${commit}:refs/heads/${branch}`]));
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
