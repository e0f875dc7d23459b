import type { Finding } from '../finding';
import { type CheckReport, countOf } from '../report';

/** For CI test reports: one test case for each finding; errors fail, warnings and hints are told, waived ones are skipped. */
export function toJunit(report: CheckReport): string {
  const errors = countOf(report, 'error');
  const tests = Math.max(1, report.findings.length + report.waived.length);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${tests}" failures="${errors}">`,
    `  <testsuite name="check" tests="${tests}" failures="${errors}" skipped="${report.waived.length}">`,
  ];
  for (const finding of report.findings) {
    const inner =
      finding.severity === 'error'
        ? `<failure type="${finding.rule}" message="${xmlText(finding.message)}"/>`
        : `<system-out>${xmlText(`${finding.severity}: ${finding.message}`)}</system-out>`;
    lines.push(`    ${opening(finding)}`, `      ${inner}`, '    </testcase>');
  }
  for (const waived of report.waived) {
    lines.push(`    ${opening(waived)}`, `      <skipped message="${xmlText(waived.reason)}"/>`, '    </testcase>');
  }
  if (report.findings.length + report.waived.length === 0)
    lines.push('    <testcase classname="check" name="no findings"/>');
  lines.push('  </testsuite>', '</testsuites>');
  return `${lines.join('\n')}\n`;
}

function opening({ rule, object, field, file, line }: Finding): string {
  const name = [object, field].filter((part) => part !== '').join(' ');
  const at = file === '' ? '' : ` file="${xmlText(file)}" line="${line ?? 1}"`;
  return `<testcase classname="${rule}" name="${xmlText(name === '' ? rule : name)}"${at}>`;
}

function xmlText(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  // Control characters are not allowed in XML at all.
  return [...text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign)]
    .filter((sign) => sign >= ' ' || sign === '\t')
    .join('');
}
