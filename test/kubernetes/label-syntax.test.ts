import { labelProblem } from '../../src/kubernetes/label-syntax';

const key = 'the key is not a qualified name';
const prefix = 'the prefix of the key is not a domain name';
const text =
  'the value of a label has at most 63 letters, digits, "-", "_", ".", and begins and ends with a letter or digit';
const domain = (length: number) => `${'a'.repeat(length - 4)}.org`;

test.each<[string, unknown, string | undefined]>([
  ['a'.repeat(63), '', undefined],
  ['a'.repeat(64), '', key],
  ['', '', key],
  ['example.org/', '', key],
  ['-a', '', key],
  ['a.', '', key],
  ['a/b/c', '', key],
  ['Team_1.x', '', undefined],
  [`${domain(253)}/a`, '', undefined],
  [`${domain(254)}/a`, '', prefix],
  ['/a', '', prefix],
  ['Example.org/a', '', prefix],
  ['a', 'b'.repeat(63), undefined],
  ['a', 'b'.repeat(64), text],
  ['a', 'b c', text],
  ['a', true, 'the value is not a text'],
])('a label %s with the value %j is told: %s', (name, value, problem) => {
  expect(labelProblem(name, value, true)).toBe(problem);
});

test('an annotation may have any text', () => {
  expect(labelProblem('a', `{"b": "${'c'.repeat(100)}"}`, false)).toBeUndefined();
  expect(labelProblem('a', 1, false)).toBe('the value is not a text');
});
