import type { KubernetesObject } from '../../src/kubernetes/object';
import { ManifestSet } from '../../src/manifests';
import { ManifestModel, rolloutOf } from '../../src/manifests/model';

function rollout(kind: string, spec: object, replicas?: number) {
  const object = { apiVersion: 'apps/v1', kind, metadata: { name: 'a', namespace: 'b' }, spec } as KubernetesObject;
  const [template] = new ManifestModel(ManifestSet.of([object]).manifests).templates;
  return rolloutOf(template!, replicas);
}
const rolling = (rollingUpdate: object) => ({ strategy: { type: 'RollingUpdate', rollingUpdate } });

test.each<[string, object, number, number, number]>([
  ['nothing said of one', {}, 1, 1, 0],
  ['nothing said of four', {}, 4, 1, 1],
  ['nothing said of five', {}, 5, 2, 1],
  ['shares of three', rolling({ maxSurge: '50%', maxUnavailable: '50%' }), 3, 2, 1],
  ['numbers', rolling({ maxSurge: 2, maxUnavailable: 1 }), 3, 2, 1],
  ['neither, where the controller lets one go', rolling({ maxSurge: 0, maxUnavailable: 0 }), 3, 0, 1],
  ['a share that rounds to none, and no surge', rolling({ maxSurge: 0, maxUnavailable: '25%' }), 3, 0, 1],
  ['Recreate', { strategy: { type: 'Recreate' } }, 3, 0, 3],
])('of a Deployment: %s', (_name, spec, replicas, surge, unavailable) => {
  expect(rollout('Deployment', { ...spec, replicas })).toEqual({ surge, unavailable });
  expect(rollout('Deployment', spec, replicas)).toEqual({ surge, unavailable });
});

test.each<[string, string, object, object | undefined]>([
  ['StatefulSet', 'one pod after the other', {}, { surge: 0, unavailable: 1 }],
  [
    'StatefulSet',
    'several',
    { updateStrategy: { rollingUpdate: { maxUnavailable: '50%' } } },
    { surge: 0, unavailable: 2 },
  ],
  ['StatefulSet', 'none', { updateStrategy: { rollingUpdate: { maxUnavailable: 0 } } }, { surge: 0, unavailable: 1 }],
  ['StatefulSet', 'only those that are deleted', { updateStrategy: { type: 'OnDelete' } }, undefined],
  ['DaemonSet', 'one node after the other', {}, { surge: 0, unavailable: 1 }],
  ['DaemonSet', 'several', { updateStrategy: { rollingUpdate: { maxUnavailable: 2 } } }, { surge: 0, unavailable: 2 }],
  [
    'DaemonSet',
    'the new one first',
    { updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } },
    { surge: 1, unavailable: 0 },
  ],
  ['DaemonSet', 'only those that are deleted', { updateStrategy: { type: 'OnDelete' } }, undefined],
])('of a %s: %s', (kind, _name, spec, expected) => {
  expect(rollout(kind, { ...spec, replicas: 4 })).toEqual(expected);
});

test('a Job replaces no pods', () => {
  const object = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'a', namespace: 'b' },
    spec: { template: {} },
  };
  const [template] = new ManifestModel(ManifestSet.of([object as KubernetesObject]).manifests).templates;
  expect(rolloutOf(template!)).toBeUndefined();
});
