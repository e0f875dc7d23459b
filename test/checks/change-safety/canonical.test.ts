import { canonical } from '../../../src/checks/change-safety/semantic/canonical';

test.each([
  ['a list', ['b', 'a', null], '["b","a",null]'],
  ['an empty list, which is no empty map', [], '[]'],
  ['a map, sorted, without what is not there', { b: 1, a: [true], c: null, d: undefined }, '{"a":[true],"b":1}'],
  ['nothing', undefined, 'null'],
])('%s has one text', (_, value, text) => {
  expect(canonical(value)).toBe(text);
});

test('quantities of one size have one text, wherever they are quantities', () => {
  const limits = (memory: unknown) => canonical({ resources: { limits: { memory } } });
  expect(limits('1024Mi')).toBe(limits('1Gi'));
  expect(limits(1024)).toBe(limits('1Ki'));
  expect(limits('much')).toContain('"much"');
  expect(canonical({ data: { memory: '1024Mi' } })).not.toBe(canonical({ data: { memory: '1Gi' } }));
});
