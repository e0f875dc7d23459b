import { load } from 'js-yaml';
import { promtool } from '../../support';
import { environments, rendered } from '../manifests';
import type { AlertCase } from './alert-case';
import { clusterCases } from './cluster-cases';
import { pipelineCases } from './pipeline-cases';

/** Each alert: when it fires, and when not. */
const alertCases = [...clusterCases, ...pipelineCases];

interface Rule {
  readonly alert: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const labelText = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',');

/** A case as promtool's unit tests have it: what is in the series of alerts at that time. */
function unitTest({ alert, series, after = 40, fires }: AlertCase, delayed: boolean) {
  const firing = { expr: `ALERTS{alertname="${alert}",alertstate="firing"}`, exp_samples: [] as object[] };
  const state = fires.length > 0 ? 'alertstate="firing",' : '';
  const samples = fires.map((labels) => ({
    labels: `ALERTS{alertname="${alert}",alertstate="firing",${labelText(labels)}}`,
    value: 1,
  }));
  return {
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      { expr: `ALERTS{${state}alertname="${alert}"}`, eval_time: `${after}m`, exp_samples: samples },
      // What has a wait does not fire at once.
      ...(delayed ? [{ ...firing, eval_time: '0m' }] : []),
    ],
  };
}

describe.each(environments)('the alerts of %s', (environment) => {
  const output = rendered(environment);
  const files = { ...output.files('platform-rules'), ...output.files('zamperla-rules') };
  const rules = Object.values(files).flatMap((text) =>
    (load(text) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules),
  );

  test('have a case each in which they fire and one in which they are silent', () => {
    const names = [...new Set(rules.map(({ alert }) => alert))].sort();
    const named = (kept: (row: AlertCase) => boolean) =>
      [...new Set(alertCases.filter(kept).map(({ alert }) => alert))].sort();
    expect(named(({ fires }) => fires.length > 0)).toEqual(names);
    expect(named(({ fires }) => fires.length === 0)).toEqual(names);
    const covered = alertCases.flatMap(({ alert, fires }) => fires.map((labels) => ({ alertname: alert, ...labels })));
    for (const { alert, labels } of rules) {
      expect(covered).toContainEqual(expect.objectContaining({ alertname: alert, ...labels }));
    }
  });

  test.each(
    alertCases.map((row) => [row.alert, row.fires.length > 0 ? 'fires' : 'is silent', row.title, row] as const),
  )('%s %s: %s', async (alert, _does, _title, row) => {
    const delayed = rules.filter((rule) => rule.alert === alert).every((rule) => rule.for !== undefined);
    const tests = { rule_files: Object.keys(files), evaluation_interval: '1m', tests: [unitTest(row, delayed)] };
    const outcome = await promtool(['test', 'rules', 'tests.json'], { ...files, 'tests.json': JSON.stringify(tests) });
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
  });

  test('say in their texts only labels that they have', () => {
    for (const { alert, annotations } of rules) {
      const used = [
        ...Object.values(annotations)
          .join(' ')
          .matchAll(/\$labels\.(\w+)/g),
      ].map((match) => match[1]!);
      const known = new Set(
        alertCases.filter((row) => row.alert === alert).flatMap(({ fires }) => fires.flatMap(Object.keys)),
      );
      expect([alert, used.filter((name) => !known.has(name))]).toEqual([alert, []]);
    }
  });
});
