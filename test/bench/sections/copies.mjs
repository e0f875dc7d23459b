import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { measureWork, medians } from '../measure.mjs';
import { megabytes, show, table } from '../table.mjs';

/** Most seconds that a run of plain cdk8s may take. */
const plainLimit = 480;

/** N copies of Zamperla beside plain cdk8s with the same objects. */
export function copiesSection(folder, { sizes, runs, plainRuns }) {
  const results = sizes.map((copies) => measureCopies(folder, copies, runs, plainRuns));
  const rows = results.map(({ copies, ours, plain, folders }) => [
    `${copies}`,
    `${ours.objects}`,
    show(ours.work),
    megabytes(ours.memory),
    plain ? show(plain.work) : `> ${plainLimit}`,
    megabytes(plain?.memory),
    plain ? show(plain.work / ours.work, 1) : `> ${(plainLimit / ours.work).toFixed(0)}`,
    show(folders?.work),
    folders ? show(folders.work / ours.work, 1) : '-',
  ]);
  const parts = results.map(({ copies, ours, checked }) => [
    `${copies}`,
    ...[ours.build, ours.render, ours.text, ours.write].map((part) => show(part)),
    show((ours.work / ours.objects) * 1e6, 0),
    show(checked.checks),
    show(checked.work),
    megabytes(checked.memory),
    `${checked.findings}`,
  ]);
  return [
    '### Copies of Zamperla',
    '',
    table(
      [
        'copies',
        'objects',
        'CPU s',
        'peak MB',
        'plain cdk8s, CPU s',
        'peak MB',
        'plain / this',
        'plain, a file an object, CPU s',
        'plain / this',
      ],
      rows,
    ),
    '',
    'Where the time goes, in seconds of CPU time, and the same run with all checks before writing:',
    '',
    table(
      [
        'copies',
        'build the tree',
        'render',
        'YAML and index',
        'write',
        'µs an object',
        'checks',
        'all with checks',
        'peak MB with checks',
        'findings',
      ],
      parts,
    ),
  ].join('\n');
}

function measureCopies(folder, copies, runs, plainRuns) {
  const data = join(folder, 'objects.json');
  const fresh = (take) => () => {
    const output = join(folder, 'copies');
    const result = take(output);
    rmSync(output, { recursive: true, force: true });
    return result;
  };
  const limit = { limit: plainLimit };
  measureWork('copies', [copies, join(folder, 'data'), '--data', data]);
  rmSync(join(folder, 'data'), { recursive: true, force: true });
  const ours = medians(
    runs,
    fresh((output) => measureWork('copies', [copies, output])),
  );
  const plain = medians(
    plainRuns,
    fresh((output) => measureWork('plain', [data, output, 'FILE_PER_CHART'], limit)),
  );
  const folders = medians(
    plainRuns,
    fresh((output) => measureWork('plain', [data, output, 'FOLDER_PER_CHART_FILE_PER_RESOURCE'], limit)),
  );
  const checked = medians(
    runs,
    fresh((output) => measureWork('copies', [copies, output, '--check'])),
  );
  return { copies, ours, plain, folders, checked };
}
