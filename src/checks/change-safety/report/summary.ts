import type { Problem } from '../../../problem';
import type { Acknowledgement } from '../acknowledgements';
import { worstVerdict } from '../evaluate';
import type { Finding } from '../finding';
import { VERDICTS, type Verdict } from '../rule';
import type { ObjectChange } from '../semantic';

/** Everything that a report tells. */
export interface ChangeReport {
  /** What was compared, as it was named: `HEAD`, `dist`. */
  readonly from: string;
  readonly to: string;
  /** Sorted from worst to harmless. */
  readonly findings: readonly Finding[];
  /** How many objects were added, removed, changed and renamed. */
  readonly objects: Readonly<Record<ObjectChange['change'], number>>;
  readonly unused: readonly Acknowledgement[];
  /** Told but harmless: empty files and the like. */
  readonly warnings: readonly Problem[];
}

/** The worst verdict that stands: acknowledged findings don't count. */
export function verdictOf(report: ChangeReport): Verdict {
  return worstVerdict(report.findings);
}

/** How many findings there are of each verdict, worst first. */
export function countVerdicts(findings: readonly Finding[]): [Verdict, number][] {
  return [...VERDICTS]
    .reverse()
    .map((verdict) => [verdict, findings.filter((finding) => finding.verdict === verdict).length]);
}

/** `2 changed, 1 added; 1 BLOCK, 2 OK` in words. */
export function summaryLine(report: ChangeReport): string {
  const counted = (entries: readonly (readonly [string, number])[]): string =>
    entries
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ');
  const { added, removed, changed, renamed } = report.objects;
  const objects = counted([
    ['changed', changed],
    ['added', added],
    ['removed', removed],
    ['renamed', renamed],
  ]);
  if (objects === '' && report.findings.length === 0) return 'no changes';
  return `objects: ${objects}; findings: ${counted(countVerdicts(report.findings))}`;
}

/** The notices at the end: unused acknowledgements and what was noticed while reading. */
export function notices(report: ChangeReport): string[] {
  return [
    ...report.unused.map(({ where, object, field }) => {
      const about = field === undefined ? object : `${object} ${field}`;
      return `${where}: the acknowledgement of ${about} is not needed by any change; remove it`;
    }),
    ...report.warnings.map(({ where, message }) => `${where}: ${message}`),
  ];
}
