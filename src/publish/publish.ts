import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CheckSettings, type KnownKinds, readSettings } from '../checks';
import type { ChangeRules } from '../checks/change-safety';
import { ProblemsError } from '../problem';
import { planChange } from './change';
import { confirmations } from './confirmations';
import { type Content, readContent } from './content';
import { Git, type GitOptions, maskCredentials } from './git';
import { commitMessage, summaryOf } from './message';
import type { Target } from './remote';
import { openTarget } from './target';
import { checkErrors, judgePublication } from './verdict';

/** What a project tells publishing. */
export interface PublishSettings extends CheckSettings {
  /** Rows of the project's own. @default - none */
  readonly changeRules?: ChangeRules;
}

/** What `publish:gitops` takes. */
export interface PublishOptions {
  readonly environment: string;
  /** URL, bare repository or checkout. Credentials are git's own. */
  readonly repository: string;
  /** @default 'main' */
  readonly branch?: string | undefined;
  /** Folder in the repository. @default - the one that the Applications read; else the name of the environment */
  readonly path?: string | undefined;
  /** Folder of the output. @default 'dist' */
  readonly dist?: string | undefined;
  /** File of acknowledged changes; one that is named must exist. @default - acknowledgements.yaml, if there is one */
  readonly acknowledgements?: string | undefined;
  /** What the project's code says. @default - nothing */
  readonly settings?: PublishSettings | undefined;
  /** File of settings; one that is named must exist. @default - cdk8s-tiers.yaml, if there is one */
  readonly config?: string | undefined;
  /** Takes files over that stand where ours go. @default false */
  readonly adopt?: boolean | undefined;
  /** Says what would be published, pushes nothing. @default false */
  readonly dryRun?: boolean | undefined;
  /** Longest answer of git, in seconds. @default 300 */
  readonly timeout?: number | undefined;
}

/** What a run did. */
export interface PublishResult {
  /** 0 published, or nothing to do; 1 blocked or rejected; 2 bad input. */
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
}

const attempts = 2;

/**
 * Puts an environment's folder into a GitOps repository: one commit, or none if nothing differs. Files that are not ours stay
 * as they are. The branch moves in one step or not at all.
 */
export async function runPublish(options: PublishOptions): Promise<PublishResult> {
  try {
    return await publish(options);
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    const lines = error.problems.map(
      ({ where, message }) => `error: ${maskCredentials(where)}: ${maskCredentials(message)}\n`,
    );
    return { exitCode: 2, output: lines.join('') };
  }
}

