import fc from 'fast-check';
import {
  compareManifests,
  diffManifests,
  diffObjects,
  judgeChanges,
  showPath,
  worse,
  worstVerdict,
} from '../../../src/checks/change-safety';
import type { KubernetesObject } from '../../../src/kubernetes/object';
import { ManifestSet } from '../../../src/manifests';
import { ARGOCD_ROWS } from './table/argocd';
import { CONFIGURATION_ROWS } from './table/configuration';
import { KEDA_ROWS } from './table/keda';
import { NETWORK_ROWS } from './table/network';
import type { Row } from './table/objects';
import { STORAGE_ROWS } from './table/storage';
import { TIER_ROWS } from './table/tiers';
import { WORKLOAD_ROWS } from './table/workloads';

const rows: readonly Row[] = [
  STORAGE_ROWS,
  WORKLOAD_ROWS,
  NETWORK_ROWS,
  CONFIGURATION_ROWS,
  KEDA_ROWS,
  TIER_ROWS,
  ARGOCD_ROWS,
].flat();

const key = fc.constantFrom('a', 'b', 'spec', 'env', 'ports', 'ingress', 'limits', 'data', 'name', 'args', 'x.y/z');
const scalar = fc.oneof(fc.constantFrom('1', '1000m', '1Gi', 'text', ''), fc.integer({ min: 0, max: 3 }), fc.boolean());
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
}));
const fields = fc.dictionary(fc.constantFrom('spec', 'data', 'rules'), value, { maxKeys: 3 });
const thing: fc.Arbitrary<KubernetesObject> = fc
  .tuple(fc.constantFrom('ConfigMap', 'Service', 'Secret', 'Namespace'), fc.constantFrom('one', 'two', 'three'), fields)
  .map(([kind, name, rest]) => ({ ...rest, apiVersion: 'v1', kind, metadata: { name, namespace: 'z' } }));
const things = fc.uniqueArray(thing, { selector: ({ kind, metadata }) => `${kind}/${metadata.name}`, maxLength: 8 });

/** The same data with the keys of every map in the opposite order. */
function turned(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(turned);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data)
      .reverse()
      .map(([name, item]) => [name, turned(item)]),
  );
}

const plainMap = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,6}$/),
  fc.oneof(fc.stringMatching(/^[a-z]{0,4}$/), fc.integer(), fc.boolean()),
  { maxKeys: 8 },
);

describe('laws of the comparison', () => {
  test('nothing differs from itself, whatever the order of keys and objects', () => {
    fc.assert(
      fc.property(things, (objects) => {
        const from = ManifestSet.of(objects);
        const to = ManifestSet.of([...objects].reverse().map((object) => turned(object) as KubernetesObject));
        expect(diffManifests(from, to)).toEqual([]);
      }),
    );
  });

  test('every changed field is named exactly once', () => {
    fc.assert(
      fc.property(plainMap, plainMap, (old, now) => {
        const of = (spec: object): KubernetesObject => ({
          apiVersion: 'v1',
          kind: 'Thing',
          metadata: { name: 'a' },
          spec: { in: spec, same: 1 },
        });
        const expected = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
          (name) => old[name] !== now[name],
        );
        expect(
          diffObjects(of(old), of(now))
            .map((field) => showPath(field.path))
            .sort(),
        ).toEqual(expected.map((name) => `spec.in.${name}`).sort());
      }),
    );
  });

  test('no path is named twice, and there and back name the same number of fields', () => {
    fc.assert(
      fc.property(thing, fields, (object, rest) => {
        const other = { ...rest, apiVersion: object.apiVersion, kind: object.kind, metadata: object.metadata };
        const paths = diffObjects(object, other).map((field) => JSON.stringify(field.path));
        expect(new Set(paths).size).toBe(paths.length);
        expect(diffObjects(other, object)).toHaveLength(paths.length);
      }),
      { numRuns: 250 },
    );
  });

  test('every change has a finding, and every changed field is in one', () => {
    fc.assert(
      fc.property(things, things, (old, now) => {
        const [from, to] = [ManifestSet.of(old), ManifestSet.of(now)];
        const changes = diffManifests(from, to);
        const findings = judgeChanges(changes, from, to);
        for (const change of changes) {
          const own = findings.filter((finding) => finding.key === change.key || finding.renamedTo !== undefined);
          const told = own.flatMap((finding) => finding.fields.map((field) => showPath(field.path)));
          expect(own.length).toBeGreaterThan(0);
          for (const field of change.fields) expect(told).toContain(showPath(field.path));
        }
      }),
    );
  });
});

