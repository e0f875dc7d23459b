/**
 * Compares two folders and judges what changed.
 * Usage: node test/bench/works/diff.mjs OLD NEW
 */
import { load, root, stopwatch } from '../library.mjs';

const { compareManifests, diffManifests } = load(`${root}src/lib/checks/change-safety`);
const { readManifests } = load(`${root}src/lib/manifests`);
const lap = stopwatch();
const [before, after] = process.argv.slice(2).map((folder) => readManifests(folder));
const read = lap();
const changed = diffManifests(before, after).length;
const compare = lap();
compareManifests(before, after);
const judge = lap();
process.stdout.write(JSON.stringify({ changed, read, compare, judge, work: read + compare }));
