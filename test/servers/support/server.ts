import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chownSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { enter, type SandboxOptions, SERVER_USER } from './sandbox';

/** Waits until `probe` gives true (an error counts as false), at most `timeout` milliseconds. */
export async function until(what: string, probe: () => Promise<boolean> | boolean, timeout = 30_000): Promise<void> {
  const end = Date.now() + timeout;
  let last: unknown;
  while (Date.now() < end) {
    try {
      if (await probe()) return;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${timeout} ms in vain: ${what}${last ? ` (${last})` : ''}`);
}

/** Below the ports that Linux gives to clients: one of those could be taken by any connection before its server starts. */
const range = { first: 10_000, count: 22_000 };

/** Ports that nobody listens on now; all different. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = range.first + randomInt(range.count);
    if (!ports.includes(port) && (await isFree(port))) ports.push(port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

/** A folder below the temporary one, visible to servers under the same path: owned by their user, or by the one of the tests. */
export class RunFolder {
  readonly path: string;

  constructor(
    name: string,
    private readonly owner: 'server' | 'own' = 'server',
  ) {
    this.path = mkdtempSync(join(tmpdir(), `cdk8s-tiers-${name}-`));
    this.give(this.path);
  }

  /** Writes a file (its folders too) and gives its path. */
  write(name: string, content: string | Buffer, mode = 0o644): string {
    const path = join(this.path, name);
    this.folder(dirname(name));
    writeFileSync(path, content, { mode });
    this.give(path);
    return path;
  }

  /** Makes a folder and gives its path. */
  folder(name: string): string {
    let path = this.path;
    for (const part of name.split('/').filter((part) => part !== '.')) {
      path = join(path, part);
      mkdirSync(path, { recursive: true });
      this.give(path);
    }
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private give(path: string): void {
    if (this.owner === 'server') chownSync(path, SERVER_USER, SERVER_USER);
  }
}

type Start = (command: readonly string[], options: SandboxOptions) => ChildProcess;

/** A program that runs until it is stopped; its output goes to `<name>.log` in the run folder. */
export class Daemon {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private readonly logFile: string;
  private failure: string | undefined;

  /** A program of an unpacked root. */
  constructor(
    name: string,
    folder: RunFolder,
    command: readonly string[],
    options: SandboxOptions = {},
    start: Start = enter,
  ) {
    this.logFile = folder.write(`${name}.log`, '');
    const log = openSync(this.logFile, 'a');
    this.child = start(command, { ...options, stdio: ['ignore', log, log] });
    closeSync(log);
    this.ended = new Promise((resolve) => {
      this.child
        .once('exit', (code, signal) => {
          this.failure = `${name} ended with ${code ?? signal}`;
          resolve();
        })
        .once('error', (error) => {
          this.failure = `${name} cannot be started: ${error.message}`;
          resolve();
        });
    });
  }

  /** A program of the machine itself, as the user of the tests. */
  static ofMachine(name: string, folder: RunFolder, command: readonly string[]): Daemon {
    return new Daemon(name, folder, command, {}, ([file = '', ...args], { stdio }) => {
      const [program, first] =
        process.platform === 'linux' ? ['setpriv', ['--pdeathsig=KILL', '--', file]] : [file, []];
      return spawn(program, [...first, ...args], { stdio: stdio ?? 'pipe' });
    });
  }

  get log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  /** Waits for the probe; when the program ends first or the time is over, stops it and throws with the end of its log. */
  async ready(what: string, probe: () => Promise<boolean> | boolean, timeout = 60_000): Promise<void> {
    try {
      await until(
        what,
        async () => {
          if (this.failure) return true;
          return await probe();
        },
        timeout,
      );
      if (this.failure) throw new Error(this.failure);
    } catch (error) {
      await this.stop('SIGKILL');
      throw new Error(`${(error as Error).message}; its log ends:\n${this.log.split('\n').slice(-40).join('\n')}`);
    }
  }

  /** Halts the program (`SIGSTOP`) or lets it go on (`SIGCONT`), as a network or disk that hangs would. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(signal);
  }

  /** Sends the signal, and KILL when the program has not ended after `timeout` milliseconds. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', timeout = 15_000): Promise<void> {
    if (this.failure) return;
    this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), timeout);
    await this.ended;
    clearTimeout(timer);
  }
}
