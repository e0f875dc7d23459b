/** Reads and parses every YAML file below the folders with js-yaml. Usage: node test/bench/works/parse.mjs FOLDER ... */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, stopwatch } from '../library.mjs';

const yaml = load('js-yaml');
const lap = stopwatch();
let files = 0;
for (const folder of process.argv.slice(2)) {
  for (const path of readdirSync(folder, { recursive: true })) {
    if (!path.endsWith('.yaml')) continue;
    yaml.loadAll(readFileSync(join(folder, path), 'utf8'));
    files++;
  }
}
process.stdout.write(JSON.stringify({ files, work: lap() }));
