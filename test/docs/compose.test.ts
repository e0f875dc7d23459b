import { deployKeys, type KeyMeaning, serviceKeys } from '../../src/init/compose';
import { tableRows, textOf } from './markdown';

test('the page on Compose has a row for every key, with what becomes of it', () => {
  const row =
    (prefix: string) =>
    ([key, { becomes, todo }]: [string, KeyMeaning]) => [
      `\`${prefix}${key}\``,
      becomes ?? `told with its line: ${todo}`,
    ];
  const rows = tableRows(textOf('docs/compose.md'));
  const start = rows.findIndex(([first]) => first === 'Key of a service');
  expect(rows.slice(start + 1)).toEqual([
    ...Object.entries(serviceKeys).map(row('')),
    ...Object.entries(deployKeys).map(row('deploy.')),
  ]);
});
