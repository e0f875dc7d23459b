import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { measureWork, medians } from '../measure.mjs';
import { megabytes, show, table } from '../table.mjs';

/** Objects of one copy of Zamperla with its Applications, about. */
const objectsOfACopy = 75;

/** Checks and diff of rendered folders beside parsing their files with js-yaml. */
export function checksSection(folder, { objects, runs }) {
  const results = objects.map((count) => measureFolders(folder, Math.round(count / objectsOfACopy), runs));
  const [first] = results;
  const growth = (take, result) =>
    (take(result) / take(first) / (result.check.objects / first.check.objects)).toFixed(2);
  const checks = results.map((result) => {
    const { parse, check } = result;
    return [
      `${check.objects}`,
      show(parse.work),
      show(check.read),
      show(check.checks),
      show(check.work / parse.work, 1),
      show(check.checks / parse.work, 1),
      growth(({ check }) => check.work, result),
      megabytes(check.memory),
      `${check.findings}`,
    ];
  });
  const diffs = results.flatMap((result) =>
    result.diffs.map(({ share, parse, diff }, index) => [
      `${result.check.objects}`,
      share,
      `${diff.changed}`,
      show(parse.work),
      show(diff.read),
      show(diff.compare),
      show(diff.judge),
      show((diff.read + diff.judge) / parse.work, 1),
      growth(({ diffs }) => diffs[index].diff.read + diffs[index].diff.judge, result),
      megabytes(diff.memory),
    ]),
  );
  return [
    '### Checks',
    '',
    table(
      [
        'objects',
        'js-yaml, CPU s',
        'reading, CPU s',
        'all rules, CPU s',
        'reading and rules / js-yaml',
        'rules / js-yaml',
        'growth an object',
        'peak MB',
        'findings',
      ],
      checks,
    ),
    '',
    '### Diff of two folders',
    '',
    table(
      [
        'objects',
        'changed copies',
        'changed objects',
        'js-yaml of both, CPU s',
        'reading both, CPU s',
        'comparing, CPU s',
        'comparing and judging, CPU s',
        'reading and judging / js-yaml',
        'growth an object',
        'peak MB',
      ],
      diffs,
    ),
  ].join('\n');
}

function measureFolders(folder, copies, runs) {
  const old = join(folder, 'old');
  measureWork('copies', [copies, old]);
  const parse = medians(runs, () => measureWork('parse', [old]));
  const check = medians(runs, () => measureWork('check', [old]));
  const diffs = [0, 0.01, 1].map((changed) => {
    const next = join(folder, 'next');
    measureWork('copies', [copies, next, changed]);
    const both = medians(runs, () => measureWork('parse', [old, next]));
    const diff = medians(runs, () => measureWork('diff', [old, next]));
    rmSync(next, { recursive: true, force: true });
    return { share: `${changed * 100} %`, parse: both, diff };
  });
  rmSync(old, { recursive: true, force: true });
  return { parse, check, diffs };
}
