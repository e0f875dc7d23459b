import { join } from 'node:path';
import fc from 'fast-check';
import { runChecks } from '../../src/checks';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { ManifestSet, readManifests } from '../../src/manifests';

const secrets = [
  { namespace: 'blog', name: 'mysql-pass', keys: ['password'] },
  { namespace: 'shop', name: 'registry' },
];
const plain = readManifests(join(__dirname, 'plain'));
const objects = [...plain, ...readManifests(join(__dirname, 'faults', 'zamperla'))].map(({ object }) => object);

/** Everything a finding says but the place in a file. */
const said = (list: readonly KubernetesObject[], files: readonly number[] = []): string[] =>
  runChecks(
    new ManifestSet(
      list.map((object, index) => {
        const file = `f${files[index % Math.max(1, files.length)] ?? 0}.yaml`;
        return { object, file, path: file, line: index, lineOf: () => index };
      }),
    ),
    { external: { secrets } },
  ).findings.map(({ rule, severity, object, field, value, message }) =>
    [rule, severity, object, field, value, message].join('|'),
  );

test('correct manifests written by hand in common styles give no error', () => {
  const errors = runChecks(plain, { external: { secrets } }).findings.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ message }) => message)).toEqual([]);
});

test('what is found does not depend on the order of objects or on the files they are in', () => {
  const expected = said(objects);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(objects, { minLength: objects.length }),
      fc.array(fc.nat(5), { minLength: 1, maxLength: 20 }),
      (shuffled, files) => {
        expect(said(shuffled, files)).toEqual(expected);
      },
    ),
    { numRuns: 4 },
  );
});

test('no rule throws, whatever shape an object has', () => {
  const kinds = [...new Map(objects.map(({ apiVersion, kind }) => [kind, { apiVersion, kind }])).values()];
  const sample = fc.constantFrom(...objects);
  const anything = fc.oneof(
    fc
      .record({ kind: fc.constantFrom(...kinds), spec: fc.jsonValue(), data: fc.jsonValue(), rules: fc.jsonValue() })
      .map(({ kind, ...rest }) => ({ ...kind, metadata: { name: 'a' }, ...rest }) as unknown as KubernetesObject),
    fc.tuple(sample, fc.nat(), fc.jsonValue()).map(([object, place, value]) => spoil(object, place, value)),
  );
  fc.assert(
    fc.property(fc.array(anything, { minLength: 1, maxLength: 12 }), (list) => {
      expect(() => said(list)).not.toThrow();
    }),
    { numRuns: 150 },
  );
});

/** A copy of an object with one of its values, at any depth, replaced. */
function spoil(object: KubernetesObject, place: number, value: unknown): KubernetesObject {
  const copy = structuredClone(object);
  const places: [Record<string, unknown>, string][] = [];
  const visit = (node: unknown, depth: number): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      const holder = node as Record<string, unknown>;
      if (depth > 0 || !['apiVersion', 'kind', 'metadata'].includes(key)) places.push([holder, key]);
      visit(holder[key], depth + 1);
    }
  };
  visit(copy, 0);
  const found = places[place % Math.max(1, places.length)];
  if (found !== undefined) found[0][found[1]] = value;
  return copy;
}
