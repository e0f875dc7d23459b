import { validateObject } from '../../../src/checks/schemas';
import { KindRegistry, type KubernetesVersion } from '../../../src/kubernetes';
import { correct } from './objects';
import { put } from './place';

const told = (version: KubernetesVersion, kind: string, place: string, value: unknown) => {
  const object = correct(kind);
  put(object, place, value);
  return validateObject(object, KindRegistry.forVersion(version));
};
const main = 'spec.template.spec.containers[0]';
const fileKeyRef = { volumeName: 'keys', path: 'env', key: 'A' };

describe('a field that came with a version', () => {
  const place = `${main}.env[0].valueFrom`;

  test('is refused before it, which names both versions', () => {
    expect(told('1.33', 'Deployment', `${main}.env`, [{ name: 'A', valueFrom: { fileKeyRef } }])).toEqual([
      {
        path: `${place}.fileKeyRef`,
        message:
          "exists since Kubernetes 1.34, the environment has 1.33: leave it out, or raise the environment's version",
      },
    ]);
  });

  test('is taken from it on', () => {
    for (const version of ['1.34', '1.36'] as const) {
      expect(told(version, 'Deployment', `${main}.env`, [{ name: 'A', valueFrom: { fileKeyRef } }])).toEqual([]);
    }
  });
});

test('a field that is gone is refused since it is', () => {
  const workloadRef = { name: 'a', podGroup: 'b' };
  expect(told('1.35', 'Deployment', 'spec.template.spec.workloadRef', workloadRef)).toEqual([]);
  expect(told('1.36', 'Deployment', 'spec.template.spec.workloadRef', workloadRef)).toEqual([
    {
      path: 'spec.template.spec.workloadRef',
      message: 'is gone since Kubernetes 1.36, the environment has 1.36: leave it out',
    },
  ]);
});

test('a value that came with a version is refused before it', () => {
  const tolerations = [{ key: 'size', operator: 'Gt', value: '3' }];
  expect(told('1.35', 'Deployment', 'spec.template.spec.tolerations', tolerations)).toEqual([]);
  expect(told('1.34', 'Deployment', 'spec.template.spec.tolerations', tolerations)).toEqual([
    {
      path: 'spec.template.spec.tolerations[0].operator',
      message:
        '"Gt" is taken since Kubernetes 1.35, the environment has 1.34: leave it out, or raise the environment\'s version',
    },
  ]);
});

test('a value that came with a version is not offered where it is none', () => {
  expect(
    told('1.34', 'Deployment', 'spec.template.spec.tolerations', [{ key: 'a', operator: 'Lt', value: '1' }]),
  ).toHaveLength(1);
});
