import { KindRegistry, listFormAt, schemaOf } from '../../../src/kubernetes/kind-registry';

const pod = ['spec', 'template', 'spec'];
const formOf = (apiVersion: string, kind: string, path: readonly string[]) => {
  const found = KindRegistry.forVersion().find(apiVersion, kind);
  const { keys, set } = listFormAt(found && schemaOf(found.version), path) ?? {};
  return set ? 'set' : keys;
};

test.each([
  ['apps/v1', 'Deployment', [...pod, 'containers'], ['name']],
  ['apps/v1', 'Deployment', [...pod, 'containers', '[web]', 'volumeMounts'], ['mountPath']],
  ['apps/v1', 'Deployment', [...pod, 'containers', '[web]', 'ports'], ['containerPort', 'protocol']],
  ['apps/v1', 'Deployment', [...pod, 'containers', '[web]', 'args'], undefined],
  ['apps/v1', 'Deployment', [...pod, 'tolerations'], undefined],
  ['keda.sh/v1alpha1', 'ScaledJob', ['spec', 'jobTargetRef', 'template', 'spec', 'initContainers'], ['name']],
  ['v1', 'Service', ['spec', 'ports'], ['port', 'protocol']],
  ['v1', 'PersistentVolumeClaim', ['metadata', 'finalizers'], 'set'],
  ['gateway.networking.k8s.io/v1', 'Gateway', ['spec', 'listeners'], ['name']],
  ['example.com/v1', 'Thing', ['spec', 'parts'], undefined],
])('%s %s says of the list at %j: %j', (apiVersion, kind, path, form) => {
  expect(formOf(apiVersion, kind, path)).toEqual(form);
});
