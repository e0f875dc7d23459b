import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ProblemsError } from './problem';

/** How a program ended, and what it said. */
export interface ProgramResult {
  /** Exit code; 124 if it was ended because it took too long. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a program is run. */
export interface ProgramOptions {
  /** What it reads; never an argument, so that no list of processes shows it. @default - nothing */
  readonly input?: string | Buffer | undefined;
  /** Seconds after which it is ended. @default - no limit */
  readonly timeoutSeconds?: number | undefined;
  /** Folder it runs in. @default - the current one */
  readonly directory?: string | undefined;
  /** Its whole environment. @default - that of this process */
  readonly environment?: NodeJS.ProcessEnv | undefined;
}

/** Exit code of `timeout`, GNU coreutils. */
const timedOut = 124;
/** Milliseconds that a program has to clean up once it is told to end. */
const grace = 2000;

/**
 * Runs a program to its end.
 *
 * @throws ProblemsError if it is not installed, or there is no such folder to run it in
 */
export function runProgram(
  command: readonly string[],
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const [file = '', ...first] = command;
  const { directory, environment, input = '', timeoutSeconds } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...first, ...args], { cwd: directory, env: environment, stdio: 'pipe' });
    const [stdout, stderr]: Buffer[][] = [[], []];
    let late = false;
    let timer: NodeJS.Timeout | undefined;
    if (timeoutSeconds !== undefined) {
      timer = setTimeout(() => {
        late = true;
        child.kill('SIGTERM');
        timer = setTimeout(() => child.kill('SIGKILL'), grace);
      }, timeoutSeconds * 1000);
    }
    const end = (code: number | null): void => {
      clearTimeout(timer);
      const said = textOf(stderr);
      resolve({
        code: late ? timedOut : (code ?? 1),
        stdout: textOf(stdout),
        stderr: late ? `${said}no answer for ${timeoutSeconds} s\n` : said,
      });
    };
    child.stdout.on('data', (chunk: Buffer) => stdout?.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr?.push(chunk));
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(startProblem(error, file, directory));
    });
    // A helper of a program that was ended may keep the pipes open: what was said so far is enough then.
    child.on('exit', (code) => {
      if (late) end(code);
    });
    child.on('close', end);
    // A program that ends before it has read everything closes the pipe: its exit code tells why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** How a program ended whose output is bytes. */
export interface ProgramBytes {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Runs a program that answers at once, such as a look into a local repository, and waits for it.
 *
 * @throws ProblemsError as `runProgram`, or if it says more than `limit` bytes
 */
export function runProgramNow(
  command: readonly string[],
  args: readonly string[],
  options: ProgramOptions & { readonly limit: number },
): ProgramBytes {
  const [file = '', ...first] = command;
  const { directory, environment, input = '', limit, timeoutSeconds } = options;
  const { error, status, stdout, stderr } = spawnSync(file, [...first, ...args], {
    cwd: directory,
    env: environment,
    input,
    maxBuffer: limit,
    timeout: timeoutSeconds === undefined ? undefined : timeoutSeconds * 1000,
  });
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ETIMEDOUT') {
    return { code: timedOut, stdout, stderr: `${stderr.toString('utf8')}no answer for ${timeoutSeconds} s\n` };
  }
  // EPIPE: it ended before it had read everything; its exit code tells why.
  if (error !== undefined && code !== 'EPIPE') throw startProblem(error, file, directory);
  return { code: status ?? 1, stdout, stderr: stderr.toString('utf8') };
}

/** Why a program could not be run, in words that say how to mend it. */
function startProblem(error: NodeJS.ErrnoException, file: string, directory: string | undefined): Error {
  if (error.code === 'ENOBUFS') return ProblemsError.at(file, 'says more than is read; name a smaller part');
  if (error.code !== 'ENOENT') return error;
  if (directory !== undefined && !existsSync(directory)) {
    return ProblemsError.at(directory, `there is no such folder to run ${nameOf(file)} in`);
  }
  return ProblemsError.at(file, `there is no such program; install ${nameOf(file)} or put it on the PATH`);
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

function textOf(chunks: readonly Buffer[] | undefined): string {
  return Buffer.concat(chunks ?? []).toString('utf8');
}
