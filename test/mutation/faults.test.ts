import { join } from 'node:path';

interface Site {
  readonly id: number;
  readonly path: string;
  readonly operator: string;
  readonly line: number;
  readonly text: string;
}

const root = join(__dirname, '../..');
const { sitesOf, plant, probed } = require('../../scripts/mutation/sites.cjs') as {
  sitesOf(source: string): Site[];
  plant(source: string, site: Site): string;
  probed(source: string, sites: readonly Site[]): string;
};
const { choose, folderOf } = require('../../scripts/mutation/choose.cjs') as {
  choose(options: { root: string; folders: readonly string[]; seed: number; count: number }): Site[];
  folderOf(path: string): string;
};

const planted = (source: string) => sitesOf(source).map((site) => `${site.operator}: ${plant(source, site)}`);

describe('faults', () => {
  test.each([
    ['a >= b;', ['statement: {}', 'boundary: a > b;']],
    ['const c = a < b;', ['boundary: const c = a <= b;']],
    ['const c = a && b || d;', ['logic: const c = a || b || d;', 'logic: const c = a && b && d;']],
    ['const c = a === (b);', ['equality: const c = a !== (b);']],
    ['const c = [true, 2];', ['boolean: const c = [false, 2];', 'number: const c = [true, (2 + 1)];']],
    ['const c = a.filter(f).map(g);', ['filter: const c = a.map(g);']],
    ['const c = [...a].sort();', ['order: const c = [...a];']],
    ['const c = a ?? [];', ["default: const c = a ?? ['mutated'];"]],
    ['const { a = [] } = b;', ["default: const { a = ['mutated'] } = b;"]],
    [
      "const c = { a: b, 'd.e': f };",
      ["key: const c = { 'aMutated': b, 'd.e': f };", "key: const c = { a: b, 'd.eMutated': f };"],
    ],
    ['if (a) return;', ['return: if (a) {}']],
    [
      'for (const a of b) { if (a) { f(); return; } }',
      ['statement: for (const a of b) { if (a) { {} return; } }', 'return: for (const a of b) { if (a) { f(); {} } }'],
    ],
  ])('are found in %s', (source, expected) => {
    const inFunction = `function x() { ${source} }`;
    const found = planted(inFunction).map((text) => text.replace('function x() { ', '').replace(/ \}$/, ''));
    expect(found).toEqual(expected);
  });

  test.each([
    'type A = { a: true; b: 1 };',
    "import a from 'b';",
    "class A extends B { constructor() { super('c'); } }",
    "'use strict';",
    'const a = b?.sort().c;',
    'const a = { 1: b };',
  ])('are not found in %s', (source) => {
    expect(planted(source)).toEqual([]);
  });

  test('know their line, behind a shebang, comments and letters of several bytes', () => {
    const source = "#!/usr/bin/env node\n// süß\nconst a = 'ü';\nconst b = c > d;\n";
    expect(sitesOf(source)).toMatchObject([{ operator: 'boundary', line: 4, before: 'c > d', after: 'c >= d' }]);
  });
});

test('probes tell what runs, and change nothing', () => {
  const source = `
    const f = (a = []) => { if (a.length > 2 && true) return a.length; a.push(3); return { sum: a[0] === 1 }; };
    return [f([1]), f([1, 2, 3])];`;
  const sites = sitesOf(`function x() {${source}}`).map((site, id) => ({ ...site, id }));
  const inFunction = probed(`function x() {${source}}`, sites);
  const seen = new Set<number>();
  const run = new Function('globalThis', `${inFunction}; return x();`);
  expect(run({ mutationSeen: (id: number) => seen.add(id) })).toEqual([{ sum: true }, 3]);
  const unseen = sites.filter(({ id }) => !seen.has(id)).map(({ operator }) => operator);
  expect(unseen).toEqual(['default']);
  expect(sites.length).toBeGreaterThan(8);
});

describe('a run', () => {
  const run = (seed: number, count: number, folders = ['src/topology', 'src/problem.ts', 'charts']) =>
    choose({ root, folders, seed, count });

  test('plants the same faults for one seed, and others for another', () => {
    const one = run(1, 30);
    expect(run(1, 30)).toEqual(one);
    expect(run(2, 30)).not.toEqual(one);
    expect(one.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, id) => id));
  });

  test('plants as many as it is asked for, no two alike, some in every folder and of many kinds', () => {
    const sites = run(1, 60);
    const hit = new Set(sites.map(({ path }) => folderOf(path)));
    expect([...hit].sort()).toEqual(['charts', 'charts/platform', 'charts/zamperla', 'src', 'src/topology']);
    expect(new Set(sites.map(({ operator }) => operator)).size).toBeGreaterThan(6);
    expect(new Set(sites.map((site) => JSON.stringify({ ...site, id: 0 }))).size).toBe(60);
  });

  test('can be about one folder', () => {
    expect(run(1, 10, ['src/topology']).map(({ path }) => folderOf(path))).toEqual(Array(10).fill('src/topology'));
  });
});
