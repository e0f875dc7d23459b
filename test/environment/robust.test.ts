import fc from 'fast-check';
import { stringify } from 'yaml';
import { nearest } from '../../src/environment/nearest';
import { parseEnvironment } from '../../src/environment/reading';
import { ProblemsError } from '../../src/problem';
import { FORMS } from './sample-systems';

/** Parses, and gives the problems back; anything else that is thrown is a fault. */
function placesOf(text: string): readonly string[] {
  try {
    parseEnvironment('local.yaml', text, FORMS);
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems.map(({ where }) => where);
    throw error;
  }
  return [];
}

const KEYS = [
  'name',
  'cluster',
  'nodes',
  'exposure',
  'type',
  'storage',
  'mode',
  'secrets',
  'provider',
  'systems',
  'shop',
  '__proto__',
  'constructor',
];

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.constantFrom(null, true, 'Ingress', 'dynamic'),
    tie('list'),
    tie('map'),
  ),
  list: fc.array(tie('any'), { maxLength: 3 }),
  map: fc.dictionary(fc.constantFrom(...KEYS), tie('any'), { maxKeys: 6, noNullPrototype: true }),
})).map;

test('whatever the values are, each problem has a place in the file', () => {
  fc.assert(
    fc.property(value, (given) => {
      const places = placesOf(stringify(given));
      expect(places.length).toBeGreaterThan(0);
      for (const place of places) expect(place).toMatch(/^local\.yaml(:\d+:\d+)?$/);
    }),
  );
});

test('whatever the text is, each problem has a place in the file', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'abc:[]{}&*!|>-?#\'"%@`, \n\t<0') }), (text) => {
      const places = placesOf(text);
      expect(places.length).toBeGreaterThan(0);
      for (const place of places) expect(place).toMatch(/^local\.yaml(:\d+:\d+)?$/);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['replica', 'replicas'],
  ['Replicas', 'replicas'],
  ['lmits', 'limits'],
  ['imgae', 'image'],
  ['zone', undefined],
  ['', undefined],
])('for %p the nearest word is %p', (word, meant) => {
  expect(nearest(word, ['image', 'limits', 'replicas'])).toBe(meant);
});
