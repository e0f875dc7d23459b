import childProcess from 'node:child_process';
import { basename } from 'node:path';

/** What takes its time: a test that starts one of these has a name that ends in `.process.test.ts`. */
const slow = ['npm', 'npx', 'git', 'cdk8s', 'tsc'];
const starters = ['spawn', 'spawnSync', 'execFile', 'execFileSync'] as const;
const starting = childProcess as unknown as Record<string, (program: string, ...rest: unknown[]) => unknown>;
const kept = new Map(starters.map((name) => [name, starting[name]!]));

beforeAll(() => {
  for (const [name, start] of kept) {
    starting[name] = (program, ...rest) => {
      const args = Array.isArray(rest[0]) ? (rest[0] as string[]) : [];
      const script = program === process.execPath ? args.find((argument) => argument.endsWith('.mjs')) : undefined;
      const started = script ?? program;
      if (script !== undefined || slow.includes(basename(program))) {
        throw new Error(
          `${basename(started)} is started by a test of the daily loop: end its name in .process.test.ts`,
        );
      }
      return start(program, ...rest);
    };
  }
});

// Files of both projects run in one process, one after the other.
afterAll(() => {
  Object.assign(starting, Object.fromEntries(kept));
});
