import { type FindingGroup, groupsOf } from './groups';
import { type ChangeReport, notices, summaryLine, verdictOf } from './summary';
import { title } from './text';

/**
 * A report for a pull request: what needs a decision first, the harmless folded away.
 * @param isVerbose whether findings that say the same of several objects are told one by one
 */
export function markdownReport(report: ChangeReport, isVerbose = false): string {
  const lines = [
    `## Changes from ${code(report.from)} to ${code(report.to)}: ${verdictOf(report)}`,
    '',
    summaryLine(report),
    '',
  ];
  const groups = groupsOf(report.findings, isVerbose);
  const harmless = groups.filter(({ findings }) => findings[0].verdict === 'OK');
  for (const group of groups) {
    const [finding, ...others] = group.findings;
    if (finding.verdict === 'OK') continue;
    lines.push(`### ${finding.verdict} ${escaped(title(group))}`, '');
    for (const { path, values } of group.fields) lines.push(`- ${code(path)}: ${code(values)}`);
    if (group.fields.length > 0) lines.push('');
    lines.push(`${escaped(capital(finding.consequence))}.`, '');
    if (finding.procedure !== '') lines.push(`**Safe procedure:** ${escaped(finding.procedure)}.`, '');
    if (finding.acknowledged !== undefined) lines.push(`**Acknowledged:** ${escaped(finding.acknowledged)}`, '');
    lines.push(`${others.length === 0 ? `${code(finding.where)}, ` : ''}rule ${code(finding.rule)}`, '');
  }
  if (harmless.length > 0) {
    lines.push(
      '<details>',
      `<summary>${harmless.reduce((sum, { findings }) => sum + findings.length, 0)} harmless</summary>`,
      '',
      '| Object | Fields | What happens |',
      '|---|---|---|',
    );
    lines.push(...harmless.map(row), '', '</details>', '');
  }
  lines.push(...notices(report).map((notice) => `> ${escaped(notice)}`));
  return `${lines.join('\n').trimEnd()}\n`;
}

function row(group: FindingGroup): string {
  const fields = group.fields.map(({ path }) => code(path)).join('<br>');
  return `| ${escaped(title(group))} | ${fields} | ${escaped(group.findings[0].consequence)} |`;
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
