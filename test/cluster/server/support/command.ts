import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { ControlPlane } from './control-plane';

const project = resolve(__dirname, '../../../..');

/** How a command of the project ended. */
export interface CommandEnd {
  /** Exit code, or null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Ends a command as a person at a terminal would, or as a machine that goes down. */
export interface Interruption {
  /** The line at which it is ended. */
  readonly at: RegExp;
  /** SIGINT goes to kubectl too, as from a terminal; SIGKILL to the command alone, which leaves kubectl to itself. */
  readonly signal: 'SIGINT' | 'SIGKILL';
}

/** Runs a command of the built project against a cluster, as `npm run NAME` does, at most `timeout` seconds. */
export function runProject(
  plane: ControlPlane,
  args: readonly string[],
  interruption?: Interruption,
  timeout = 240,
): Promise<CommandEnd> {
  const child = spawn(process.execPath, ['charts/lib/main.js', ...args], {
    ...{ cwd: project, env: plane.environment, stdio: ['ignore', 'pipe', 'pipe'] },
    detached: true, // a group of its own, so that a signal reaches what it has started
  });
  const group = -child.pid!;
  const output = { stdout: '', stderr: '' };
  const timer = setTimeout(() => process.kill(group, 'SIGKILL'), timeout * 1000);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
    if (interruption === undefined || !interruption.at.test(output.stdout) || child.killed) return;
    if (interruption.signal === 'SIGINT') process.kill(group, 'SIGINT');
    else child.kill('SIGKILL');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  return new Promise((done, reject) => {
    child.once('error', reject).once('close', (code) => {
      clearTimeout(timer);
      done({ code, ...output });
    });
  });
}
