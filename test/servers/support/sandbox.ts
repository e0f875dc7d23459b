import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { type RootName, rootFolder } from './cache';

/** The number of the user that servers run as (PostgreSQL refuses root), and of its group; the official images' own. */
export const SERVER_USER = 999;

export interface SandboxOptions {
  /** @default 'root' */
  readonly root?: RootName;
  /** The complete environment, besides PATH, HOME and LANG. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** @default 'server', an ordinary user (number 999) */
  readonly user?: 'server' | 'root';
  /** Makes the program process 1 of its own process namespace. @default false */
  readonly firstProcess?: boolean;
  readonly stdio?: SpawnOptions['stdio'];
}

const PATH = '/usr/lib/postgresql/current/bin:/usr/lib/rabbitmq/bin:/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin';

// The mounts live in a namespace of their own and end with the program. The temporary folder has the same path inside.
// pdeathsig: a test run that is killed leaves no server behind.
const ENTER = `
root=$1 temporary=$2 user=$3; shift 3
mount --rbind /proc "$root/proc"; mount --rbind /dev "$root/dev"
mkdir -p "$root$temporary"; mount --rbind "$temporary" "$root$temporary"
exec chroot "$root" setpriv --reuid "$user" --regid "$user" --clear-groups --pdeathsig KILL -- "$@"`;

/**
 * Starts a program of an unpacked root. The process id is the program's own (with `firstProcess`: its parent's).
 *
 * @param command the program and its arguments; files of the machine are visible below the temporary folder only
 */
export function enter(command: readonly string[], options: SandboxOptions = {}): ChildProcess {
  if (process.getuid?.() !== 0) throw new Error('the servers of the tests are entered by chroot, which needs root');
  const namespaces = options.firstProcess ? ['--pid', '--fork', '--kill-child'] : [];
  const user = options.user === 'root' ? 0 : SERVER_USER;
  return spawn(
    'unshare',
    ['--mount', '--propagation', 'private', ...namespaces, '--', 'sh', '-e', '-c', ENTER, 'sh']
      .concat(rootFolder(options.root ?? 'root'), tmpdir(), String(user))
      .concat(command),
    { cwd: '/', env: { PATH, HOME: '/tmp', LANG: 'C.UTF-8', ...options.env }, stdio: options.stdio ?? 'pipe' },
  );
}

export interface Outcome {
  /** Exit code, or null when a signal ended the program. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of an unpacked root to its end, at most `timeout` milliseconds (default 60,000). */
export async function run(
  command: readonly string[],
  options: SandboxOptions & { readonly input?: string; readonly timeout?: number } = {},
): Promise<Outcome> {
  const child = enter(command, { ...options, stdio: 'pipe' });
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeout ?? 60_000);
  const output = { stdout: '', stderr: '' };
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  child.stdin!.on('error', () => undefined); // the program may end without reading
  child.stdin!.end(options.input ?? '');
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  clearTimeout(timer);
  return { code, ...output };
}

/** As `run`, but a failure throws with the program's own words. Gives stdout. */
export async function mustRun(command: readonly string[], options: Parameters<typeof run>[1] = {}): Promise<string> {
  const outcome = await run(command, options);
  if (outcome.code !== 0) {
    throw new Error(`${command.slice(0, 2).join(' ')} ended with ${outcome.code}:\n${outcome.stdout}${outcome.stderr}`);
  }
  return outcome.stdout;
}
