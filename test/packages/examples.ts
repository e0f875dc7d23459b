import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { readManifests } from '../../src/manifests';
import { codeBlocks } from '../docs/markdown';
import { edgesOfExamples } from '../examples/edges';
import { wrongEdges } from '../examples/wrong-edges';
import { type Run, run, succeed } from './outside-project';

const names = [...new Set(edgesOfExamples.map(({ example }) => example))];

const objectsIn = (folder: string): KubernetesObject[] => readManifests(folder).manifests.map(({ object }) => object);

/** A command that a README shows, with its output: `...` leaves out a part. */
interface Shown {
  readonly args: string[];
  readonly parts: string[];
}

function shownBy(page: string): Shown[] {
  return codeBlocks(page)
    .filter(({ language }) => language === 'console')
    .map(({ text }) => {
      const [command = '', ...output] = text.split('\n');
      const args = command
        .replace(/^\$ npm run /, '')
        .replace(' -- ', ' ')
        .split(' ');
      return { args, parts: output.join('\n').split(/^\.\.\.\n/m) };
    });
}

/** Tests of the examples, each in a folder below one that the packages are installed in. */
export function testExamples(installed: string): void {
  const root = join(installed, 'examples');
  const folderOf = (name: string) => join(root, name);
  const program = (name: string, ...args: string[]): Run =>
    run(folderOf(name), 'node', [`../lib/${name}/main.js`, ...args]);
  const shown = (name: string) => shownBy(readFileSync(join(folderOf(name), 'README.md'), 'utf8'));
  const expectAsShown = (name: string, { args, parts }: Shown, exitCode: number): void => {
    const told = program(name, ...args);
    expect(told).toMatchObject({ exitCode, stderr: '' });
    for (const part of parts) expect(told.stdout).toContain(part);
  };

  test('fit the types of the packages', () => {
    mkdirSync(root);
    for (const name of names) cpSync(join('examples', name), folderOf(name), { recursive: true });
    const { compilerOptions } = JSON.parse(readFileSync(join(folderOf(names[0]!), 'tsconfig.json'), 'utf8'));
    const settings = { ...compilerOptions, rootDir: '.', skipLibCheck: true };
    const include = names.map((name) => `${name}/*.ts`);
    writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions: settings, include }));
    expect(run(root, 'npx', ['tsc'])).toMatchObject({ exitCode: 0, stdout: '' });
  });

  test.each(names)('%s is rendered, without an error or a warning', (name) => {
    const { exitCode, stdout, stderr } = program(name, 'synth');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('checks: no findings');
  });

  test.each(edgesOfExamples.map((edges) => [edges.example, edges.environment, edges] as const))(
    '%s in %s: the written policies let through what is connected and nothing else',
    (name, environment, edges) => {
      expect(wrongEdges(objectsIn(join(folderOf(name), 'dist', environment)), edges)).toEqual([]);
    },
  );

  test('own-rule tells of its rule and its row as its README shows', () => {
    const [check, diff] = shown('own-rule');
    expectAsShown('own-rule', check!, 0);
    const folder = folderOf('own-rule');
    cpSync(join(folder, 'dist'), join(folder, 'before'), { recursive: true });
    const environment = join(folder, 'environments/local.yaml');
    writeFileSync(environment, readFileSync(environment, 'utf8').replace('team-web', 'team-shop'));
    expect(program('own-rule', 'synth').exitCode).toBe(0);
    expectAsShown('own-rule', diff!, 1);
  });

  test('adopt replaces a running chart without deleting anything, as its README shows', () => {
    succeed(folderOf('adopt'), 'node', ['../lib/adopt/before.js']);
    expectAsShown('adopt', shown('adopt')[0]!, 0);
  });
}
