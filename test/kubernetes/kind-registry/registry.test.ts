import { readAsset } from '../../../src/asset';
import { KindRegistry, KUBERNETES_VERSIONS, kubernetesKinds, modelOf } from '../../../src/kubernetes/kind-registry';

const kinds = KindRegistry.forVersion('1.36');

test.each([
  ['', 'Namespace', 'Cluster'],
  ['', 'PersistentVolume', 'Cluster'],
  ['', 'PersistentVolumeClaim', 'Namespaced'],
  ['rbac.authorization.k8s.io', 'ClusterRole', 'Cluster'],
  ['rbac.authorization.k8s.io', 'Role', 'Namespaced'],
  ['certificates.k8s.io', 'CertificateSigningRequest', 'Cluster'],
  ['keda.sh', 'ClusterTriggerAuthentication', 'Cluster'],
  ['cert-manager.io', 'ClusterIssuer', 'Cluster'],
  ['gateway.networking.k8s.io', 'GatewayClass', 'Cluster'],
  ['gateway.networking.k8s.io', 'HTTPRoute', 'Namespaced'],
  ['argoproj.io', 'Application', 'Namespaced'],
  ['example.com', 'Namespace', undefined],
])('%s/%s lives in the scope %s', (group, kind, scope) => {
  expect(kinds.scopeOf(group, kind)).toBe(scope);
});

test.each([
  ['apps', 'Deployment', { path: ['spec', 'template'] }],
  ['', 'ReplicationController', { path: ['spec', 'template'] }],
  ['', 'Pod', { path: [] }],
  ['batch', 'Job', { path: ['spec', 'template'], ends: true }],
  ['batch', 'CronJob', { path: ['spec', 'jobTemplate', 'spec', 'template'], ends: true }],
  ['keda.sh', 'ScaledJob', { path: ['spec', 'jobTargetRef', 'template'], ends: true }],
  ['', 'PodTemplate', undefined],
  ['', 'Service', undefined],
])('%s/%s keeps its pod template in %j', (group, kind, place) => {
  expect(kinds.podTemplateOf(group, kind)).toEqual(place);
});

test('every version serves its own kinds', () => {
  const served = (version: (typeof KUBERNETES_VERSIONS)[number], apiVersion: string, kind: string) =>
    KindRegistry.forVersion(version).find(apiVersion, kind) !== undefined;
  expect(served('1.31', 'flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema')).toBe(true);
  expect(served('1.32', 'flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema')).toBe(false);
  expect(served('1.33', 'resource.k8s.io/v1', 'DeviceClass')).toBe(false);
  expect(served('1.34', 'resource.k8s.io/v1', 'DeviceClass')).toBe(true);
  for (const version of KUBERNETES_VERSIONS) {
    expect(served(version, 'apps/v1', 'Deployment')).toBe(true);
    expect(served(version, 'apps/v1beta2', 'Deployment')).toBe(false);
  }
});

test('knows all kinds that can be created, in versions that come and go', () => {
  expect(kubernetesKinds().length).toBeGreaterThan(75);
  expect((JSON.parse(readAsset('kinds/kubernetes.json')) as { versions: string[] }).versions).toEqual([
    ...KUBERNETES_VERSIONS,
  ]);
});

test('every kind has a schema of its own, and every model that one names is there', () => {
  const names = kinds.definitions.flatMap(({ versions }) => versions.map(({ schema }) => schema));
  const open = names.filter((name): name is string => typeof name === 'string');
  const seen = new Set<string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    for (const [, target] of JSON.stringify(modelOf(name)).matchAll(/"\$ref":"([^"]+)"/g)) open.push(target ?? '');
  }
  expect(seen.size).toBeGreaterThan(500);
});

test.each([
  ['', true],
  ['apps', true],
  ['extensions', true],
  ['storage.k8s.io', true],
  ['gateway.networking.k8s.io', false],
  ['snapshot.storage.k8s.io', false],
  ['keda.sh', false],
])('whether the group %j comes with Kubernetes: %s', (group, own) => {
  expect(kinds.isServedByKubernetes(group)).toBe(own);
});

describe('a registry with definitions of others', () => {
  const thing = { group: 'example.com', kind: 'Thing', scope: 'Cluster', versions: [{ name: 'v1' }] } as const;

  test('knows them, and leaves the one it was made from as it was', () => {
    const more = kinds.with([thing]);
    expect([more.scopeOf('example.com', 'Thing'), more.knows('example.com')]).toEqual(['Cluster', true]);
    expect([kinds.scopeOf('example.com', 'Thing'), kinds.knows('example.com')]).toEqual([undefined, false]);
    expect(more.find('example.com/v1', 'Thing')?.definition).toEqual(thing);
    expect(more.find('example.com/v2', 'Thing')).toBeUndefined();
    expect(kinds.with([])).toBe(kinds);
  });

  test('takes a later definition of a kind, but keeps what only the earlier one says', () => {
    const scaledJob = { group: 'keda.sh', kind: 'ScaledJob', scope: 'Namespaced', versions: [{ name: 'v2' }] } as const;
    const more = kinds.with([scaledJob]);
    expect(more.find('keda.sh/v1alpha1', 'ScaledJob')).toBeUndefined();
    expect(more.podTemplateOf('keda.sh', 'ScaledJob')?.path).toEqual(['spec', 'jobTargetRef', 'template']);
  });

  test('is the same for another version of Kubernetes', () => {
    const older = kinds.with([thing]).at('1.33');
    expect([older.version, older.scopeOf('example.com', 'Thing')]).toEqual(['1.33', 'Cluster']);
    expect(older.find('resource.k8s.io/v1', 'DeviceClass')).toBeUndefined();
  });
});
