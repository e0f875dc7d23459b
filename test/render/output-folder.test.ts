import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { OutputIndex } from '../../src/manifests';
import {
  belongsTo,
  mergeIndex,
  type OutputFile,
  type Part,
  planOutput,
  readIndex,
  writeOutput,
} from '../../src/render';
import { problemsFrom } from '../fixtures';
import { contentOf, makeFolder, putFiles } from '../fixtures/folder';

const entry = (path: string, environment = path.split('/')[0]!, system = 'shop') => ({
  path,
  environment,
  application: path.split('/')[1]!,
  system,
  group: '',
  kind: 'ConfigMap',
  name: path,
  wave: 0,
  constructPath: path,
});
const indexOf = (...files: OutputIndex['files']): OutputIndex => ({ version: 1, files, secrets: [] });
const empty = indexOf();

/** Writes files as one run would. */
function write(folder: string, files: Readonly<Record<string, string>>): void {
  const list = Object.entries(files).map(([path, text]): OutputFile => ({ path, text }));
  writeOutput(folder, planOutput(folder, list, indexOf(...list.map(({ path }) => entry(path)))));
}

describe('an output folder', () => {
  test('is made, and holds the files and their index', () => {
    const folder = join(makeFolder(), 'deep', 'dist');
    write(folder, { 'local/app/a.yaml': 'a\n' });
    expect(contentOf(folder)).toEqual({
      'index.json': expect.stringContaining('"path":"local/app/a.yaml"'),
      'local/': '',
      'local/app/': '',
      'local/app/a.yaml': 'a\n',
    });
    expect(readIndex(folder)).toEqual({
      version: 1,
      environments: [],
      applications: [],
      files: [entry('local/app/a.yaml')],
      secrets: [],
      requirements: [],
    });
  });

  test('loses what is no longer made, and folders that are empty then, but nothing of others', () => {
    const folder = makeFolder();
    write(folder, {
      'local/app/a.yaml': 'a',
      'local/app/b.yaml': 'b',
      'local/old/c.yaml': 'c',
      'local/mixed/d.yaml': 'd',
    });
    putFiles(folder, { 'local/mixed/notes.md': 'mine', 'local/app/x.yaml': 'mine', 'README.md': 'mine' });
    write(folder, { 'local/app/a.yaml': 'a' });
    expect(Object.keys(contentOf(folder)).sort()).toEqual([
      'README.md',
      'index.json',
      'local/',
      'local/app/',
      'local/app/a.yaml',
      'local/app/x.yaml',
      'local/mixed/',
      'local/mixed/notes.md',
    ]);
  });

  test('is left alone by a run that changes nothing', () => {
    const folder = makeFolder();
    write(folder, { 'local/app/a.yaml': 'a' });
    const files = [{ path: 'local/app/a.yaml', text: 'a' }];
    const index = indexOf(entry('local/app/a.yaml'));
    expect(planOutput(folder, files, index)).toEqual({
      write: [],
      remove: [],
      unchanged: 2,
      index,
    });
  });

  test('tells what differs, what is missing and what is left over', () => {
    const folder = makeFolder();
    write(folder, { 'local/app/a.yaml': 'a', 'local/app/b.yaml': 'b', 'local/app/gone.yaml': 'g' });
    rmSync(join(folder, 'local/app/b.yaml'));
    rmSync(join(folder, 'local/app/gone.yaml'));
    const files = [
      { path: 'local/app/a.yaml', text: 'changed' },
      { path: 'local/app/b.yaml', text: 'b' },
    ];
    const plan = planOutput(folder, files, indexOf(...files.map(({ path }) => entry(path))));
    expect(plan.write.map(({ path }) => path)).toEqual(['local/app/a.yaml', 'local/app/b.yaml', 'index.json']);
    expect(plan.remove).toEqual([]);
  });

  test('ends up as the last run says, whatever came before', () => {
    const runs = fc.array(
      fc.dictionary(
        fc.constantFrom('e/a/1.yaml', 'e/a/2.yaml', 'e/b/1.yaml', 'f/a/1.yaml'),
        fc.string({ maxLength: 3 }),
      ),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(runs, (all) => {
        const folder = makeFolder();
        for (const files of all) write(folder, files);
        const clean = makeFolder();
        write(clean, all.at(-1)!);
        expect(contentOf(folder)).toEqual(contentOf(clean));
      }),
      { numRuns: 25 },
    );
  });
});

