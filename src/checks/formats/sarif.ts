import type { Finding, WaivedFinding } from '../finding';
import type { CheckReport } from '../report';
import { allRules } from '../rules';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** For code scanning: SARIF 2.1.0, one run, waived findings as suppressed results. */
export function toSarif(report: CheckReport): string {
  const all: readonly (Finding | WaivedFinding)[] = [...report.findings, ...report.waived];
  const used = new Set(all.map(({ rule }) => rule));
  const rules = allRules
    .filter(({ id }) => used.has(id))
    .map(({ id, title, why, mend, severity }) => ({
      id,
      shortDescription: { text: title },
      fullDescription: { text: why },
      help: { text: mend },
      defaultConfiguration: { level: levels[severity] },
    }));
  const results = all.map((finding) => ({
    ruleId: finding.rule,
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [
      {
        ...(finding.file === ''
          ? {}
          : {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(finding.file) },
                region: { startLine: finding.line ?? 1 },
              },
            }),
        logicalLocations: [
          {
            fullyQualifiedName: [finding.environment, finding.object, finding.field]
              .filter((part) => part !== '')
              .join(' '),
          },
        ],
      },
    ],
    ...('reason' in finding ? { suppressions: [{ kind: 'inSource', justification: finding.reason }] } : {}),
  }));
  const driver = { name: 'cdk8s-tiers check', rules };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, results }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}
