import type { Finding } from '../finding';
import { showPath } from '../semantic';
import { type ChangeReport, notices, summaryLine, verdictOf } from './summary';
import { title } from './text';
import { showValues } from './values';

/** A report for a pull request: what needs a decision first, the harmless folded away. */
export function markdownReport(report: ChangeReport): string {
  const lines = [
    `## Changes from ${code(report.from)} to ${code(report.to)}: ${verdictOf(report)}`,
    '',
    summaryLine(report),
    '',
  ];
  const serious = report.findings.filter((finding) => finding.verdict !== 'OK');
  const harmless = report.findings.filter((finding) => finding.verdict === 'OK');
  for (const finding of serious) {
    lines.push(`### ${finding.verdict} ${escaped(title(finding))}`, '');
    for (const field of finding.fields) lines.push(`- ${code(showPath(field.path))}: ${code(showValues(field))}`);
    if (finding.fields.length > 0) lines.push('');
    lines.push(`${escaped(capital(finding.consequence))}.`, '');
    if (finding.procedure !== '') lines.push(`**Safe procedure:** ${escaped(finding.procedure)}.`, '');
    if (finding.acknowledged !== undefined) lines.push(`**Acknowledged:** ${escaped(finding.acknowledged)}`, '');
    lines.push(`${code(finding.where)}, rule ${code(finding.rule)}`, '');
  }
  if (harmless.length > 0) {
    lines.push(
      '<details>',
      `<summary>${harmless.length} harmless</summary>`,
      '',
      '| Object | Fields | What happens |',
      '|---|---|---|',
    );
    lines.push(...harmless.map(row), '', '</details>', '');
  }
  lines.push(...notices(report).map((notice) => `> ${escaped(notice)}`));
  return `${lines.join('\n').trimEnd()}\n`;
}

function row(finding: Finding): string {
  const fields = finding.fields.map((field) => code(showPath(field.path))).join('<br>');
  return `| ${escaped(title(finding))} | ${fields} | ${escaped(finding.consequence)} |`;
}

/** Code that may hold backticks, and bars that would end a cell. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${fence}${space}${text.replaceAll('|', '\\|').replaceAll('\n', ' ')}${space}${fence}`;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_<>|#[\]]/g, '\\$&').replaceAll('\n', ' ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
