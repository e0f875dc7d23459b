import { diffManifests, judgeChanges, showPath } from '../../../src/checks/change-safety';
import type { KubernetesObject } from '../../../src/kubernetes/object';
import { ManifestSet } from '../../../src/manifests';
import { application, configMap, secret } from './table/objects';
import { VARIANTS } from './table/variants';

test.each(VARIANTS)('$row', ({ from, to, verdicts }) => {
  const [before, after] = [ManifestSet.of(from), ManifestSet.of(to)];
  const told = judgeChanges(diffManifests(before, after), before, after).map(({ verdict, rule, fields }) =>
    [verdict, rule, fields.map((field) => showPath(field.path)).join(',')].join(' ').trim(),
  );
  expect(told).toEqual(verdicts);
});

test('values of Secrets are never told', () => {
  const [before, after] = [ManifestSet.of([secret('db')]), ManifestSet.of([secret('db', { password: 'Yg==' })])];
  const text = JSON.stringify(judgeChanges(diffManifests(before, after), before, after));
  expect(text).toContain('(hidden)');
  expect(text).not.toMatch(/YQ==|Yg==/);
});

test('what prune deletes first is listed, by the folder of the Application', () => {
  const automated = (prune: boolean): KubernetesObject => application({ syncPolicy: { automated: { prune } } });
  const stray = ManifestSet.of([configMap('stray', { a: '1' })], 'production/z-data/configmap.stray.yaml');
  const other = ManifestSet.of([configMap('other', { a: '2' })], 'production/z-app/configmap.other.yaml');
  const from = ManifestSet.union([ManifestSet.of([automated(false)]), stray, other]);
  const to = ManifestSet.of([automated(true)]);
  const told = judgeChanges(diffManifests(from, to), from, to).find(({ rule }) => rule === 'application-automation-on');
  expect(told?.consequence).toBe(
    'the first sync deletes what is in the cluster but not in git, and undoes edits made by hand (of this change: ConfigMap z/stray)',
  );
});
