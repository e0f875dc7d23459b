/**
 * Measures what synthesis, checks and diff cost, as ratios within one run.
 * Usage: npm run bench -- [--quick] [--write] [--only start|copies|checks] [--folder FOLDER]
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { load, root } from './library.mjs';
import { checksSection } from './sections/checks.mjs';
import { copiesSection } from './sections/copies.mjs';
import { startSection } from './sections/start.mjs';

const memoryFolder = '/dev/shm';
const page = join(root, 'docs/benchmarks.md');

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    write: { type: 'boolean' },
    only: { type: 'string', multiple: true },
    folder: { type: 'string' },
  },
});
const sections = {
  start: { run: startSection, full: { runs: 9 }, quick: { runs: 1 } },
  copies: {
    run: copiesSection,
    full: { sizes: [1, 10, 100, 300], runs: 3, plainRuns: 3 },
    quick: { sizes: [1, 10], runs: 1, plainRuns: 1 },
  },
  checks: { run: checksSection, full: { objects: [10_000, 30_000], runs: 3 }, quick: { objects: [1_000], runs: 1 } },
};
const chosen = values.only ?? Object.keys(sections);
const unknown = chosen.filter((name) => !(name in sections));
if (unknown.length > 0) {
  process.stderr.write(`--only: unknown '${unknown.join("', '")}', there are ${Object.keys(sections).join(', ')}\n`);
  process.exit(2);
}

// A disk's speed is not what is measured, so files are written to memory where the system has a folder for it.
const base = values.folder ?? (existsSync(memoryFolder) ? memoryFolder : tmpdir());
const folder = mkdtempSync(join(base, 'bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const version = (name) => load(`${name}/package.json`).version;
const versions = `Node ${process.versions.node}, cdk8s ${version('cdk8s')}, constructs ${version('constructs')}, js-yaml ${version('js-yaml')}, cdk8s-tiers ${version('cdk8s-tiers')}`;
const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ');
for (const name of chosen) {
  process.stderr.write(`measuring ${name}\n`);
  const { run, full, quick } = sections[name];
  const text = `${run(folder, values.quick ? quick : full)}\n\n\`${command}\`, ${versions}.`;
  process.stdout.write(`${text}\n\n`);
  if (values.write) writeInto(page, name, text);
}

/** Puts a part's figures between its marks. */
function writeInto(file, name, text) {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [before, rest] = readFileSync(file, 'utf8').split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${file}: the lines '${begin}' and '${end}' are missing`);
  writeFileSync(file, `${before}${begin}\n\n${text}\n\n${end}${after}`);
}
