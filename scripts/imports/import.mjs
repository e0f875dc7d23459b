// Writes the bindings of the definitions that cdk8s.yaml lists to imports/*.ts with cdk8s import, then the strict schemas. Works without
// a network.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Runs cdk8s import once, on the definitions that cdk8s.yaml lists: the kinds that something here emits. */
export function writeBindings(output) {
  const cdk8s = join(dirname(createRequire(import.meta.url).resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
  mkdirSync(output, { recursive: true });
  const options = ['--language', 'typescript', '--output', output, '--no-save', '--no-class-prefix'];
  execFileSync(process.execPath, [cdk8s, 'import', ...options, '--check-upgrade=false'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const to = process.argv[2];
  writeBindings(to ? resolve(to) : join(root, 'imports'));
  if (!to) {
    const { writeSchemas } = await import('./schemas.mjs');
    writeSchemas();
  }
}
