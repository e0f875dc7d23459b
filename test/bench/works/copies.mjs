/**
 * The library renders N copies of Zamperla into a folder.
 * Usage: node test/bench/works/copies.mjs N FOLDER [share of changed copies] [--check] [--data FILE]
 * `--check` runs all checks before writing, as `synth` does; `--data` writes the objects of each Application for `plain.mjs`.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildCopies, load, root, stopwatch } from '../library.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean' }, data: { type: 'string' } },
});
const [copies, folder, changed = '0'] = positionals;
const { filesOf, indexOf, pathOf, planOutput, renderEnvironment, writeOutput } = load(`${root}src/lib/render`);
const { runChecks } = load(`${root}src/lib/checks`);
const { ManifestSet } = load(`${root}src/lib/manifests`);

const { tree, seconds: build } = buildCopies(Number(copies), Number(changed));
const lap = stopwatch();
const rendered = renderEnvironment(tree);
const render = lap();
const files = filesOf(rendered);
const index = indexOf([rendered]);
const text = lap();
let findings = 0;
if (values.check) {
  const manifests = rendered.objects.map((object) => {
    const path = pathOf(object);
    return { object: object.object, file: path, path, line: 1, lineOf: () => 1 };
  });
  const set = new ManifestSet(manifests, { files: files.map(({ path }) => path), index });
  findings = runChecks(set).findings.length;
}
const checks = lap();
writeOutput(folder, planOutput(folder, files, index));
const write = lap();
const work = build + render + text + checks + write;
process.stdout.write(
  JSON.stringify({ objects: rendered.objects.length, build, render, text, checks, write, work, findings }),
);

if (values.data) {
  const charts = new Map();
  for (const { application, object } of rendered.objects) {
    const name = application || 'bootstrap';
    if (!charts.has(name)) charts.set(name, []);
    charts.get(name).push(object);
  }
  writeFileSync(values.data, JSON.stringify([...charts]));
}
