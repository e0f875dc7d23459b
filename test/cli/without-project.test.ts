import { readFileSync } from 'node:fs';
import { makeFolder, putFiles } from '../fixtures/folder';
import { runCommand } from '../fixtures/project';

const run = (...argv: string[]) => runCommand(undefined, argv, '/nowhere');

test.each(['synth', 'schema'])('%s says which entry it needs', async (command) => {
  expect(await run(command)).toEqual({
    code: 2,
    out: '',
    err:
      `error: ${command}: this command renders a project, and is started by the project's own entry: a file such as main.ts with ` +
      "`import { main } from 'cdk8s-tiers/cli'` and `void main({ systems: [...] })`, " +
      `compiled and run by \`node lib/main.js ${command}\`\n1 problem, nothing was written\n`,
  });
});

test('check reads any folder of manifests', async () => {
  const folder = makeFolder();
  putFiles(folder, { 'deployment.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: Shop }\n' });
  const { code, out } = await run('check', folder);
  expect(out).toMatch(/^error name-syntax /);
  expect(code).toBe(1);
});

test('no command at all is answered with the list of them', async () => {
  const { code, out, err } = await run();
  expect(out + err).toMatch(/^Usage: cdk8s-tiers .*\n {2}synth .*\n {2}check /s);
  expect(code).toBe(2);
});

test('a misspelt command is answered with the nearest', async () => {
  expect((await run('chekc')).err).toMatch(/^error: unknown command 'chekc'\n\(Did you mean check\?\)\n/);
});

test('--version is the version of the package', async () => {
  const { version } = JSON.parse(readFileSync('src/package.json', 'utf8'));
  expect(await run('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
});
