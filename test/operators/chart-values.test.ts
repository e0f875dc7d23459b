import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInOperators } from '../../src/operators';

/** What a chart knows; written by scripts/charts/record.mjs. */
interface Chart {
  readonly version: string;
  readonly source: string;
  /** Paths; below one that ends in `.*` anything may stand. */
  readonly keys: readonly string[];
}

type Settings = Parameters<(typeof builtInOperators)[number]['values']>[0];

const chartOf = (name: string) => JSON.parse(readFileSync(join(__dirname, `charts/${name}.json`), 'utf8')) as Chart;

/** Lists of another version than the one that is installed: nearer ones are in no published Go module, and helm gets none here. */
const otherVersions: Readonly<Record<string, string>> = {
  keda: '2.16.0',
  'external-secrets': '1.3.1',
  'sealed-secrets': '2.19.3',
};

/** Paths of the given values that a chart has no value for. A map of ours may stand where the chart has keys, not where it has a value. */
function unknownValues(values: unknown, { keys }: Chart): string[] {
  const isMap = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const known = new Set(keys);
  const look = (value: unknown, path: string): string[] => {
    if (known.has(path) && !isMap(value)) return [];
    if (known.has(`${path}.*`)) return [];
    if (!isMap(value)) return [path];
    return Object.entries(value).flatMap(([key, each]) => look(each, path === '' ? key : `${path}.${key}`));
  };
  return look(values, '');
}

describe.each(builtInOperators.map((operator) => [operator.chart.chart, operator] as const))(
  'the chart %s',
  (name, operator) => {
    const { namespace, resources } = operator;
    const values = operator.values({ namespace, resources } as Settings);

    test('knows every value that it is given', () => {
      expect(Object.keys(values).length).toBeGreaterThan(0);
      expect(unknownValues(values, chartOf(name))).toEqual([]);
    });

    test('is held against the version that is installed, or one that is named', () => {
      expect(chartOf(name).version).toBe(otherVersions[name] ?? operator.chart.version);
    });
  },
);

test('a value that a chart does not know is found, whatever is wrong with its path', () => {
  const chart: Chart = { version: '1', source: 'here', keys: ['a.b', 'a.c.*', 'd'] };
  expect(unknownValues({ a: { b: 1, c: { free: { x: 1 } } }, d: [{ e: 1 }] }, chart)).toEqual([]);
  expect(unknownValues({ a: { B: 1 }, d: { e: 1 }, f: null }, chart)).toEqual(['a.B', 'd.e', 'f']);
  expect(unknownValues({ a: 1 }, chart)).toEqual(['a']);
  const keda = builtInOperators.find(({ chart }) => chart.chart === 'keda')!;
  const misspelt = { ...keda.values(keda as unknown as Settings), priorityClass: 'always-up' };
  expect(unknownValues(misspelt, chartOf('keda'))).toEqual(['priorityClass']);
});
