import { allRules } from '../../src/checks';
import { zamperla } from '../checks/faults/table';
import { quoted, tableRows, textOf } from './markdown';

const rows = tableRows(textOf('docs/faults.md')).filter(([number]) => /^\d+$/.test(number ?? ''));
const rulesOf = new Map(rows.map((cells) => [Number(cells[0]), quoted(cells[4] ?? '')]));

test('every fault of the source has one row, in order', () => {
  expect(rows.map(([number]) => Number(number))).toEqual(Array.from({ length: 57 }, (_, index) => index + 1));
});

test('every row says what is done and in which file', () => {
  for (const [number, fault, done, where] of rows) {
    expect([number, fault !== '', done !== '', /\]\(\.\.\//.test(where ?? '')]).toEqual([number, true, true, true]);
  }
});

test('every rule that is named exists', () => {
  const known = new Set(allRules.map(({ id }) => id));
  expect([...rulesOf.values()].flat().filter((id) => !known.has(id))).toEqual([]);
});

test('every rule that is shown to find a fault stands in its row, and no other does', () => {
  for (const [number, rules] of rulesOf) {
    const shown = zamperla.filter(({ name }) => Number.parseInt(name, 10) === number).map(({ rule }) => rule);
    expect([number, [...new Set(rules)].sort()]).toEqual([number, [...new Set(shown)].sort()]);
  }
});

test('what is not ours or still open is said in the introduction too', () => {
  const introduction = textOf('docs/faults.md').split('| --- |')[0]!;
  for (const [number, , done] of rows.filter((cells) => /not ours|Open:/.test(cells[2] ?? ''))) {
    expect([number, done, new RegExp(`\\b${number}\\b`).test(introduction)]).toEqual([number, done, true]);
  }
});
