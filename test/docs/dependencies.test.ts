import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { quoted, root, tableRows, textOf } from './markdown';

const [, runTime = '', development = ''] = textOf('docs/dependencies.md').split(/^## /m);
const told = (section: string) => [...new Set(tableRows(section).flatMap(([first]) => quoted(first ?? '')))].sort();

const charts = readdirSync(join(root, 'charts'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'lib')
  .map(({ name }) => `charts/${name}/package.json`);
const manifests = ['package.json', 'src/package.json', 'imports/package.json', ...charts].map((path) => ({
  path,
  ...(JSON.parse(textOf(path)) as Record<'dependencies' | 'devDependencies', Record<string, string> | undefined>),
}));
const named = (kind: 'dependencies' | 'devDependencies') =>
  [...new Set(manifests.flatMap((manifest) => Object.keys(manifest[kind] ?? {})))].sort();

test('every dependency at run time has a row, and no row is stale', () => {
  expect(told(runTime)).toEqual(named('dependencies'));
});

test('every dependency of development has a row, and no row is stale', () => {
  expect(told(development)).toEqual(named('devDependencies'));
});

test('every version is exact, and the same in all packages', () => {
  const versions = new Map<string, Set<string>>();
  for (const { dependencies, devDependencies } of manifests) {
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
  }
  const wrong = [...versions].filter(
    ([, found]) => found.size > 1 || ![...found].every((one) => /^\d+\.\d+\.\d+$/.test(one)),
  );
  expect(wrong).toEqual([]);
});
