import { call, expression, printCode } from '../../src/init/code';

test('what fits stands on one line', () => {
  const code = call('new WebService', expression('app'), 'web', {
    port: 8080,
    'x-y': true,
    resources: expression('resources'),
  });
  expect(printCode(code)).toBe("new WebService(app, 'web', { port: 8080, 'x-y': true, resources })");
});

test('a line of exactly 120 columns stays, one more is broken', () => {
  const object = (length: number) => ({ text: 'a'.repeat(length) });
  expect(printCode(object(108))).toHaveLength(120);
  expect(printCode(object(109))).toBe(`{\n  text: '${'a'.repeat(109)}',\n}`);
  expect(printCode(object(104), 4)).toHaveLength(116);
  expect(printCode(object(105), 4)).toBe(`{\n      text: '${'a'.repeat(105)}',\n    }`);
  expect(printCode(object(104), 0, 4)).toHaveLength(116);
  expect(printCode(object(105), 0, 4)).toContain('\n');
});

test('the last argument opens on the line of the call', () => {
  const code = call('web.connectTo', expression('database'), { env: { A: 'a'.repeat(60), B: 'b'.repeat(60) } });
  expect(printCode(code, 2)).toBe(
    `web.connectTo(database, {\n    env: {\n      A: '${'a'.repeat(60)}',\n      B: '${'b'.repeat(60)}',\n    },\n  })`,
  );
});

test('other arguments that are too long stand below each other', () => {
  expect(printCode(call('f', 'a'.repeat(70), 'b'.repeat(70)))).toBe(
    `f(\n  '${'a'.repeat(70)}',\n  '${'b'.repeat(70)}',\n)`,
  );
});

test.each([
  ["it's", `"it's"`],
  [`say "a" it's`, `'say "a" it\\'s'`],
  ['a\\b\n', "'a\\\\b\\n'"],
  ['${a}', "'${a}'"],
])('text %j is %s', (text, literal) => expect(printCode(text)).toBe(literal));

test('keys of undefined are left out, empty lists and objects are short', () => {
  expect(printCode({ a: undefined, b: [], c: {} })).toBe('{ b: [], c: {} }');
});
