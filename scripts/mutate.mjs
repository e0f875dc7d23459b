// Plants faults in the sources, one at a time and in memory, and tells which of them no test notices.
// --seed 1  --count 200  --parallel 2  --list, and more than once: --folder src/tiers  --tests test/tiers  --only ID
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Tests } from './mutation/tests.mjs';
import { Types } from './mutation/types.mjs';

const { choose, folderOf } = createRequire(import.meta.url)('./mutation/choose.cjs');
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Survivors that were looked at, each with the reason why it may live. */
const acceptedFile = 'test/mutation/survivors.md';
const least = 0.9;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '200' },
    folder: { type: 'string', multiple: true, default: ['src', 'charts'] },
    parallel: { type: 'string', default: '2' },
    tests: { type: 'string', multiple: true },
    only: { type: 'string', multiple: true },
    list: { type: 'boolean', default: false },
  },
});
const [seed, count, parallel] = [values.seed, values.count, values.parallel].map(Number);
const sites = choose({ root, folders: values.folder, seed, count }).filter(
  ({ id }) => values.only?.includes(String(id)) ?? true,
);

const short = (text) => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 87)}...` : line;
};
const cell = (text) => `\`${short(text).replaceAll('|', '\\|').replaceAll('`', "'")}\``;
const mutantOf = ({ before, after }) => `${cell(before)} → ${cell(after)}`;
const describe = (site) =>
  `${site.id} ${site.path}:${site.line} ${site.operator}: ${short(site.before)} → ${short(site.after)}`;

if (values.list) {
  for (const site of sites) console.log(describe(site));
} else {
  process.exitCode = await main();
}

async function main() {
  const tests = new Tests(root);
  try {
    const survivors = await plantAll(tests);
    const killed = sites.length - survivors.length;
    for (const [folder, of] of tally(sites)) {
      console.log(`  ${folder}: ${of - (tally(survivors).get(folder) ?? 0)} of ${of} killed`);
    }
    const rows = survivors.map((site) => `| ${site.path}:${site.line} | ${mutantOf(site)} | |`);
    const accepted = readFileSync(join(root, acceptedFile), 'utf8').split('\n');
    // Lines move, so a fault is known by its file and its text.
    const isAccepted = (site) =>
      accepted.some((row) => row.startsWith(`| ${site.path}:`) && row.includes(`| ${mutantOf(site)} |`));
    const fresh = survivors.filter((site) => !isAccepted(site));
    if (rows.length > 0) console.log(`survivors, as rows of ${acceptedFile}:\n${rows.join('\n')}`);
    console.log(
      `${killed} of ${sites.length} killed, ${survivors.length - fresh.length} survivors accepted, ${fresh.length} new`,
    );
    return killed >= least * sites.length && fresh.length === 0 ? 0 : 1;
  } finally {
    tests.remove();
  }
}

/** Plants every fault. @returns those that nothing noticed, in the order of their ids */
async function plantAll(tests) {
  console.log(`${sites.length} faults, seed ${seed}${values.tests ? '' : '; first all tests without one'}`);
  const seenBy = values.tests ? [] : await tests.probe(sites);
  const filesFor = (site) => values.tests ?? tests.filesFor(site, seenBy);
  const types = new Types(root);
  const waiting = [...sites];
  const survivors = [];
  const work = async () => {
    for (let site = waiting.shift(); site !== undefined; site = waiting.shift()) {
      const by = (await tests.killer(site, filesFor(site))) ?? (types.refuse(site) ? 'the compiler' : undefined);
      if (by === undefined) survivors.push(site);
      console.log(`${by === undefined ? 'SURVIVED' : 'killed'} ${describe(site)}${by === undefined ? '' : ` (${by})`}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, work));
  } finally {
    types.remove();
  }
  return survivors.sort((a, b) => a.id - b.id);
}

/** How many there are of each folder. */
function tally(list) {
  const counts = new Map();
  for (const { path } of list) counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1);
  return counts;
}
