import { showValue, showValues } from '../../../src/checks/change-safety/report/values';

const names = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`name${index}`, index]));

test.each([
  ['nothing', undefined, '(none)'],
  ['null', null, '(none)'],
  ['a short list', [1, 'a'], '[1,"a"]'],
  ['a list of just the length', ['x'.repeat(96)], `["${'x'.repeat(96)}"]`],
  ['a long list', ['x'.repeat(97)], '[1 elements]'],
  ['a long text', 'x'.repeat(99), `"${'x'.repeat(80)}"… (99 characters)`],
  ['a text of many lines', 'line\n'.repeat(30), `${JSON.stringify('line\n'.repeat(16))}… (30 lines)`],
  ['a map of many keys', names(30), `{${Object.keys(names(30)).join(', ').slice(0, 90)}}`],
])('%s is shown in one line', (_, value, shown) => {
  expect(showValue(value)).toBe(shown);
});

test('of long texts that differ the first other line is shown', () => {
  const text = (word: string) => `${'line\n'.repeat(25)}  ${word}\nend\n`;
  expect(showValues({ path: ['data'], from: text('old'), to: text('new') })).toBe(
    '27 lines → 27 lines, line 26: "old" → "new"',
  );
  expect(showValues({ path: ['data'], from: text('old'), to: `${text('old')}more\n` })).toBe(
    '27 lines → 28 lines, line 28: "" → "more"',
  );
});
