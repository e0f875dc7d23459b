import { type CheckReport, countOf } from '../report';

/** For programs: the whole report with its counts. */
export function toJson(report: CheckReport): string {
  const counts = {
    error: countOf(report, 'error'),
    warning: countOf(report, 'warning'),
    info: countOf(report, 'info'),
  };
  return `${JSON.stringify({ version: 1, counts, ...report }, undefined, 2)}\n`;
}
