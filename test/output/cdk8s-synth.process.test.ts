import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentOf } from '../fixtures/folder';

const root = join(__dirname, '../..');

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
