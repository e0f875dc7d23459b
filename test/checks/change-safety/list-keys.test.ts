import { diffObjects, showPath } from '../../../src/checks/change-safety/semantic';
import type { KubernetesObject } from '../../../src/kubernetes/object';

const gateway = (listeners: readonly object[]): KubernetesObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'shop', namespace: 'shop' },
  spec: { gatewayClassName: 'nginx', listeners },
});
const http = { name: 'http', port: 80, protocol: 'HTTP' };
const https = { name: 'https', port: 443, protocol: 'HTTPS' };

test('a list of a custom kind is matched by the keys that its definition names', () => {
  expect(diffObjects(gateway([http, https]), gateway([https, http]))).toEqual([]);
  const [change] = diffObjects(gateway([http, https]), gateway([{ ...https, port: 8443 }, http]));
  expect([showPath(change?.path ?? []), change?.from, change?.to]).toEqual(['spec.listeners[https].port', 443, 8443]);
});
