import { join } from 'node:path';
import { root } from '../library.mjs';
import { measure, medians } from '../measure.mjs';
import { megabytes, show, table } from '../table.mjs';

/** What starting costs: loading the library, a chart and a command, and the repository's own entry from nothing. */
export function startSection(folder, { runs }) {
  const main = join(root, 'charts/lib/main.js');
  const take = (...args) => medians(runs, () => measure(args, { cwd: root }));
  const loading = (path) => take('-e', `require(${JSON.stringify(join(root, path))})`);
  let run = 0;
  const synth = (output) => measure([main, 'synth', '--output', output], { cwd: root });
  const nothing = take('-e', '0');
  const row = (name, result) => [
    name,
    show(result.cpu),
    show((result.cpu - nothing.cpu) * 1000, 0),
    show(result.wall),
    megabytes(result.memory),
    show(result.cpu / nothing.cpu, 1),
  ];
  return [
    '### Starting, from the start of the process to its end',
    '',
    table(
      ['', 'CPU s', 'more than `node -e 0`, ms', 'wall s', 'peak MB', 'times `node -e 0`'],
      [
        row('`node -e 0`', nothing),
        row('`cdk8s` loaded, as every chart needs it', take('-e', "require('cdk8s')")),
        row('`cdk8s-tiers` loaded', loading('src/lib/index.js')),
        row('the chart of Zamperla loaded, with its monitoring', loading('charts/zamperla/lib/index.js')),
        row('`check --help`', take(join(root, 'src/lib/cli/bin.js'), 'check', '--help')),
        row(
          '`synth` of all environments into an empty folder',
          medians(runs, () => synth(join(folder, `synth-${run++}`))),
        ),
        row(
          'the same, nothing changed',
          medians(runs, () => synth(join(folder, 'synth-0'))),
        ),
      ],
    ),
  ].join('\n');
}
