import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { readManifests } from '../../src/manifests';
import { codeBlocks } from '../docs/markdown';
import { edgesOfExamples, wrongEdges } from '../examples/edges';
import { installExample, packAll, type Run, run, temporaryFolder } from './outside-project';

jest.setTimeout(240_000);

const names = [...new Set(edgesOfExamples.map(({ example }) => example))];
const archives = temporaryFolder('archives');
const root = temporaryFolder('examples');
let compiled: Run;

beforeAll(() => {
  const needed = packAll(archives).filter(({ name }) => ['cdk8s-tiers', '@cdk8s-tiers/imports'].includes(name));
  installExample(
    'own-tier',
    root,
    needed.map(({ filename }) => join(archives, filename)),
  );
  for (const name of names) cpSync(join('examples', name), join(root, name), { recursive: true });
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  const settings = {
    compilerOptions: { ...compilerOptions, rootDir: '.' },
    include: names.map((name) => `${name}/*.ts`),
  };
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify(settings));
  compiled = run(root, 'npx', ['tsc']);
});

afterAll(() => {
  rmSync(archives, { recursive: true, force: true });
  rmSync(root, { recursive: true, force: true });
});

const program = (name: string, ...args: string[]): Run =>
  run(join(root, name), 'node', [`../lib/${name}/main.js`, ...args]);

const objectsIn = (folder: string): KubernetesObject[] => readManifests(folder).manifests.map(({ object }) => object);

/** What the README shows of commands: each with its output, of which `...` leaves out a part. */
function shownBy(name: string): { readonly args: string[]; readonly parts: string[] }[] {
  return codeBlocks(readFileSync(join(root, name, 'README.md'), 'utf8'))
    .filter(({ language }) => language === 'console')
    .map(({ text }) => {
      const [command = '', ...output] = text.split('\n');
      return {
        args: command
          .replace(/^\$ npm run /, '')
          .replace(' -- ', ' ')
          .split(' '),
        parts: output.join('\n').split(/^\.\.\.\n/m),
      };
    });
}

/** Expects a command to end so, and to print what the README shows of it. */
function expectAsShown(name: string, shown: ReturnType<typeof shownBy>[number] | undefined, exitCode: number): void {
  const told = program(name, ...shown!.args);
  expect(told).toMatchObject({ exitCode, stderr: '' });
  for (const part of shown!.parts) expect(told.stdout).toContain(part);
}

describe('the examples, outside this repository', () => {
  test('fit the types of the packages', () => {
    expect(compiled).toMatchObject({ exitCode: 0, stdout: '' });
  });

  test.each(names)('%s is rendered without a finding of weight, and rendered again without a change', (name) => {
    const first = program(name, 'synth');
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toContain('checks: no findings');
    expect(program(name, 'synth', '--check')).toMatchObject({ exitCode: 0 });
  });

  test.each(edgesOfExamples.map((edges) => [edges.example, edges.environment, edges] as const))(
    '%s in %s: the written policies let through what is connected and nothing else',
    (name, environment, edges) => {
      expect(wrongEdges(objectsIn(join(root, name, 'dist', environment)), edges)).toEqual([]);
    },
  );
});

test('own-rule tells of its rule and its row as its README shows', () => {
  const [check, diff] = shownBy('own-rule');
  expectAsShown('own-rule', check, 0);
  const folder = join(root, 'own-rule');
  cpSync(join(folder, 'dist'), join(folder, 'before'), { recursive: true });
  const environment = join(folder, 'environments/local.yaml');
  writeFileSync(environment, readFileSync(environment, 'utf8').replace('team-web', 'team-shop'));
  expect(program('own-rule', 'synth').exitCode).toBe(0);
  expectAsShown('own-rule', diff, 1);
});
