import { ProblemsError } from '../problem';
import { type Git, reasonOf } from './git';
import { hasBranch, outcomeOf, type PushOutcome, type Target } from './remote';

/**
 * Somebody's checkout: commits are made beside its index and files, go to its remote first, and then move its branch forward
 * as a merge would.
 *
 * @throws ProblemsError if the folder to publish to has changes of its own, or the branch commits that are not pushed
 */
export async function openWorkTree(given: Git, branch: string, path: string): Promise<Target> {
  const name = given.directory;
  const inside = (await given.ask(['rev-parse', '--show-prefix'], name)).trim();
  if (inside !== '') {
    throw ProblemsError.at(
      name,
      `is the folder '${inside.replace(/\/$/, '')}' of a repository: name its top, and the folder with --path`,
    );
  }
  const current = (await given.run(['symbolic-ref', '--quiet', '--short', 'HEAD'])).stdout.trim();
  const remote = await remoteOf(given, branch);
  return {
    git: given,
    name,
    close: () => undefined,
    async fetch() {
      await refuseChanges(given, name, path);
      const own = await commitOf(given, `refs/heads/${branch}`);
      if (remote === undefined) {
        if (own === undefined && current !== branch) await refuseOtherBranches(given, name, branch);
        return own;
      }
      if (!(await hasBranch(given, remote, `${name} (remote ${remote})`, branch))) return own;
      const tracking = `refs/remotes/${remote}/${branch}`;
      await given.ask(['fetch', '--quiet', '--no-tags', '--', remote, `+refs/heads/${branch}:${tracking}`], name);
      if (own !== undefined && (await given.run(['merge-base', '--is-ancestor', own, tracking])).code !== 0) {
        throw ProblemsError.at(name, `branch '${branch}' has commits that are not pushed: push them, or drop them`);
      }
      return commitOf(given, tracking);
    },
    async push(commit) {
      if (remote !== undefined) {
        const outcome = outcomeOf(
          await given.run(['push', '--porcelain', '--', remote, `${commit}:refs/heads/${branch}`]),
        );
        if (outcome.state !== 'done') return outcome;
      }
      return moveForward(given, branch, current, commit, remote !== undefined);
    },
  };
}

async function moveForward(
  git: Git,
  branch: string,
  current: string,
  commit: string,
  isPushed: boolean,
): Promise<PushOutcome> {
  const result =
    current === branch
      ? await git.run(['merge', '--quiet', '--ff-only', commit])
      : await git.run(['update-ref', `refs/heads/${branch}`, commit]);
  if (result.code === 0) return { state: 'done' };
  const reason = reasonOf(result);
  return isPushed
    ? { state: 'done', note: `pushed, but the checkout stays behind: ${reason}` }
    : { state: 'refused', reason };
}

async function refuseChanges(git: Git, name: string, path: string): Promise<void> {
  const status = await git.ask(['status', '--porcelain', '--untracked-files=all', '--', `:(literal)${path}`], name);
  const files = status.split('\n').flatMap((line) => (line === '' ? [] : [line.slice(3)]));
  if (files.length === 0) return;
  const some = files.slice(0, 5).join(', ');
  const more = files.length > 5 ? ` and ${files.length - 5} more` : '';
  throw ProblemsError.at(name, `changes in '${path}' are not committed (${some}${more}): commit or drop them`);
}

async function refuseOtherBranches(git: Git, name: string, branch: string): Promise<void> {
  const text = await git.ask(['for-each-ref', '--format=%(refname:short)', 'refs/heads'], name);
  const heads = text.split('\n').filter((line) => line !== '');
  if (heads.length > 0) throw ProblemsError.at(name, `has no branch '${branch}', it has ${heads.join(', ')}`);
}

async function remoteOf(git: Git, branch: string): Promise<string | undefined> {
  const configured = (await git.run(['config', `branch.${branch}.remote`])).stdout.trim();
  const remotes = (await git.run(['remote'])).stdout.split('\n').filter((line) => line !== '');
  if (remotes.includes(configured)) return configured;
  return remotes.includes('origin') ? 'origin' : undefined;
}

async function commitOf(git: Git, reference: string): Promise<string | undefined> {
  const result = await git.run(['rev-parse', '--verify', '--quiet', `${reference}^{commit}`]);
  return result.code === 0 ? result.stdout.trim() : undefined;
}
