import { existsSync, linkSync, readdirSync, readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, RunFolder, run } from '../support';

const script = readFileSync('src/assets/file-retention/remove-old.sh', 'utf8');
const day = 86_400;

/** A folder with a claim `logs` and one `archives`, and something beside them. */
class Workbench {
  readonly folder = new RunFolder('retention');
  readonly root = this.folder.folder('retained');
  readonly logs = this.folder.folder('retained/logs');
  readonly archives = this.folder.folder('retained/archives');

  constructor() {
    this.folder.write('remove-old.sh', script, 0o755);
  }

  /** A file whose content is this many days old; the file itself is made now. */
  file(name: string, days: number, content = 'text'): string {
    const path = this.folder.write(name, content);
    this.age(path, days);
    return path;
  }

  age(path: string, days: number): void {
    const then = Date.now() / 1000 - days * day;
    utimesSync(path, then, then);
  }

  /** Runs the script as it would run in some days: the clock of the shell is put forward, for nobody can put back a time of change. */
  async after(days: number, args: readonly (string | number)[], env: Record<string, string> = {}): Promise<Outcome> {
    const clock = `#!/bin/sh\n[ "$*" = +%s ] || exec /usr/bin/date "$@"\necho $(($(/usr/bin/date +%s) + ${days * day}))\n`;
    this.folder.write('bin/date', clock, 0o755);
    const command = ['sh', '-c', 'PATH=$1:$PATH; shift; exec sh "$@"', 'sh', `${this.folder.path}/bin`];
    const whole = [...command, `${this.folder.path}/remove-old.sh`, ...args.map(String)];
    return run(whole, { env: { RETAINED: this.root, ...env } });
  }

  /** What is there, below the claims. */
  get left(): string[] {
    return readdirSync(this.root, { recursive: true, encoding: 'utf8' }).sort();
  }

  /** Output without what changes from run to run. */
  told({ stdout, stderr }: Outcome): string {
    const text = `${stdout}${stderr}`.replaceAll(`${this.folder.path}/`, '');
    return text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME').trim();
  }

  remove(): void {
    this.folder.remove();
  }
}

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

test('removes what nobody has changed for longer, and nothing else; folders stay', async () => {
  bench.file('retained/logs/old.log', 0, 'twelve bytes');
  bench.file('retained/logs/2026/deep/old with a space.log', 40);
  bench.file('retained/logs/written-today.log', -39);
  bench.file('retained/archives/old.zip', 0);
  const outcome = await bench.after(40, [bench.logs, 30 * day]);
  expect(outcome.code).toBe(0);
  expect(bench.told(outcome)).toBe('retained/logs: removed 2 files, 16 bytes, untouched since TIME');
  expect(bench.left).toEqual([
    'archives',
    'archives/old.zip',
    'logs',
    'logs/2026',
    'logs/2026/deep',
    'logs/written-today.log',
  ]);
});

test('keeps what was unpacked today, however old its content is', async () => {
  bench.file('retained/archives/from-the-park.json', 400);
  expect((await bench.after(0, [bench.archives, day])).code).toBe(0);
  expect(existsSync(join(bench.archives, 'from-the-park.json'))).toBe(true);
  await bench.after(2, [bench.archives, day]);
  expect(readdirSync(bench.archives)).toEqual([]);
});

test('is exact at the edge', async () => {
  bench.file('retained/logs/a.log', 0);
  await bench.after(1, [bench.logs, day + 60]);
  expect(readdirSync(bench.logs)).toEqual(['a.log']);
  await bench.after(1, [bench.logs, day - 60]);
  expect(readdirSync(bench.logs)).toEqual([]);
});

