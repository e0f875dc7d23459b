import { ProblemsError } from '../problem';
import type { ProgramResult } from '../program';
import { type Git, reasonOf } from './git';

/** How a push ended. */
export type PushOutcome =
  | { readonly state: 'done'; readonly note?: string }
  /** Somebody else was faster: fetch and try again. */
  | { readonly state: 'behind' }
  | { readonly state: 'refused'; readonly reason: string };

/** The branch of a repository that is published to. */
export interface Target {
  /** Where objects are made. */
  readonly git: Git;
  /** Repository for people, without credentials. */
  readonly name: string;
  /** Newest commit of the branch; undefined in an empty repository. Asked anew for each attempt. */
  fetch(): Promise<string | undefined>;
  /** Moves the branch to the commit, or leaves it as it is: never by force. */
  push(commit: string): Promise<PushOutcome>;
  close(): void;
}

/** Whether a remote has the branch. @throws ProblemsError if it can't be reached, or has only others */
export async function hasBranch(git: Git, remote: string, name: string, branch: string): Promise<boolean> {
  const result = await git.run(['ls-remote', '--heads', '--', remote]);
  if (result.code !== 0) {
    throw ProblemsError.at(
      name,
      `can't be reached: ${reasonOf(result)}; check the address, the network and git's credentials`,
    );
  }
  const heads = result.stdout
    .split('\n')
    .flatMap((line) => (line.includes('\trefs/heads/') ? [line.slice(line.indexOf('\trefs/heads/') + 12)] : []));
  if (heads.includes(branch)) return true;
  if (heads.length === 0) return false;
  throw ProblemsError.at(
    name,
    `has no branch '${branch}', it has ${heads.sort().join(', ')}: make it first, or name another`,
  );
}

/** Reads the machine-readable lines of a push: `! from:to [rejected] (fetch first)`. */
export function outcomeOf(result: ProgramResult): PushOutcome {
  if (result.code === 0) return { state: 'done' };
  const line = result.stdout.split('\n').find((candidate) => candidate.startsWith('!')) ?? '';
  const summary = line.split('\t').at(-1) ?? '';
  const isBehind =
    /^\[rejected\] \((fetch first|non-fast-forward)\)/.test(summary) ||
    /cannot lock ref|failed to update ref|reference already exists|incorrect old value/.test(summary + result.stderr);
  if (isBehind) return { state: 'behind' };
  const said = reasonOf(result);
  return { state: 'refused', reason: summary === '' ? said : `${summary.trim()}: ${said}` };
}
