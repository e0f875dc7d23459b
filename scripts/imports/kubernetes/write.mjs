// Writes the kinds of Kubernetes that the library reads, from the published releases: `node scripts/imports/kubernetes/write.mjs`.
// Needs Go and its module proxy; the result is committed, so nobody else does.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { list, map } from '../print.mjs';
import { mergeKinds, mergeModels } from './merge.mjs';
import { kindsOf, modelsOf } from './models.mjs';
import { podTemplates } from './pod-templates.mjs';
import { readRelease } from './source.mjs';

/** The last release of each minor version that an environment may name, oldest first. */
const RELEASES = ['1.31.14', '1.32.13', '1.33.13', '1.34.4', '1.35.4', '1.36.3'];

const output = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'src', 'assets', 'kinds');
const schemas = join(output, 'schemas');

const releases = RELEASES.map(readRelease).map((release) => ({
  version: release.version,
  models: modelsOf(release),
  kinds: kindsOf(release),
}));
const kinds = mergeKinds(releases);
const models = reachable(
  mergeModels(releases),
  kinds.flatMap(({ versions }) => versions.map(({ schema }) => schema)),
);
mkdirSync(schemas, { recursive: true });
// The groups of custom kinds have a dot in their names, those of Kubernetes' own models have none.
for (const file of readdirSync(schemas)) if (/^[^.]+\.json$/.test(file)) rmSync(join(schemas, file));
const versions = releases.map(({ version }) => version);
writeFileSync(join(output, 'kubernetes.json'), list(podTemplates(kinds, models), { versions }));
for (const [group, definitions] of grouped(models)) {
  const own = definitions.map(([name, schema]) => [name.slice(name.indexOf('/') + 1), schema]);
  writeFileSync(join(schemas, `${group}.json`), map(Object.fromEntries(own)));
}

function grouped(all) {
  const result = new Map();
  for (const entry of Object.entries(all)) {
    const group = entry[0].split('/')[0];
    result.set(group, [...(result.get(group) ?? []), entry]);
  }
  return result;
}

function reachable(all, roots) {
  const found = new Set();
  const open = [...roots];
  while (open.length > 0) {
    const name = open.pop();
    if (found.has(name)) continue;
    found.add(name);
    for (const [, target] of JSON.stringify(all[name]).matchAll(/"\$ref":"([^"]+)"/g)) open.push(target);
  }
  return Object.fromEntries([...found].sort().map((name) => [name, all[name]]));
}
