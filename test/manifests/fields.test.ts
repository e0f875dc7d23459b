import { list, mapsIn, textIn, textsIn } from '../../src/manifests/fields';

const mixed = ['a', 1, true, null, { b: 2 }, ['c'], ''];

test('of a list that holds anything, what is asked for is read', () => {
  expect(textsIn(mixed)).toEqual(['a', '']);
  expect(mapsIn(mixed)).toEqual([{ b: 2 }]);
  expect(list(mixed)).toEqual(mixed);
});

test.each([undefined, null, 'a', { length: 1 }])('%j is an empty list', (value) => {
  expect([list(value), textsIn(value), mapsIn(value)]).toEqual([[], [], []]);
});

test.each([
  ['a', 'a'],
  [80, '80'],
  [false, 'false'],
  [undefined, ''],
  [null, ''],
  [['a'], ''],
])('the text of %j is %j', (value, text) => expect(textIn(value)).toBe(text));
