import { type CheckReport, formatReport, reportFormats } from '../../src/checks';

const report: CheckReport = {
  findings: [
    {
      rule: 'keda-pair',
      severity: 'error',
      environment: 'local',
      object: 'keda.sh/ScaledJob shop/mailer',
      file: 'dist/local/shop/scaledjob.mailer.yaml',
      line: 40,
      field: 'spec.triggers[0].metadata.protocol',
      value: 'default with amqp',
      message: 'a "pair" < that > starves & waits',
    },
    {
      rule: 'image-digest',
      severity: 'info',
      environment: '',
      object: '',
      file: '',
      field: '',
      value: '',
      message: 'a hint',
    },
  ],
  waived: [
    {
      rule: 'keda-min-replicas',
      severity: 'warning',
      environment: 'local',
      object: 'keda.sh/ScaledJob shop/mailer',
      file: 'dist/local/shop/scaledjob.mailer.yaml',
      line: 12,
      field: 'spec.minReplicaCount',
      value: '1',
      message: 'idle jobs',
      reason: 'one warm pod',
    },
  ],
  off: [],
  objects: 3,
  files: 1,
  environments: ['local'],
};

test('text is for people: findings, waivers with their reasons, and a count', () => {
  expect(formatReport(report, 'text')).toBe(
    [
      'error keda-pair dist/local/shop/scaledjob.mailer.yaml:40',
      '  a "pair" < that > starves & waits',
      'info image-digest',
      '  a hint',
      'waived keda-min-replicas dist/local/shop/scaledjob.mailer.yaml:12',
      '  idle jobs',
      '  reason: one warm pod',
      '',
      '3 objects of local in 1 file: 1 error, 0 warnings, 1 hint, 1 waived',
      '',
    ].join('\n'),
  );
});

test('json holds the whole report and its counts', () => {
  expect(JSON.parse(formatReport(report, 'json'))).toEqual({
    version: 1,
    counts: { error: 1, warning: 0, info: 1 },
    ...report,
  });
});

test('sarif names place, level and rule, and suppresses what is waived', () => {
  const [run] = JSON.parse(formatReport(report, 'sarif')).runs;
  expect(run.tool.driver.rules.map(({ id }: { id: string }) => id).sort()).toEqual([
    'image-digest',
    'keda-min-replicas',
    'keda-pair',
  ]);
  expect(run.results[0]).toEqual({
    ruleId: 'keda-pair',
    level: 'error',
    message: { text: 'a "pair" < that > starves & waits' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'dist/local/shop/scaledjob.mailer.yaml' },
          region: { startLine: 40 },
        },
        logicalLocations: [
          { fullyQualifiedName: 'local keda.sh/ScaledJob shop/mailer spec.triggers[0].metadata.protocol' },
        ],
      },
    ],
  });
  expect(run.results[2].suppressions).toEqual([{ kind: 'inSource', justification: 'one warm pod' }]);
});

test('junit counts errors as failures and waived findings as skipped, with XML escaped', () => {
  const xml = formatReport(report, 'junit');
  expect(xml).toContain('<testsuite name="check" tests="3" failures="1" skipped="1">');
  expect(xml).toContain('message="a &quot;pair&quot; &lt; that &gt; starves &amp; waits"');
  expect(xml).toContain('<skipped message="one warm pod"/>');
});

test.each(reportFormats)('%s of a clean report ends with a line feed and tells no failure', (format) => {
  const text = formatReport({ ...report, findings: [], waived: [] }, format);
  expect(text.endsWith('\n')).toBe(true);
  expect(text).not.toContain('<failure');
});