test('leaves links and what they lead to', async () => {
  const elsewhere = bench.file('elsewhere/precious.txt', 0);
  symlinkSync(elsewhere, join(bench.logs, 'link.txt'));
  symlinkSync(bench.folder.folder('elsewhere'), join(bench.logs, 'folder'));
  linkSync(elsewhere, join(bench.logs, 'same.txt'));
  expect((await bench.after(40, [bench.logs, 30 * day])).code).toBe(0);
  expect(readdirSync(bench.logs).sort()).toEqual(['folder', 'link.txt']);
  expect(readFileSync(elsewhere, 'utf8')).toBe('text');
});

test('refuses what is not below the mounts, tells all of it, and does the rest', async () => {
  const elsewhere = bench.file('elsewhere/precious.txt', 0);
  bench.file('retained/logs/old.log', 0);
  symlinkSync(bench.folder.folder('elsewhere'), join(bench.root, 'link'));
  const folders = ['/', bench.root, `${bench.root}/`, `${bench.root}/logs/../../elsewhere`, `${bench.root}/link`];
  const others = [`${bench.root}/gone`, '/etc'];
  const outcome = await bench.after(40, [
    ...[...folders, ...others].flatMap((folder) => [folder, 30 * day]),
    ...[bench.archives, '0', bench.archives, '1d', bench.archives, ''],
    ...[bench.logs, 30 * day],
  ]);
  expect(outcome.code).toBe(1);
  const told = bench
    .told(outcome)
    .replace(/^.*line \d+: cd.*\n?/gm, '')
    .replace(/^.*cd: can't.*\n?/gm, '');
  expect(told.split('\n').sort()).toMatchInlineSnapshot(`
[
  "/: is not below retained, nothing is removed there",
  "/etc: is not below retained, nothing is removed there",
  "retained/: is not below retained, nothing is removed there",
  "retained/archives: '' is no number of seconds above 0, nothing is removed there",
  "retained/archives: '0' is no number of seconds above 0, nothing is removed there",
  "retained/archives: '1d' is no number of seconds above 0, nothing is removed there",
  "retained/gone: can't be entered, nothing is removed there",
  "retained/link: leads to elsewhere, nothing is removed there",
  "retained/logs/../../elsewhere: leads to elsewhere, nothing is removed there",
  "retained/logs: removed 1 files, 4 bytes, untouched since TIME",
  "retained: is not below retained, nothing is removed there",
]
`);
  expect(existsSync(elsewhere)).toBe(true);
  expect(bench.left).toEqual(['archives', 'link', 'link/precious.txt', 'logs']);
});

test('only tells what would go, where that is asked', async () => {
  bench.file('retained/logs/old.log', 0);
  const outcome = await bench.after(40, [bench.logs, 30 * day], { DRY_RUN: 'true' });
  expect(bench.told(outcome)).toBe('retained/logs: would remove 1 files, 4 bytes, untouched since TIME');
  expect(readdirSync(bench.logs)).toEqual(['old.log']);
});

test('a file that it may not remove is a failure that says so', async () => {
  bench.file('retained/logs/old.log', 0);
  const stranger = 'chmod 755 "${1%/*}"; setpriv --reuid 998 --clear-groups sh "$@"';
  const script = `${bench.folder.path}/remove-old.sh`;
  const env = { RETAINED: bench.root };
  // Some clocks of file systems are coarse.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const outcome = await run(['sh', '-c', stranger, 'sh', script, bench.logs, '1'], { env, user: 'root' });
  expect(outcome.code).toBe(1);
  expect(bench.told(outcome)).toMatch(
    /Permission denied[\s\S]*retained\/logs: not all files could be looked at or removed/,
  );
  expect(bench.told(outcome)).toContain('removed 0 files, 0 bytes');
  expect(readdirSync(bench.logs)).toEqual(['old.log']);
});

test.each([[[]], [['/retained/logs']]])('called wrongly it says how: %j', async (args) => {
  const outcome = await bench.after(0, args);
  expect([outcome.code, outcome.stderr.trim()]).toEqual([
    2,
    'usage: remove-old.sh FOLDER SECONDS [FOLDER SECONDS ...]',
  ]);
});
