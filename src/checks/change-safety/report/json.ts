import { showPath } from '../semantic';
import { type ChangeReport, countVerdicts, notices, verdictOf } from './summary';

/** A report for programs; `version` changes when a field changes its meaning. */
export function jsonReport(report: ChangeReport): string {
  const findings = report.findings.map(({ fields, ...finding }) => ({
    ...finding,
    fields: fields.map(({ path, from, to }) => ({ field: showPath(path), from, to })),
  }));
  const summary = { objects: report.objects, findings: Object.fromEntries(countVerdicts(report.findings)) };
  const { from, to } = report;
  return `${JSON.stringify({ version: 1, from, to, verdict: verdictOf(report), summary, findings, notices: notices(report) }, undefined, 2)}\n`;
}
