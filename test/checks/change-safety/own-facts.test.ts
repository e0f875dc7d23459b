import { compareManifests } from '../../../src/checks/change-safety';
import { ManifestSet } from '../../../src/manifests';
import type { OwnFacts } from '../../../src/manifests/model';
import { object, secret, statefulSet, template } from './table/objects';

/** Rules that tell something of a change, worst first. */
const rulesOf = (from: Parameters<typeof ManifestSet.of>[0], to: typeof from, own?: OwnFacts) =>
  compareManifests(ManifestSet.of(from), ManifestSet.of(to), undefined, undefined, own).findings.map(
    ({ verdict, rule }) => `${verdict} ${rule}`,
  );

test("an image of a project's own is what the project says", () => {
  const database = (tag: string) => [statefulSet('db', {}, template('db', `registry.example.org/ledger-db:${tag}`))];
  expect(rulesOf(database('16.4'), database('17.1'))).toEqual(['WARN other-field']);
  expect(rulesOf(database('16.4'), database('17.1'), { products: { 'ledger-db': { family: 'postgres' } } })).toEqual([
    'BLOCK postgres-major',
  ]);
});

test("a Secret is in use where a project's own kind names it", () => {
  const topic = object('shop.example.org/v1', 'Topic', 'orders', { spec: { passwordSecret: { name: 'db' } } });
  const path = { from: 'shop.example.org/Topic', path: 'spec.passwordSecret', to: '/Secret', name: 'name' };
  expect(rulesOf([topic, secret('db')], [topic])).toEqual(['WARN object-removed']);
  expect(rulesOf([topic, secret('db')], [topic], { references: [path] })).toEqual(['BLOCK secret-removed-in-use']);
});
