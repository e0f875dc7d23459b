import { ProblemsError } from '../problem';
import { type ProgramResult, runProgram } from '../program';

export interface GitOptions {
  /** Seconds after which a call is ended. */
  readonly timeoutSeconds: number;
  /** Index to work with instead of the repository's own. @default - the repository's */
  readonly indexFile?: string;
}

/** What git would take over from a hook or an alias that this runs in: it points at another repository. */
const inherited = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_PREFIX', 'GIT_NAMESPACE'];

/** Takes what stands before an `@` in a URL, and queries, out of a text: they may hold passwords and tokens. */
export function maskCredentials(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/'"]*@/gi, '$1***@')
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s'"?#]*)\?[^\s'"]*/gi, '$1?***');
}

/**
 * git in one folder; credentials of URLs are masked in what it says. What it signs in with is its own: helpers, agents and
 * keys as they are configured.
 */
export class Git {
  constructor(
    readonly directory: string,
    private readonly options: GitOptions,
  ) {}

  /** The same repository with an index of its own, so that nobody's index is touched. */
  withIndex(indexFile: string): Git {
    return new Git(this.directory, { ...this.options, indexFile });
  }

  async run(args: readonly string[], input: string | Buffer = ''): Promise<ProgramResult> {
    const { timeoutSeconds, indexFile } = this.options;
    const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C', ...(indexFile && { GIT_INDEX_FILE: indexFile }) };
    for (const name of inherited) if (name !== 'GIT_INDEX_FILE' || indexFile === undefined) delete env[name];
    // Nobody is there to answer a question for a password: better a clear refusal.
    if (process.stdin.isTTY !== true) env.GIT_TERMINAL_PROMPT = '0';
    const { code, stdout, stderr } = await runProgram(['git'], args, {
      directory: this.directory,
      environment: env,
      input,
      timeoutSeconds,
    });
    return { code, stdout, stderr: maskCredentials(stderr) };
  }

  /** Runs it for its output. @param where place of the problem if it fails */
  async ask(args: readonly string[], where: string, input: string | Buffer = ''): Promise<string> {
    const result = await this.run(args, input);
    if (result.code === 0) return result.stdout;
    throw ProblemsError.at(where, `git ${args[0]} failed: ${reasonOf(result)}`);
  }
}

/** What git adds to every failure of a remote, whatever its cause. */
const advice = new Set([
  'Could not read from remote repository.',
  'Please make sure you have the correct access rights',
  'and the repository exists.',
]);

/** What git said, in one line. */
export function reasonOf({ stderr, code }: ProgramResult): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.replace(/^(fatal|error|remote|hint): */, '').trim())
    .filter((line) => line !== '' && !advice.has(line));
  return [...new Set(lines)].join('; ') || `git ended with code ${code}`;
}
