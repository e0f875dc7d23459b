// Runs the tests on sources with probes or a fault in them.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/**
 * A test file, and the probes that it runs in its tests and while it is loaded.
 * @typedef {{ file: string, seconds: number, testing: readonly number[], loading: readonly number[] }} SeenBy
 */

/** How many files are tried beside those of the fault's own folder. */
const others = 15;

export class Tests {
  constructor(root) {
    this.root = root;
    this.folder = mkdtempSync(join(tmpdir(), 'mutation-'));
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs everything once, without a fault. @returns {Promise<SeenBy[]>} */
  async probe(sites) {
    const seen = join(this.folder, 'seen');
    mkdirSync(seen);
    const { testResults, success } = await this.run({ probe: true, sites }, { MUTATION_SEEN: seen }, [
      '--maxWorkers=2',
    ]);
    const failed = testResults.filter(({ status }) => status === 'failed').map(({ name }) => relative(this.root, name));
    if (!success) throw new Error(`the tests fail without a fault: ${failed.join(', ')}`);
    const seconds = new Map(testResults.map(({ name, startTime, endTime }) => [name, (endTime - startTime) / 1000]));
    return readdirSync(seen)
      .map((name) => JSON.parse(readFileSync(join(seen, name), 'utf8')))
      .map((seenBy) => ({ ...seenBy, seconds: seconds.get(seenBy.file) ?? 0 }));
  }

  /** The files that are likely to notice a fault, the likeliest first. @param {readonly SeenBy[]} seenBy */
  filesFor(site, seenBy) {
    const found = seenBy.filter(({ testing, loading }) => testing.includes(site.id) || loading.includes(site.id));
    const own = this.nearestFolder(site.path, found);
    const rank = ({ file, testing }) => (file.startsWith(own) ? 0 : 2) + (testing.includes(site.id) ? 0 : 1);
    found.sort((a, b) => rank(a) - rank(b) || a.seconds - b.seconds);
    return found.slice(0, found.filter((one) => rank(one) < 2).length + others).map(({ file }) => file);
  }

  /** The folder of tests that mirrors a source's, or the nearest above it that has some of these files. */
  nearestFolder(path, files) {
    const names = path
      .replace(/^src\//, '')
      .split('/')
      .slice(0, -1);
    for (; names.length > 0; names.pop()) {
      const folder = `${this.root}/test/${names.join('/')}/`;
      if (files.some(({ file }) => file.startsWith(folder))) return folder;
    }
    return 'none';
  }

  /** The first test that fails with a fault; `undefined` if all pass. @param {readonly string[]} files in this order */
  async killer(site, files) {
    if (files.length === 0) return undefined;
    const more = ['--runInBand', '--bail=1', ...files];
    const { testResults, success, late } = await this.run(
      { sites: [site] },
      { MUTATION_ORDER: files.join(',') },
      more,
      600,
    );
    if (late) return 'the time limit';
    if (success) return undefined;
    const failed = testResults.find(({ status }) => status === 'failed');
    const name = failed?.assertionResults.find(({ status }) => status === 'failed')?.fullName ?? 'does not load';
    return failed ? `${relative(`${this.root}/test`, failed.name)}: ${name}` : 'the end of the process';
  }

  run(plan, environment, args, seconds = 3600) {
    const folder = mkdtempSync(join(this.folder, 'run-'));
    const [planFile, outcome] = [join(folder, 'plan.json'), join(folder, 'outcome.json')];
    writeFileSync(planFile, JSON.stringify(plan));
    const jest = join(this.root, 'node_modules/jest/bin/jest.js');
    const config = join(this.root, 'scripts/mutation/jest.config.cjs');
    const all = [
      '--max-old-space-size=3000',
      jest,
      '--config',
      config,
      '--ci',
      '--json',
      '--outputFile',
      outcome,
      ...args,
    ];
    const env = { ...process.env, ...environment, MUTATION_PLAN: planFile };
    return new Promise((resolve) => {
      const options = { cwd: this.root, env, timeout: seconds * 1000, killSignal: 'SIGKILL', maxBuffer: 1 << 30 };
      execFile(process.execPath, all, options, (error) => {
        const { testResults } = existsSync(outcome) ? JSON.parse(readFileSync(outcome, 'utf8')) : { testResults: [] };
        resolve({ testResults, success: error === null, late: error?.killed === true });
      });
    });
  }
}
