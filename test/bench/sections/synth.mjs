import { join } from 'node:path';
import { root } from '../library.mjs';
import { measure, medians } from '../measure.mjs';
import { megabytes, show, table } from '../table.mjs';

/** The repository's own entry, from nothing and with nothing changed. */
export function synthSection(folder, { runs }) {
  const entry = join(root, 'charts/lib/main.js');
  let run = 0;
  const synth = (output) => measure([entry, 'synth', '--output', output], { cwd: root });
  const nothing = medians(runs, () => measure(['-e', '0']));
  const cold = medians(runs, () => synth(join(folder, `synth-${run++}`)));
  const unchanged = medians(runs, () => synth(join(folder, 'synth-0')));
  const row = (name, result) => [
    name,
    show(result.cpu),
    show(result.wall),
    megabytes(result.memory),
    show(result.cpu / nothing.cpu, 1),
  ];
  return [
    '### Everything, from the start of the process to its end',
    '',
    table(
      ['', 'CPU s', 'wall s', 'peak MB', 'times `node -e 0`'],
      [
        row('`node -e 0`', nothing),
        row('`synth` of all environments into an empty folder', cold),
        row('the same, nothing changed', unchanged),
      ],
    ),
  ].join('\n');
}
