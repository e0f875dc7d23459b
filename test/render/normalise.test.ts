import fc from 'fast-check';
import { load } from 'js-yaml';
import { parse } from 'yaml';
import type { KubernetesObject } from '../../src/kubernetes';
import { stringify } from '../../src/render';
import { normalise } from '../../src/render/normalise';

const labels = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.string({ maxLength: 8 }), { maxKeys: 4 });
const objects: fc.Arbitrary<KubernetesObject> = fc
  .record({
    kind: fc.constantFrom('ConfigMap', 'Namespace', 'Deployment'),
    labels: fc.option(labels, { nil: undefined }),
    annotations: fc.option(labels, { nil: undefined }),
    namespace: fc.option(fc.constant('shop'), { nil: undefined }),
    spec: fc.option(fc.jsonValue(), { nil: undefined }),
    data: fc.option(labels, { nil: undefined }),
  })
  .map(({ kind, labels: l, annotations, namespace, spec, data }) => ({
    ...(data && { data }),
    ...(spec !== undefined && { spec }),
    metadata: {
      ...(annotations && { annotations }),
      ...(l && { labels: l }),
      ...(namespace && { namespace }),
      name: 'n',
    },
    kind,
    apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
  }));

describe('the form that is written', () => {
  test('stays the same when it is made again', () => {
    fc.assert(
      fc.property(objects, (object) => {
        const once = normalise(object);
        expect(stringify(normalise(once))).toBe(stringify(once));
      }),
    );
  });

  test('loses nothing', () => {
    fc.assert(fc.property(objects, (object) => void expect(normalise(object)).toEqual(object)));
  });

  test('does not change what it is given', () => {
    fc.assert(
      fc.property(objects, (object) => {
        const before = JSON.stringify(object);
        normalise(object);
        expect(JSON.stringify(object)).toBe(before);
      }),
    );
  });

  test("has keys in Kubernetes' usual order, labels and annotations sorted", () => {
    const text = stringify(
      normalise({
        data: { b: '1', a: '2' },
        type: 'Opaque',
        metadata: { labels: { z: '1', a: '2' }, annotations: { y: '1', b: '2' }, namespace: 'shop', name: 'tls' },
        kind: 'Secret',
        apiVersion: 'v1',
      }),
    );
    expect(text).toBe(`apiVersion: v1
kind: Secret
metadata:
  name: tls
  namespace: shop
  labels:
    a: '2'
    z: '1'
  annotations:
    b: '2'
    'y': '1'
type: Opaque
data:
  b: '1'
  a: '2'
`);
  });
});

describe('YAML', () => {
  const awkward = [
    'yes',
    'No',
    'on',
    'y',
    'null',
    '~',
    '0777',
    '0o17',
    '1e3',
    '.5',
    '1:30',
    '1_000',
    '2026-01-01',
    '=',
    '<<',
    '',
    ' a',
    'a: b',
    '# a',
    '- a',
    '"',
    "'",
    '{',
    '@',
    '%',
    '!t',
    '&a',
    '*a',
    '?',
    '| ',
    'a\nb',
    'a\n',
    '\n\n',
    'a \nb',
    '\ta',
    'a\r\nb',
    '\u0085',
    '\u2028',
    'ä',
  ];

  test('keeps every text a text, for readers of YAML 1.1 and 1.2 alike', () => {
    for (const text of awkward) {
      const written = stringify({ [text]: text, list: [text] });
      const expected = { [text]: text, list: [text] };
      expect(load(written)).toEqual(expected);
      expect(parse(written, { version: '1.1', merge: false })).toEqual(expected);
      expect(parse(written, { version: '1.2' })).toEqual(expected);
    }
  });

  test('reads back as what was written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(load(stringify(plain))).toEqual(plain);
      }),
    );
  });

  test('writes shared values out, and long lines as one', () => {
    const shared = { a: 'b' };
    const long = 'word '.repeat(60).trim();
    expect(stringify({ one: shared, two: shared, long })).toBe(`one:\n  a: b\ntwo:\n  a: b\nlong: ${long}\n`);
  });
});