async function publish(options: PublishOptions): Promise<PublishResult> {
  const dist = options.dist ?? 'dist';
  const content = readContent(dist, options.environment);
  const path = pathFor(options.path, content);
  const acknowledgements = options.acknowledgements ?? 'acknowledgements.yaml';
  if (options.acknowledgements !== undefined && !existsSync(acknowledgements)) {
    throw ProblemsError.at(acknowledgements, 'there is no such acknowledgement file');
  }
  const settings = readSettings<PublishSettings>(options.settings, options.config);
  const errors = checkErrors(content, settings);
  if (errors.length > 0) {
    const text = `${errors.join('\n')}\nblocked: ${errors.length === 1 ? '1 error' : `${errors.length} errors`}; nothing was published\n`;
    return { exitCode: 1, output: text };
  }
  const git: GitOptions = { timeoutSeconds: options.timeout ?? 300 };
  const branch = options.branch ?? 'main';
  const target = await openTarget(options.repository, branch, path, git);
  const scratch = mkdtempSync(join(tmpdir(), 'publish-index-'));
  try {
    const source = await sourceOf(dist, git);
    const job = { options, content, path, branch, acknowledgements, settings, scratch, source, dist };
    for (let attempt = 1; ; attempt++) {
      const result = await tryOnce(target, job, attempt);
      if (result !== 'behind') return result;
      if (attempt === attempts) {
        const output = `rejected ${attempts} times, somebody else pushes to ${target.name} right now: run it again\n`;
        return { exitCode: 1, output };
      }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    target.close();
  }
}

interface Job {
  readonly options: PublishOptions;
  readonly content: Content;
  readonly path: string;
  readonly branch: string;
  readonly acknowledgements: string;
  readonly settings: PublishSettings & KnownKinds;
  readonly scratch: string;
  readonly source: string | undefined;
  readonly dist: string;
}

/** Fetches, judges against what is there now, commits on top of it and pushes. */
async function tryOnce(target: Target, job: Job, attempt: number): Promise<PublishResult | 'behind'> {
  const { options, content, path, branch } = job;
  const base = await target.fetch();
  const name = `${target.name} ${branch}`;
  const change = await planChange(target.git, base, content, {
    path,
    name,
    scratch: job.scratch,
    adopt: options.adopt ?? false,
  });
  if (!change.isNeeded) {
    return {
      exitCode: 0,
      output: `nothing to do: ${name}, folder ${path} holds ${content.files.length} files as they are\n`,
    };
  }
  const sides = {
    from: `${name}, folder ${path}`,
    to: `${job.dist}/${content.environment}`,
    place: change.place,
  };
  const verdict = judgePublication(change.before, content, job.acknowledgements, sides, job.settings);
  if (verdict.blocked) {
    const mend = `follow the safe procedure, or acknowledge the change with a reason in ${job.acknowledgements}`;
    return { exitCode: 1, output: `${verdict.text}blocked: ${mend}; nothing was published\n` };
  }
  const counts = `${change.written} ${change.written === 1 ? 'file' : 'files'} written, ${change.removed} removed`;
  const asked = confirmations(change.before, content.manifests);
  if (options.dryRun)
    return { exitCode: 0, output: `${verdict.text}${asked}would publish to ${name}, folder ${path}: ${counts}\n` };
  const message = commitMessage(content.environment, verdict.report, job.source);
  const commit = await makeCommit(target, change.tree, base, message);
  const outcome = await target.push(commit);
  if (outcome.state === 'behind') return 'behind';
  if (outcome.state === 'refused')
    throw ProblemsError.at(name, `the push was refused: ${outcome.reason}; nothing was published`);
  const again = attempt > 1 ? ', on top of what somebody else has pushed meanwhile' : '';
  const note = outcome.note === undefined ? '' : `note: ${maskCredentials(outcome.note)}\n`;
  const output =
    `${verdict.text}${asked}published to ${name}, folder ${path}, as ${commit.slice(0, 10)}: ` +
    `${summaryOf(verdict.report)} (${counts})${again}\n${note}`;
  return { exitCode: 0, output };
}

async function makeCommit(
  { git, name }: Target,
  tree: string,
  base: string | undefined,
  message: string,
): Promise<string> {
  const isSigned = (await git.run(['config', '--type=bool', 'commit.gpgSign'])).stdout.trim() === 'true';
  const parents = base === undefined ? [] : ['-p', base];
  return (
    await git.ask(['commit-tree', tree, ...parents, ...(isSigned ? ['-S'] : []), '-F', '-'], name, message)
  ).trim();
}

/** The commit of the project that the output belongs to, if it stands in one. */
async function sourceOf(dist: string, options: GitOptions): Promise<string | undefined> {
  const git = new Git(dist, options);
  const head = await git.run(['rev-parse', '--verify', '--quiet', 'HEAD']);
  if (head.code !== 0) return undefined;
  const status = await git.run(['status', '--porcelain', '--', '.']);
  return `${head.stdout.trim()}${status.stdout.trim() === '' ? '' : ', with changes that are not committed'}`;
}

/** @throws ProblemsError for a path that leads elsewhere, or that the Applications do not read */
function pathFor(given: string | undefined, { expectedPath, environment }: Content): string {
  const path = given?.replace(/\/+$/, '') ?? expectedPath ?? environment;
  const parts = path.split('/');
  if (parts.some((part) => ['.', '..', '.git'].includes(part) || !/^[\w.@+=, -]+$/.test(part))) {
    throw ProblemsError.at(
      '--path',
      `'${given}' is no folder in a repository: name one without '.' and '..', such as 'clusters/${environment}'`,
    );
  }
  if (expectedPath !== undefined && path !== expectedPath) {
    throw ProblemsError.at(
      '--path',
      `the Applications of '${environment}' read the folder '${expectedPath}', not '${path}': ` +
        'leave --path out, or change gitops.path of the environment and run synth',
    );
  }
  return path;
}
