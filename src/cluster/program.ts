import { spawn } from 'node:child_process';

/** How a program ended, and what it said. */
export interface ProgramResult {
  /** Exit code; 124 if it was ended because it took too long. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** What it reads; never an argument, so that no list of processes shows it. @default - nothing */
  readonly input?: string | undefined;
  /** Seconds after which it is ended. @default - no limit */
  readonly timeoutSeconds?: number | undefined;
  /** Folder it runs in. @default - the current one */
  readonly directory?: string | undefined;
}

const timedOut = 124;

/** Runs a program to its end. @throws NodeJS.ErrnoException if it can't be started (`ENOENT`: not installed) */
export function runProgram(
  command: readonly string[],
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const [file = '', ...first] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...first, ...args], { cwd: options.directory, stdio: ['pipe', 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let late = false;
    const timer =
      options.timeoutSeconds === undefined
        ? undefined
        : setTimeout(() => {
            late = true;
            child.kill('SIGKILL');
          }, options.timeoutSeconds * 1000);
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      const said = Buffer.concat(stderr).toString('utf8');
      resolve({
        code: late ? timedOut : (code ?? 1),
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: late ? `${said}gave no answer for ${options.timeoutSeconds} s\n` : said,
      });
    });
    // A program that ends before it has read everything closes the pipe: its exit code tells why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}
