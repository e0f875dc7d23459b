import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../src/cli/commands';
import { root, textOf } from '../docs/markdown';

/** What is for a folder without a project, for editors, or for whoever develops the library. */
const others = ['init', 'schema', 'e2e'];
const names = readdirSync(join(root, 'examples')).filter((name) => name !== 'validation-plugin');

test.each(names)('%s has a script for each command of a project', (name) => {
  const { scripts, engines } = JSON.parse(textOf(`examples/${name}/package.json`));
  const wanted = [...commands.keys()].filter((command) => !others.includes(command));
  expect(scripts).toEqual(Object.fromEntries(wanted.map((command) => [command, `tsc && node lib/main.js ${command}`])));
  expect(engines).toEqual({ node: '>=20' });
});

test('the README packs what its example depends on, and nothing else', () => {
  const { dependencies } = JSON.parse(textOf('examples/shop/package.json'));
  const [, words = ''] = /^npm pack (.*) --pack-destination/m.exec(textOf('README.md')) ?? [];
  const packed = words
    .split('--workspace')
    .slice(1)
    .map((folder) => JSON.parse(textOf(`${folder.trim()}/package.json`)).name);
  expect(packed.sort()).toEqual(Object.keys(dependencies).sort());
});
