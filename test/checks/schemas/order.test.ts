import { validateObject } from '../../../src/checks/schemas';
import type { KubernetesObject } from '../../../src/kubernetes/object';

test('what is wrong in an object is told by its path, then by its text, each once', () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { zone: 'a', ports: [{ port: 'http' }], clusterIp: 'None' },
  } as unknown as KubernetesObject;
  const told = validateObject(service).map(({ path, message }) => [path, message] as const);
  expect(told.map(([path]) => path)).toEqual(['spec.clusterIp', 'spec.ports[0].port', 'spec.zone']);
  // The texts alone would stand in another order, so the paths have decided.
  const messages = told.map(([, message]) => message);
  expect([...messages].sort()).not.toEqual(messages);
});
