import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthInto } from 'cdk8s-tiers/testing';
import { project } from '../../charts/project';
import { contentOf } from '../fixtures/folder';

const root = join(__dirname, '../..');

test('two runs give the same bytes', () => {
  expect(synthInto(project).files).toEqual(synthInto(project).files);
});

test('the output tells nothing of the machine, the time or the user', () => {
  const files = Object.entries(contentOf(join(root, 'dist'))).filter(([path]) => !path.endsWith('/'));
  expect(files.length).toBeGreaterThan(200);
  for (const [path, text] of files) {
    expect([path, text.includes(root) || text.includes(`${tmpdir()}/`)]).toEqual([path, false]);
    expect([path, /20\d\d-\d\d-\d\dT\d\d:/.test(text)]).toEqual([path, false]);
    expect([path, text.includes('\r'), text.endsWith('\n')]).toEqual([path, false, true]);
  }
});

test('cdk8s synth gives the same bytes as the direct command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-synth-'));
  try {
    for (const name of ['cdk8s.yaml', 'package.json', 'environments'])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    for (const name of ['node_modules', 'charts', 'src', 'imports']) symlinkSync(join(root, name), join(folder, name));
    execFileSync(join(root, 'node_modules/.bin/cdk8s'), ['synth'], {
      cwd: folder,
      env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
      stdio: 'pipe',
    });
    expect(contentOf(join(folder, 'dist'))).toEqual(contentOf(join(root, 'dist')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
