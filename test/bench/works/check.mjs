/** Reads a folder and runs all checks. Usage: node test/bench/works/check.mjs FOLDER */
import { load, root, stopwatch } from '../library.mjs';

const { runChecks } = load(`${root}src/lib/checks`);
const { readManifests } = load(`${root}src/lib/manifests`);
const lap = stopwatch();
const set = readManifests(process.argv[2]);
const read = lap();
const { findings, objects } = runChecks(set);
const checks = lap();
process.stdout.write(JSON.stringify({ objects, findings: findings.length, read, checks, work: read + checks }));
