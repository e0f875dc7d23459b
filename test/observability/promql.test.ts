import fc from 'fast-check';
import { metricNames, promqlProblem } from '../../src/observability';

describe('promqlProblem', () => {
  test.each([
    'up == 0',
    'sum by (namespace) (rate(container_cpu_usage_seconds_total{pod!=""}[5m]))',
    'a unless on (x) b > 0',
    'absent(up{job="keda"})',
  ])('accepts %s', (expression) => {
    expect(promqlProblem(expression)).toBeUndefined();
  });

  test.each([
    ['sum(up', "PromQL is wrong at character 7, in 'sum(up': correct it"],
    ['up ==', "PromQL is wrong at character 6, in 'up ==': correct it"],
    ['rate(up[5 m])', "PromQL is wrong at character 11, in 'rate(up[5 m])': correct it"],
  ])('tells the place in %s', (expression, message) => {
    expect(promqlProblem(expression)).toBe(message);
  });

  test('finds no fault in any comparison of a metric with a number', () => {
    const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,20}$/).filter((text) => !reserved.has(text));
    fc.assert(
      fc.property(name, fc.integer({ min: 0 }), (metric, number) => {
        expect(promqlProblem(`${metric}_total > ${number}`)).toBeUndefined();
        expect(metricNames(`${metric}_total > ${number}`)).toEqual([`${metric}_total`]);
      }),
    );
  });
});

const reserved = new Set(['by', 'on', 'bool', 'offset']);

describe('metricNames', () => {
  test('names each metric once, sorted, and neither functions nor labels', () => {
    expect(metricNames('sum by (a) (rate(z{b="c"}[5m])) / on (d) group_left (e) (y + z)')).toEqual(['y', 'z']);
  });
});
