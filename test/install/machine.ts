import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const project = resolve(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'cdk8s-tiers-install-'));
afterAll(() => rmSync(folder, { recursive: true }));
let machines = 0;

/** What the scripts that install need of a machine; neither Go, npm nor apt is among it. */
const tools = [
  ...['awk', 'bash', 'basename', 'cat', 'chmod', 'cp', 'cut', 'dirname', 'env', 'grep', 'head', 'ln', 'ls', 'mkdir'],
  ...[
    'mv',
    'nice',
    'nproc',
    'readlink',
    'rm',
    'sed',
    'sh',
    'sha256sum',
    'sort',
    'tail',
    'touch',
    'tr',
    'uname',
    'xargs',
  ],
];

/** A machine for a script of the repository: programs by name, and a folder for what it keeps. */
export class Machine {
  readonly bin = join(folder, `bin-${++machines}`);
  readonly cache = join(folder, `cache-${machines}`);

  /** @param programs the text of programs of its own, by name, for bash */
  constructor(programs: Readonly<Record<string, string>> = {}) {
    mkdirSync(this.bin);
    for (const tool of tools.filter((name) => !(name in programs))) {
      const path = ['/usr/bin', '/bin'].map((place) => join(place, tool)).find((each) => existsSync(each));
      if (path !== undefined) symlinkSync(path, join(this.bin, tool));
    }
    for (const [name, text] of Object.entries(programs)) writeScript(this.bin, name, text);
  }

  /** Runs a script of the repository with nothing but this machine's programs. */
  run(script: string, environment: NodeJS.ProcessEnv, args: readonly string[] = []) {
    const env = { PATH: this.bin, ...environment };
    const { status, stdout, stderr } = spawnSync(join(project, script), args, { env, encoding: 'utf8' });
    return { status, stdout, stderr };
  }
}

/** Writes a script for bash that can be run. */
export function writeScript(place: string, name: string, text: string): void {
  writeFileSync(join(place, name), `#!/usr/bin/env bash\n${text}\n`);
  chmodSync(join(place, name), 0o755);
}

/** A compiler, for `go`, which counts its calls in the file `built` beside it. @param says what its programs tell of themselves */
export const go = (version: string, says = 'Version: v1.2.3') => `
if [ "$1" = env ]; then echo ${version}; exit; fi
for package; do :; done
tags=
while [ "$1" != -o ]; do
  if [ "$1" = -tags ] && [ -n "$2" ]; then tags="-tags $2 "; fi
  shift
done
echo "$PWD $tags$package" | sed "s:.*/test/::" >> "$(dirname "$0")/built"
{ echo '#!/usr/bin/env bash'; echo 'echo "${says}"'; } > "$2"
chmod 755 "$2"`;
