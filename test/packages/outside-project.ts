import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(__dirname, '../..');
const packages = ['imports', 'src', 'charts/platform', 'charts/zamperla'];

/** How a program ended. */
export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program that is given three minutes, no terminal and no settings of this repository. */
export function run(folder: string, program: string, args: readonly string[]): Run {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|CDK8S_|FORCE_COLOR)/.test(name)),
  );
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 180_000,
    env: { ...env, NO_COLOR: '1' },
  });
  if (error) throw new Error(`${program} ${args.join(' ')}: ${error.message}\n${stderr}`);
  return { exitCode: status, stdout, stderr };
}

/** Runs a program that has to end well. */
export function succeed(folder: string, program: string, args: readonly string[]): string {
  const { exitCode, stdout, stderr } = run(folder, program, args);
  if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${exitCode}\n${stdout}${stderr}`);
  return stdout;
}

/** What `npm pack` tells of one package. */
export interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Packs the workspace's packages as they would be published. */
export function packAll(folder: string): Packed[] {
  if (!existsSync(join(repository, 'charts/lib/main.js'))) {
    throw new Error('the packages are not compiled, run `npm run build` first');
  }
  const names = packages.flatMap((name) => ['--workspace', name]);
  const told = JSON.parse(succeed(repository, 'npm', ['pack', '--json', '--pack-destination', folder, ...names]));
  // npm 11 and before tell a list, later ones a mapping by name.
  return Array.isArray(told) ? told : Object.values(told);
}

/** A folder of its own below the system's temporary one, outside the repository. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(realpathSync(tmpdir()), `${name}-`));
}

/** Puts an example into a folder and installs the packed packages with their dependencies. */
export function installExample(example: string, folder: string, archives: readonly string[]): void {
  cpSync(join(repository, 'examples', example), folder, { recursive: true });
  install(folder, archives);
}

/** Installs packed packages with their dependencies. */
export function install(folder: string, archives: readonly string[]): void {
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lockOfThirdParties()));
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  succeed(folder, 'npm', ['install', ...quiet, ...archives]);
}

/** The repository's own lock without its packages: with it the archives that `npm ci` has fetched are enough, network or not. */
function lockOfThirdParties() {
  const lock: { packages: Record<string, { link?: boolean }> } = JSON.parse(
    readFileSync(join(repository, 'package-lock.json'), 'utf8'),
  );
  const thirdParties = Object.entries(lock.packages).filter(
    ([path, { link }]) => path.startsWith('node_modules/') && !link,
  );
  return { lockfileVersion: 3, requires: true, packages: { '': {}, ...Object.fromEntries(thirdParties) } };
}

/** Texts of all files below a folder, by path. */
export function textsBelow(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')] as const));
}
