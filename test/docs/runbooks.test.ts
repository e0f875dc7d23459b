import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputIndex } from '../../src/manifests';
import { links, root, textOf } from './markdown';

const folder = 'docs/runbooks';
const pages = readdirSync(join(root, folder))
  .filter((name) => name !== 'README.md')
  .map((name) => `${folder}/${name}`);
const { files } = JSON.parse(textOf('dist/index.json')) as OutputIndex;
const inProduction = new Set(
  files.filter(({ environment }) => environment === 'production').map(({ kind, name }) => `${kind} ${name}`),
);

/** Where a command names an object, by the kind of it. What is in capitals is for the reader to fill in. */
const named: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['Application', /argocd app [a-z-]+ (?!root\b)([a-z][a-z0-9-]*)/g],
  ['Application', /application (?!root\b)([a-z][a-z0-9-]*) -n argocd/g],
  ['Deployment', /deploy\/([a-z][a-z0-9-]*)/g],
  ['Job', /job\/([a-z][a-z0-9-]*)/g],
  ['ExternalSecret', /externalsecret ([a-z][a-z0-9-]*) -n/g],
  ['ExternalSecret', /get secret ([a-z][a-z0-9-]*) -n/g],
  ['ExternalSecret', /create secret generic ([a-z][a-z0-9-]*) -n/g],
];

test('every runbook is in the index, and the README leads there', () => {
  const listed = links(`${folder}/README.md`).map(({ target }) => target);
  expect(pages.filter((page) => !listed.includes(page))).toEqual([]);
  expect(links('README.md').map(({ target }) => target)).toContain(`${folder}/README.md`);
});

test.each(pages)('what the commands of %s name is in production', (page) => {
  const text = textOf(page);
  const unknown = named.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map((match) => `${kind} ${match[1]}`).filter((one) => !inProduction.has(one)),
  );
  expect(unknown).toEqual([]);
});