describe('laws of the verdict', () => {
  /** A row in a namespace of its own, so that several don't meet. */
  const inOwnNamespace = (objects: readonly KubernetesObject[], index: number): KubernetesObject[] =>
    JSON.parse(JSON.stringify(objects).replaceAll(/"namespace":"(z|argocd)"/g, `"namespace":"$1${index}"`));
  // cluster-scoped objects have no namespace, and a selector changed twice is worse than once: both are told apart
  const independent = rows.filter(
    (row) =>
      [...row.from, ...row.to].every((object) => object.metadata.namespace !== undefined) && !/selector/i.test(row.row),
  );
  const judged = (from: readonly KubernetesObject[], to: readonly KubernetesObject[]) => {
    const [before, after] = [ManifestSet.of(from), ManifestSet.of(to)];
    return judgeChanges(diffManifests(before, after), before, after);
  };

  test('of a union is the worst of its parts', () => {
    expect(independent.length).toBeGreaterThan(40);
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...independent), { maxLength: 6 }), (parts) => {
        const trees = parts.map((part, index) => ({
          from: inOwnNamespace(part.from, index),
          to: inOwnNamespace(part.to, index),
        }));
        const worst = trees.map(({ from, to }) => worstVerdict(judged(from, to))).reduce(worse, 'OK');
        expect(
          worstVerdict(
            judged(
              trees.flatMap((tree) => tree.from),
              trees.flatMap((tree) => tree.to),
            ),
          ),
        ).toBe(worst);
      }),
      { numRuns: 100 },
    );
  });

  test('is independent of the order of objects and of the files they are in', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rows), fc.nat(), ({ from, to }, seed) => {
        const shuffled = (objects: readonly KubernetesObject[]): KubernetesObject[] =>
          [...objects].sort(
            (a, b) => ((a.metadata.name.length * 31 + seed) % 7) - ((b.metadata.name.length * 17 + seed) % 5),
          );
        const compare = (old: ManifestSet, now: ManifestSet): unknown =>
          compareManifests(old, now).findings.map(({ where, ...finding }) => finding);
        expect(
          compare(ManifestSet.of(shuffled(from), 'x/one.yaml'), ManifestSet.of(shuffled(to), 'y/other.yaml')),
        ).toEqual(compare(ManifestSet.of(from), ManifestSet.of(to)));
      }),
      { numRuns: 100 },
    );
  });
});

test('whatever stands in a manifest, nothing crashes and the change is told', () => {
  /** Every place in plain data, as the steps that lead there. */
  const placesIn = (data: unknown, path: string[] = []): string[][] =>
    typeof data !== 'object' || data === null
      ? [path]
      : [path, ...Object.entries(data).flatMap(([name, item]) => placesIn(item, [...path, name]))];
  const isFree = ([first, second]: string[]): boolean =>
    first === 'spec' || first === 'data' || (first === 'metadata' && second === 'annotations');
  const targets = rows.flatMap(({ from, to }) =>
    [...from, ...to].flatMap((object, index) =>
      placesIn(object)
        .filter(isFree)
        .map((path) => ({ objects: [...from, ...to], index, path })),
    ),
  );
  const junk = fc.oneof(
    value,
    fc.constantFrom<unknown>(null, [], {}, [null], [[1]], { name: {} }, -1, 'x'.repeat(300)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...targets), junk, fc.boolean(), ({ objects, index, path }, thing, isTurned) => {
      const broken = structuredClone(objects) as unknown as Record<string, unknown>[];
      let place: Record<string, unknown> = broken[index] ?? {};
      for (const step of path.slice(0, -1)) place = place[step] as Record<string, unknown>;
      place[path.at(-1) ?? ''] = thing;
      const sides = [ManifestSet.of(objects), ManifestSet.of(broken as unknown as KubernetesObject[])] as const;
      const [from, to] = isTurned ? [sides[1], sides[0]] : sides;
      const changes = diffManifests(from, to);
      expect(judgeChanges(changes, from, to).length).toBeGreaterThanOrEqual(changes.length);
    }),
    { numRuns: 500 },
  );
});
