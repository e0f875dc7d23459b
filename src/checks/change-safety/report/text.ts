import { createColors } from 'picocolors';
import type { Finding } from '../finding';
import type { Verdict } from '../rule';
import { type ChangeReport, notices, summaryLine } from './summary';
import { showChange } from './values';

const TITLES: Readonly<Record<Verdict, string>> = {
  BLOCK: 'data or work is destroyed',
  RECREATE: 'the API server refuses the update; delete and create',
  WARN: 'restart or interruption',
  OK: 'harmless',
};

/** A report for people at a terminal. Harmless changes take one line each. */
export function textReport(report: ChangeReport, isColoured: boolean): string {
  const colours = createColors(isColoured);
  const paint: Record<Verdict, (text: string) => string> = {
    BLOCK: colours.red,
    RECREATE: colours.magenta,
    WARN: colours.yellow,
    OK: colours.green,
  };
  const lines: string[] = [`changes from ${report.from} to ${report.to}`, ''];
  let verdict: Verdict | undefined;
  for (const finding of report.findings) {
    if (finding.verdict !== verdict) {
      verdict = finding.verdict;
      lines.push(paint[verdict](colours.bold(`${verdict}: ${TITLES[verdict]}`)), '');
    }
    if (finding.verdict === 'OK') {
      lines.push(
        `  ${title(finding)}: ${finding.consequence}`,
        ...finding.fields.map((field) => `    ${showChange(field)}`),
      );
      continue;
    }
    lines.push(`  ${colours.bold(title(finding))} ${colours.dim(`(${finding.rule}, ${finding.where})`)}`);
    lines.push(...finding.fields.map((field) => `    ${showChange(field)}`), `    ${finding.consequence}`);
    if (finding.procedure !== '') lines.push(`    ${colours.cyan('safe:')} ${finding.procedure}`);
    if (finding.acknowledged !== undefined) lines.push(`    ${colours.green('acknowledged:')} ${finding.acknowledged}`);
    lines.push('');
  }
  if (lines.at(-1) !== '') lines.push('');
  lines.push(...notices(report).map((notice) => `note: ${notice}`), summaryLine(report));
  return `${lines.join('\n')}\n`;
}

/** `production: StatefulSet zamperla/db`. */
export function title(finding: Finding): string {
  return finding.environment === '' ? finding.object : `${finding.environment}: ${finding.object}`;
}
