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
