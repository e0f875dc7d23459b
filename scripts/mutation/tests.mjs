// Runs the tests on sources with probes or a fault in them.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** @typedef {{ file: string, seconds: number, ids: readonly number[] }} SeenBy a test file, and the probes that it runs */

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
      .map(({ file, ids }) => ({ file, ids, seconds: seconds.get(file) ?? 0 }));
  }

  /** The first test that fails with a fault, out of those that run it; `undefined` if all pass. */
  async killer(site, seenBy) {
    const own = `${this.root}/test/${site.path.replace(/^src\//, '').replace(/[^/]*$/, '')}`;
    const tests = seenBy.filter(({ ids }) => ids.includes(site.id));
    if (tests.length === 0) return undefined;
    tests.sort((a, b) => b.file.startsWith(own) - a.file.startsWith(own) || a.seconds - b.seconds);
    const files = tests.map(({ file }) => file);
    const limit = 60 + 6 * tests.reduce((sum, { seconds }) => sum + seconds, 0);
    const more = ['--runInBand', '--bail=1', '--runTestsByPath', ...files];
    const { testResults, success, late } = await this.run(
      { sites: [site] },
      { MUTATION_ORDER: files.join(',') },
      more,
      limit,
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