describe('a folder that can not be written is left byte for byte as it was', () => {
  const before = { 'local/app/a.yaml': 'old a', 'local/app/b.yaml': 'old b', 'local/app/stale.yaml': 'stale' };
  const after = { 'local/app/a.yaml': 'new a', 'local/app/b.yaml': 'new b', 'local/new/c.yaml': 'c' };

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['because a folder stands where a file goes', { 'local/new/c.yaml/inside': 'foreign' }, 'local/new/c.yaml'],
    ['because a file stands where a folder goes', { 'local/new': 'foreign' }, 'local/new'],
  ])('%s', (_, obstacle) => {
    const folder = makeFolder();
    write(folder, before);
    putFiles(folder, obstacle);
    const untouched = contentOf(folder);
    expect(problemsFrom(() => write(folder, after))).toMatch(
      /can't be written: E\w+: .*; nothing was changed, mend the folder and run again$/,
    );
    expect(contentOf(folder)).toEqual(untouched);
  });

  test('because what is stale can not be removed', () => {
    const folder = makeFolder();
    write(folder, before);
    rmSync(join(folder, 'local/app/stale.yaml'));
    putFiles(folder, { 'local/app/stale.yaml/inside': 'foreign' });
    const untouched = contentOf(folder);
    expect(problemsFrom(() => write(folder, after))).toMatch(/nothing was changed/);
    expect(contentOf(folder)).toEqual(untouched);
  });

  test('because a file stands in its own place', () => {
    const folder = makeFolder({ dist: 'a file' });
    expect(problemsFrom(() => write(join(folder, 'dist'), after))).toMatch(/nothing was changed/);
    expect(contentOf(folder)).toEqual({ dist: 'a file' });
  });
});

describe('an index is refused', () => {
  const ours = 'delete it, or choose another output folder';
  const inside = (path: string) =>
    `files[0].path is "${path}", it must be inside the folder: delete the file and run synth`;

  test.each([
    [
      'of another version',
      '{"version":0,"files":[],"secrets":[]}',
      `is not the index of an output folder of version 1: ${ours}`,
    ],
    ['without files', '{"version":1}', `is not the index of an output folder of version 1: ${ours}`],
    ['whose files lie outside', JSON.stringify(indexOf(entry('../outside.yaml'))), inside('../outside.yaml')],
    ['whose files have absolute paths', JSON.stringify(indexOf(entry('/etc/passwd'))), inside('/etc/passwd')],
  ])('%s, and nothing is removed by it', (_, text, message) => {
    const folder = makeFolder({ 'index.json': text });
    expect(problemsFrom(() => readIndex(folder))).toBe(`${join(folder, 'index.json')}: ${message}`);
  });

  test('that is no JSON', () => {
    const folder = makeFolder({ 'index.json': 'index' });
    expect(problemsFrom(() => readIndex(folder))).toMatch(
      /index\.json: can't be read \(.*\): delete it and run synth, /,
    );
  });
});

describe('a part of the output', () => {
  const old: OutputIndex = {
    version: 1,
    applications: [
      { environment: 'local', name: 'shop-app', wave: 1, system: 'shop' },
      { environment: 'local', name: 'blog-app', wave: 2, system: 'blog' },
    ],
    files: [
      entry('local/shop-app/a.yaml'),
      entry('local/blog-app/b.yaml', 'local', 'blog'),
      entry('local/bootstrap.yaml', 'local', ''),
    ],
    secrets: [],
  };
  const fresh: OutputIndex = {
    ...old,
    applications: old.applications!.map((application) => ({ ...application, wave: 7 })),
    files: [
      entry('local/shop-app/new.yaml'),
      entry('local/blog-app/new.yaml', 'local', 'blog'),
      entry('local/bootstrap.yaml', 'local', ''),
    ],
  };
  const merged = (part: Part) => {
    const { files, applications } = mergeIndex(old, fresh, part);
    return [files.map(({ path }) => path), applications!.map(({ name, wave }) => `${name} ${wave}`)];
  };

  test('takes over what the other parts own', () => {
    expect(merged({ systems: ['shop'] })).toEqual([
      ['local/blog-app/b.yaml', 'local/bootstrap.yaml', 'local/shop-app/new.yaml'],
      ['blog-app 2', 'shop-app 7'],
    ]);
    expect(merged({ environments: ['production'] })).toEqual([
      ['local/blog-app/b.yaml', 'local/bootstrap.yaml', 'local/shop-app/a.yaml'],
      ['shop-app 1', 'blog-app 2'],
    ]);
    expect(merged({})).toEqual([
      ['local/blog-app/new.yaml', 'local/bootstrap.yaml', 'local/shop-app/new.yaml'],
      ['blog-app 7', 'shop-app 7'],
    ]);
    expect(mergeIndex(empty, fresh, {}).files).toHaveLength(3);
  });

  test.each<[Part, string, string, boolean]>([
    [{}, 'local', '', true],
    [{ systems: ['shop'] }, 'local', '', false],
    [{ systems: ['shop'] }, 'local', 'shop', true],
    [{ systems: ['shop'], environments: ['production'] }, 'local', 'shop', false],
    [{ environments: ['local'] }, 'local', 'blog', true],
  ])('%j: environment %s, system "%s" is of it: %s', (part, environment, system, expected) => {
    expect(belongsTo({ environment, system }, part)).toBe(expected);
  });
});
