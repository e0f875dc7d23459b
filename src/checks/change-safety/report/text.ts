import { createColors } from 'picocolors';
import type { Verdict } from '../rule';
import { listed } from '../rules/words';
import { type FindingGroup, groupsOf } from './groups';
import { type ChangeReport, notices, summaryLine } from './summary';

const TITLES: Readonly<Record<Verdict, string>> = {
  BLOCK: 'data or work is destroyed',
  RECREATE: 'the API server refuses the update; delete and create',
  WARN: 'restart or interruption',
  OK: 'harmless',
};

/**
 * A report for people at a terminal. Harmless changes take one line each.
 * @param isVerbose whether findings that say the same of several objects are told one by one
 */
export function textReport(report: ChangeReport, isColoured: boolean, isVerbose = false): string {
  const colours = createColors(isColoured);
  const paint: Record<Verdict, (text: string) => string> = {
    BLOCK: colours.red,
    RECREATE: colours.magenta,
    WARN: colours.yellow,
    OK: colours.green,
  };
  const lines: string[] = [`changes from ${report.from} to ${report.to}`, ''];
  let verdict: Verdict | undefined;
  for (const group of groupsOf(report.findings, isVerbose)) {
    const [finding] = group.findings;
    const fields = group.fields.map(({ path, values }) => `    ${path}: ${values}`);
    if (finding.verdict !== verdict) {
      verdict = finding.verdict;
      lines.push(paint[verdict](colours.bold(`${verdict}: ${TITLES[verdict]}`)), '');
    }
    if (finding.verdict === 'OK') {
      lines.push(`  ${title(group)}: ${finding.consequence}`, ...fields);
      continue;
    }
    lines.push(`  ${colours.bold(title(group))} ${colours.dim(`(${source(group)})`)}`, ...fields);
    lines.push(`    ${finding.consequence}`);
    if (finding.procedure !== '') lines.push(`    ${colours.cyan('safe:')} ${finding.procedure}`);
    if (finding.acknowledged !== undefined) lines.push(`    ${colours.green('acknowledged:')} ${finding.acknowledged}`);
    lines.push('');
  }
  if (lines.at(-1) !== '') lines.push('');
  lines.push(...notices(report).map((notice) => `note: ${notice}`), summaryLine(report));
  return `${lines.join('\n')}\n`;
}

/** `production: StatefulSet zamperla/db`, or of several `production: 10 objects: Deployment shop/api, ...`. */
export function title({ findings }: FindingGroup): string {
  const [{ environment, object }] = findings;
  const objects = findings.map((finding) => finding.object);
  const named = objects.length === 1 ? object : `${objects.length} objects: ${listed(objects)}`;
  return environment === '' ? named : `${environment}: ${named}`;
}

/** The rule, and of a single object where it is written. */
function source({ findings }: FindingGroup): string {
  const [{ rule, where }] = findings;
  return findings.length === 1 ? `${rule}, ${where}` : rule;
}
