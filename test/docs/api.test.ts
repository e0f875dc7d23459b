import { readdirSync } from 'node:fs';
import { root, textOf } from './markdown';

const reports = readdirSync(`${root}/docs/api`).map((name) => ({ name, text: textOf(`docs/api/${name}`) }));

test('every entry of the package has a report', () => {
  const { exports } = JSON.parse(textOf('src/package.json')) as { exports: object };
  const entries = Object.keys(exports).filter((path) => path !== './package.json');
  const names = entries.map((path) => (path === '.' ? 'cdk8s-tiers' : path.slice(2).replaceAll('/', '-')));
  expect(reports.map(({ name }) => name)).toEqual(names.map((name) => `${name}.api.md`).sort());
});

test.each(reports)('everything that $name exports says what it is', ({ text }) => {
  const silent = [...text.matchAll(/^\/\/ @\w+ \(undocumented\)\n(export .*)/gm)].map(([, line]) => line);
  expect(silent).toEqual([]);
});

test.each(reports)('no type of $name needs a package that is not installed with ours', ({ text }) => {
  const { dependencies } = JSON.parse(textOf('src/package.json')) as { dependencies: object };
  const named = [...text.matchAll(/\b(?:from |import\()['"]((?:@[^/'"]+\/)?[^/'"]+)/g)].map(([, name]) => name!);
  const installed = new Set([...Object.keys(dependencies), 'cdk8s-tiers']);
  expect(named.filter((name) => !name.startsWith('node:') && !installed.has(name))).toEqual([]);
});
