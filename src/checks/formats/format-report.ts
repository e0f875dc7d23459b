import type { CheckReport } from '../report';
import { toJson } from './json';
import { toJunit } from './junit';
import { toSarif } from './sarif';
import { toText } from './text';

const writers = { text: toText, json: toJson, sarif: toSarif, junit: toJunit };

/** How a report may be written. */
export type ReportFormat = keyof typeof writers;

/** All formats. */
export const reportFormats = Object.keys(writers) as readonly ReportFormat[];

/** Writes a report for people (`text`), programs (`json`), code scanning (`sarif`) or CI test reports (`junit`); ends with a line feed. */
export function formatReport(report: CheckReport, format: ReportFormat): string {
  return writers[format](report);
}
