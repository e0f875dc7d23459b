import type { Finding } from '../finding';
import { type CheckReport, countOf } from '../report';

/** For people: a block for each finding, the waivers, and a last line that counts. */
export function toText(report: CheckReport): string {
  const lines = report.findings.flatMap((finding) => [
    `${finding.severity} ${finding.rule}${place(finding)}`,
    `  ${finding.message}`,
  ]);
  for (const waived of report.waived) {
    lines.push(`waived ${waived.rule}${place(waived)}`, `  ${waived.message}`, `  reason: ${waived.reason}`);
  }
  if (lines.length > 0) lines.push('');
  const where = report.environments.length === 0 ? '' : ` of ${report.environments.join(', ')}`;
  const counts = [
    counted(countOf(report, 'error'), 'error'),
    counted(countOf(report, 'warning'), 'warning'),
    counted(countOf(report, 'info'), 'hint'),
    `${report.waived.length} waived`,
    ...(report.off.length === 0 ? [] : [`${counted(report.off.length, 'rule')} switched off`]),
  ];
  lines.push(`${counted(report.objects, 'object')}${where} in ${counted(report.files, 'file')}: ${counts.join(', ')}`);
  return `${lines.join('\n')}\n`;
}

function place({ file, line, environment }: Finding): string {
  const at = file === '' ? '' : ` ${file}${line === undefined ? '' : `:${line}`}`;
  return file === '' && environment !== '' ? ` ${environment}` : at;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
