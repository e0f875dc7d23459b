import type { Finding, Severity, WaivedFinding } from './finding';

/** Everything one run found. */
export interface CheckReport {
  /** Worst first, then by object and field; the same for the same objects, however they lie in files. */
  readonly findings: readonly Finding[];
  /** Findings that an annotation sets aside, with the reason given. */
  readonly waived: readonly WaivedFinding[];
  readonly objects: number;
  readonly files: number;
  /** Ids of the rules that are switched off. */
  readonly off: readonly string[];
  /** Environments that were checked; empty if the folder knows none. */
  readonly environments: readonly string[];
}

/** How many findings of a severity there are. */
export function countOf(report: CheckReport, severity: Severity): number {
  return report.findings.filter((finding) => finding.severity === severity).length;
}

/** The report with what fails a run alone. */
export function onlyErrors(report: CheckReport): CheckReport {
  return { ...report, findings: report.findings.filter(({ severity }) => severity === 'error') };
}
