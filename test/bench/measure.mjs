import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const usage = fileURLToPath(new URL('usage.cjs', import.meta.url));

/**
 * Runs one work in a Node process of its own.
 * @returns `cpu` (seconds, user and system, all threads), `memory` (peak, MB), `wall` (seconds) and what the work printed;
 * `undefined` if it took longer than `limit` seconds
 */
export function measure(args, { cwd, limit = 480 } = {}) {
  const started = performance.now();
  const { status, error, stdout, stderr, output } = spawnSync(process.execPath, ['--require', usage, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: limit * 1000,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  if (error?.code === 'ETIMEDOUT') return undefined;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status ?? error}:\n${stdout}${stderr}`);
  return { ...JSON.parse(output[3]), wall: (performance.now() - started) / 1000, stdout };
}

/** Runs one of `works/`: its result is the JSON it prints. */
export function measureWork(name, args, options) {
  const work = fileURLToPath(new URL(`works/${name}.mjs`, import.meta.url));
  const run = measure([work, ...args.map(String)], options);
  return run && { ...run, ...JSON.parse(run.stdout) };
}

/** Repeats a measurement: the median of each number it gives; `undefined` if a run was stopped. */
export function medians(runs, take) {
  const results = [];
  for (let run = 0; run < runs; run++) {
    const result = take();
    if (!result) return undefined;
    results.push(result);
  }
  const middle = { ...results[0] };
  for (const [key, value] of Object.entries(middle)) {
    if (typeof value === 'number') middle[key] = median(results.map((result) => result[key]));
  }
  return middle;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
