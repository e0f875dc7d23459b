// Counts the lines of code that the voting application takes: ours, and a peer's of cdk8s-plus that emits the same objects.
import { readdirSync, readFileSync } from 'node:fs';

/** Lines of code of a file, without blank lines and comments. Both sides are formatted alike. */
export function linesOf(path) {
  const isComment = path.endsWith('.ts') ? /^\s*(?:\/\/|\/\*|\*)/ : /^\s*#/;
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !isComment.test(line)).length;
}

function filesIn(folder, ending) {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${folder}/${name}`);
}

const peer = filesIn('test/docs/less-code', '.ts');
const isEnvironment = (path) => /\benvironments\b/.test(path);
const sides = [
  ['cdk8s-tiers', [...filesIn('examples/voting', '.ts'), ...filesIn('examples/voting/environments', '.yaml')]],
  ['cdk8s-plus', peer],
];

/** The table of the page: every file, then the sum of each side. */
export function linesTable() {
  const rows = sides.flatMap(([side, files]) => {
    const ordered = [...files].sort((a, b) => Number(isEnvironment(a)) - Number(isEnvironment(b)));
    const counts = ordered.map((path) => [path, linesOf(path)]);
    const sum = counts.reduce((total, [, lines]) => total + lines, 0);
    return [
      ...counts.map(([path, lines]) => `| ${side} | [${path}](../${path}) | ${lines} |`),
      `| **${side}** | **all** | **${sum}** |`,
    ];
  });
  return ['| Written with | File | Lines of code |', '| --- | --- | ---: |', ...rows, ''].join('\n');
}
