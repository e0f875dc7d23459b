// Writes the bindings of imports/crds/*.yaml to imports/*.ts with cdk8s import, then the strict schemas. Works without a network.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const crds = join(root, 'imports', 'crds');

/** Runs cdk8s import on every CRD file; the output is named after the API group, as the file is. */
export function writeBindings(output) {
  const cdk8s = join(dirname(createRequire(import.meta.url).resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
  const elsewhere = mkdtempSync(join(tmpdir(), 'imports-')); // cdk8s import looks for a cdk8s.yaml in the current folder
  mkdirSync(output, { recursive: true });
  try {
    for (const file of crdFiles()) {
      execFileSync(
        process.execPath,
        [
          cdk8s,
          'import',
          join(crds, file),
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

export function crdFiles() {
  return readdirSync(crds)
    .filter((file) => file.endsWith('.yaml'))
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const to = process.argv[2];
  writeBindings(to ? resolve(to) : join(root, 'imports'));
  if (!to) {
    const { writeSchemas } = await import('./schemas.mjs');
    writeSchemas();
  }
}
