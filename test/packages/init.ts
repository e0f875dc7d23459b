import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Run, run, succeed, textsBelow } from './outside-project';

const projects: [name: string, args: string[]][] = [
  ['nothing', ['--with', 'database,queue,cache']],
  ['voting', ['--from', 'files/voting/compose.yaml']],
  ['shop', ['--from', 'files/shop/compose.yaml']],
  ['wordpress', ['--from', 'files/wordpress/compose.yaml']],
];

/** Tests of new projects, in folders below one that the packages are installed in. */
export function testInit(installed: string): void {
  const root = join(installed, 'new');
  const init = (...args: string[]): Run => run(root, '../node_modules/.bin/cdk8s-tiers', ['init', ...args]);

  beforeAll(() => {
    mkdirSync(root);
    cpSync('test/init/compose-files', join(root, 'files'), { recursive: true });
  });

  test.each(projects)('a project from %s is written, compiled, rendered and checked clean', (name, args) => {
    const folder = join(root, name);
    const { exitCode, stdout, stderr } = init(name, ...args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^done: \d+ files written\nnext: cd \w+ && npm install && npm run synth\n$/m);

    expect(run(folder, 'npx', ['tsc'])).toMatchObject({ exitCode: 0, stdout: '' });
    const synth = run(folder, 'node', ['lib/main.js', 'synth']);
    expect(synth).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('checks: no findings') });
    expect(succeed(folder, 'node', ['lib/main.js', 'check'])).toMatch(/: 0 errors, 0 warnings, /);
    expect(run(folder, 'node', ['--test', 'lib/dist.test.js']).exitCode).toBe(0);
  });

  test('what is written is formatted as by hand', () => {
    const folders = projects.map(([name]) => join(root, name));
    const files = folders.flatMap((folder) =>
      ['chart', 'main', 'project', 'dist.test'].map((file) => `${folder}/${file}.ts`),
    );
    const biome = join(process.cwd(), 'node_modules/.bin/biome');
    const settings = join(process.cwd(), 'biome.json');
    cpSync(settings, join(root, 'biome.json'));
    expect(run(root, biome, ['check', '--vcs-enabled=false', ...files])).toMatchObject({ exitCode: 0 });
  });

  test('a second time, what is there is named and left alone', () => {
    const before = textsBelow(join(root, 'nothing/environments'));
    const { exitCode, stderr, stdout } = init('nothing');
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('error: nothing/chart.ts: exists already, and nothing is overwritten: ');
    expect(stderr).toMatch(/^10 problems, nothing was written$/m);
    expect(textsBelow(join(root, 'nothing/environments'))).toEqual(before);
  });

  test('the version that it needs is the one that wrote it', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'nothing/package.json'), 'utf8'));
    const { version } = JSON.parse(readFileSync(join(installed, 'node_modules/cdk8s-tiers/package.json'), 'utf8'));
    expect(dependencies).toEqual({ 'cdk8s-tiers': version });
    expect(existsSync(join(root, 'nothing/node_modules'))).toBe(false);
  });
}
