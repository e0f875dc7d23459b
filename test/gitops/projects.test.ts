import { appProject } from '../../src/gitops';
import { makeEnvironment } from '../fixtures';

const kindsOf = (cluster: readonly string[], namespaced: readonly string[]) => {
  const { spec } = appProject(makeEnvironment(), {
    description: 'Applications of system shop',
    sourceRepositories: ['https://git.example.com/clusters.git'],
    namespaces: ['shop'],
    kinds: { cluster, namespaced },
  }) as { spec: Record<string, readonly { group: string; kind: string }[]> };
  return [spec.clusterResourceWhitelist, spec.namespaceResourceWhitelist].map((kinds) =>
    kinds?.map(({ group, kind }) => `${group}/${kind}`),
  );
};

test('a project allows what its Applications emit, and what controllers make of that, each once', () => {
  expect(kindsOf(['/Namespace'], ['apps/Deployment', 'apps/StatefulSet', '/Service', 'apps/Deployment'])).toEqual([
    ['/Namespace'],
    [
      '/Pod',
      '/Service',
      'apps/ControllerRevision',
      'apps/Deployment',
      'apps/ReplicaSet',
      'apps/StatefulSet',
      'discovery.k8s.io/EndpointSlice',
    ],
  ]);
});

test('a project allows what its Applications emit alone, where no controller makes anything of it', () => {
  expect(kindsOf([], ['/ConfigMap'])).toEqual([[], ['/ConfigMap']]);
});

test.each([
  ['apps/Deployment', ['/Pod', 'apps/Deployment', 'apps/ReplicaSet']],
  ['apps/StatefulSet', ['/Pod', 'apps/ControllerRevision', 'apps/StatefulSet']],
  ['apps/DaemonSet', ['/Pod', 'apps/ControllerRevision', 'apps/DaemonSet']],
  ['batch/Job', ['/Pod', 'batch/Job']],
  ['batch/CronJob', ['/Pod', 'batch/CronJob', 'batch/Job']],
  ['keda.sh/ScaledJob', ['/Pod', 'batch/Job', 'keda.sh/ScaledJob']],
  ['keda.sh/ScaledObject', ['autoscaling/HorizontalPodAutoscaler', 'keda.sh/ScaledObject']],
  ['/Service', ['/Service', 'discovery.k8s.io/EndpointSlice']],
])('a project with %s shows what its controller makes of it', (kind, allowed) => {
  expect(kindsOf([], [kind])).toEqual([[], allowed]);
});
