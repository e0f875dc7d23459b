import { type ChangeReport, type Finding, showPath } from '../checks/change-safety';

/** Lines of a commit message that are still read. */
const maxLines = 60;
const maxWidth = 200;

/** The commit message: what changes, with the verdict of each change, and where it comes from. */
export function commitMessage(environment: string, report: ChangeReport, source: string | undefined): string {
  const lines = report.findings.map(lineOf);
  const shown = lines.length > maxLines ? [...lines.slice(0, maxLines), `and ${lines.length - maxLines} more`] : lines;
  const reasons = report.findings.flatMap(({ object, acknowledged }) =>
    acknowledged === undefined ? [] : [`Acknowledged: ${object}: ${oneLine(acknowledged)}`],
  );
  const paragraphs = [
    `${environment}: ${summaryOf(report)}`,
    shown.join('\n'),
    [...new Set(reasons)].join('\n'),
    source === undefined ? '' : `Source: ${source}`,
  ];
  return `${paragraphs.filter((text) => text !== '').join('\n\n')}\n`;
}

/** `3 changed, 1 added`. */
export function summaryOf({ objects }: ChangeReport): string {
  const parts = (['changed', 'added', 'removed', 'renamed'] as const)
    .filter((change) => objects[change] > 0)
    .map((change) => `${objects[change]} ${change}`);
  return parts.join(', ') || 'files written anew, no object changed';
}

function lineOf({ verdict, object, fields, consequence, acknowledged }: Finding): string {
  const paths = fields.map(({ path }) => showPath(path)).join(', ');
  const mark = acknowledged === undefined ? verdict : `${verdict} (acknowledged)`;
  return oneLine(`${mark} ${object}${paths === '' ? '' : ` ${paths}`}: ${consequence}`);
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > maxWidth ? `${line.slice(0, maxWidth - 3)}...` : line;
}
