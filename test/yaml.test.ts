import fc from 'fast-check';
import { dump, load } from 'js-yaml';
import { parse } from 'yaml';
import { stringify } from '../src/yaml';

/** Texts that one parser or another takes for something else, or that need quotes or blocks. */
const traps = [
  ...[
    '',
    ' ',
    'null',
    '~',
    'true',
    'yes',
    'no',
    'y',
    'off',
    ...['N', 'On', 'NULL', 'False', 'nan', 'inf', 'e8', 'e-8', 'b0', 'x:', 'a/', '/', '/a: b', '/var/x#', '/var/x #'],
    '1',
    '1e3',
    'e8',
    '1e-7',
    '0o7',
    '0x1f',
    '.5',
    '.inf',
    '.nan',
  ],
  ...[
    '2001-01-01',
    '12:30:00',
    '<<',
    '=',
    '---',
    '...',
    '- a',
    '-',
    '? a',
    ': a',
    'a: b',
    'a:',
    '#a',
    'a #b',
    '&a',
    '*a',
    '!a',
  ],
  ...[
    '|',
    '>',
    '@a',
    '`a',
    '%a',
    '"a"',
    "'a'",
    '[a]',
    '{a}',
    '{{ a }}',
    'a\tb',
    'a\u0000b',
    'a\u0085b',
    'a\u2028b',
    '\ufeffa',
  ],
  ...[
    'a\n',
    '\na',
    'a\nb',
    'a\nb\n',
    'a\n\n',
    '\n',
    '\n\n',
    ' a\nb',
    'a\n \n',
    'a\n  b\n',
    'a\r\nb',
    '\ud800',
    'é😀',
    'a'.repeat(1100),
  ],
];
const texts = fc.oneof(
  fc.constantFrom(...traps),
  fc.string(),
  fc.stringMatching(/^[a-zA-Z/][ -~]{0,8}$/),
  fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_./-]{0,4}$/),
  fc.array(fc.stringMatching(/^[ -~]{0,4}$/), { minLength: 2, maxLength: 5 }).map((lines) => lines.join('\n')),
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom('a', ' ', '\n', ':', '#', '-', "'", '"'), { maxLength: 12 }).map((parts) => parts.join('')),
);
const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    texts,
    fc.constantFrom(null, true, false, -0),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      texts.filter((text) => text !== '__proto__'),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
}));

test('writes what js-yaml writes', () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(stringify(value)).toBe(dump(value, { noRefs: true, lineWidth: -1 }));
    }),
    { numRuns: 1000 },
  );
});

test('every trap is written as js-yaml writes it, as a value, an item and a key', () => {
  for (const text of traps) {
    for (const value of [
      { a: text, b: 1 },
      { a: { b: text } },
      [[text], text],
      { a: [{ b: text }] },
      { [text]: text },
      { a: { [text]: [] } },
    ]) {
      expect(stringify(value)).toBe(dump(value, { noRefs: true, lineWidth: -1 }));
    }
  }
});

test('two parsers read the same value back', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string({ unit: 'grapheme-ascii' }).filter((key) => key !== '__proto__'),
        fc.oneof(fc.string(), fc.integer(), fc.boolean()),
      ),
      (value) => {
        expect(load(stringify(value))).toEqual(value);
        expect(parse(stringify(value))).toEqual(value);
      },
    ),
  );
});

test('a shared value is written wherever it stands', () => {
  const shared = { name: 'a' };
  expect(stringify({ one: shared, more: [shared] })).toBe('one:\n  name: a\nmore:\n  - name: a\n');
});

test('what is no data is refused', () => {
  expect(() => stringify({ a: () => 1 })).toThrow('unacceptable kind of an object to dump [object Function]');
});
