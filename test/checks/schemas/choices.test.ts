import { validateObject } from '../../../src/checks/schemas';
import { KindRegistry } from '../../../src/kubernetes';
import type { Schema } from '../../../src/kubernetes/kind-registry';
import type { KubernetesObject } from '../../../src/kubernetes/object';

/** What is said of a value in the place of a schema. */
function told(schema: Schema, value: unknown): string[] {
  const versions = [{ name: 'v1', schema: { type: 'object', properties: { spec: schema } } }] as const;
  const kinds = KindRegistry.forVersion().with([
    { group: 'example.org', kind: 'Thing', scope: 'Namespaced', versions },
  ]);
  const thing = {
    apiVersion: 'example.org/v1',
    kind: 'Thing',
    metadata: { name: 'a', namespace: 'shop' },
    spec: value,
  } as KubernetesObject;
  return validateObject(thing, kinds).map(({ path, message }) => `${path}: ${message}`);
}

test.each<[string, Schema, unknown, string[]]>([
  [
    'a value that fits none of several forms',
    { anyOf: [{ minimum: 10 }, { maximum: 2 }] },
    5,
    ['spec: fits none of the forms allowed'],
  ],
  ['a value that fits one of several forms', { anyOf: [{ minimum: 10 }, { maximum: 2 }] }, 10, []],
  [
    'a value that fits two of which one is allowed',
    { oneOf: [{ minimum: 1 }, { minimum: 2 }] },
    5,
    ['spec: fits 2 of the forms of which exactly one is allowed'],
  ],
  [
    'fields of which one is to be given, where both are',
    { type: 'object', properties: { a: {}, b: {} }, oneOf: [{ required: ['a'] }, { required: ['b'] }] },
    { a: 1, b: 1 },
    ['spec: fits 2 of the forms of which exactly one is allowed: give one of a, b'],
  ],
  [
    'fields of which one is to be given, where none is',
    { type: 'object', properties: { a: {}, b: {} }, oneOf: [{ required: ['a'] }, { required: ['b'] }] },
    {},
    ['spec: must have exactly one of a, b, but has none'],
  ],
])('%s is told by what may be given', (_, schema, value, messages) => {
  expect(told(schema, value)).toEqual(messages);
});
