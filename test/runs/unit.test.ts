import { execFileSync, spawnSync } from 'node:child_process';

test.each([
  ['git', ['--version']],
  ['/usr/bin/npm', ['--version']],
  [process.execPath, ['scripts/nothing.mjs']],
])('a test of the daily loop that starts %s %j is told to change its name', (file, args) => {
  expect(() => spawnSync(file, args)).toThrow(
    / is started by a test of the daily loop: end its name in \.process\.test\.ts$/,
  );
  expect(() => execFileSync(file, args)).toThrow('is started by a test of the daily loop');
});

test('other programs can be started', () => {
  expect(execFileSync(process.execPath, ['--eval', 'console.log(1)'], { encoding: 'utf8' })).toBe('1\n');
});
