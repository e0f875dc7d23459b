// Writes the bindings of the definitions that cdk8s.yaml lists to imports/*.ts with cdk8s import, then the strict schemas. Works without
// a network.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Runs cdk8s import on every listed file of definitions; the output is named after the API group, as the file is. */
export function writeBindings(output) {
  const cdk8s = join(dirname(createRequire(import.meta.url).resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
  const elsewhere = mkdtempSync(join(tmpdir(), 'imports-')); // cdk8s import looks for a cdk8s.yaml in the current folder
  mkdirSync(output, { recursive: true });
  try {
    for (const file of boundFiles()) {
      execFileSync(
        process.execPath,
        [
          cdk8s,
          'import',
          join(root, file),
          '--language',
          'typescript',
          '--output',
          output,
          '--no-save',
          '--no-class-prefix',
          '--check-upgrade=false',
        ],
        { cwd: elsewhere, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' } },
      );
    }
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
}

/** What `cdk8s import` would take from cdk8s.yaml: kinds that something here emits. Definitions beside them are for checking alone. */
function boundFiles() {
  return parse(readFileSync(join(root, 'cdk8s.yaml'), 'utf8')).imports;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const to = process.argv[2];
  writeBindings(to ? resolve(to) : join(root, 'imports'));
  if (!to) {
    const { writeSchemas } = await import('./schemas.mjs');
    writeSchemas();
  }
}
