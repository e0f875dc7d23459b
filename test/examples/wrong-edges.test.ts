import type { KubernetesObject } from '../../src/kubernetes/object';
import { wrongEdges } from './wrong-edges';

const namespace = 'shop';
const pod = (name: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { tier: name } },
  spec: { containers: [{ name, image: 'a:1', ports: [{ containerPort: 8080 }] }] },
});
const policy = (name: string, spec: object): KubernetesObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec: { podSelector: { matchLabels: { tier: name } }, policyTypes: ['Ingress', 'Egress'], ...spec },
});
const from = [{ podSelector: { matchLabels: { tier: 'web' } } }];
const to = [{ podSelector: { matchLabels: { tier: 'api' } } }];
const objects = (port: object) => [
  pod('web'),
  pod('api'),
  policy('web', { egress: [{ to, ports: [port] }] }),
  policy('api', { ingress: [{ from, ports: [port] }] }),
];
const exactly = (...open: [string, string, number][]) =>
  ({ example: 'shop', environment: 'local', open, closed: 'everything else' }) as const;

test('what is listed and open, and closed otherwise, is right', () => {
  expect(wrongEdges(objects({ port: 8080 }), exactly(['shop/web', 'shop/api', 8080]))).toEqual([]);
});

test('what is open without being listed is told, on ports that nobody declares and by UDP, too', () => {
  expect(wrongEdges(objects({ port: 8080 }), exactly())).toEqual(['shop/web → shop/api:8080 is open']);
  const all = { port: 1, endPort: 65_535 };
  expect(wrongEdges(objects(all), exactly(['shop/web', 'shop/api', 8080]))).toEqual(['shop/web → shop/api:1 is open']);
  expect(wrongEdges(objects({ port: 8080, protocol: 'UDP' }), exactly())).toEqual([
    'shop/web → shop/api:8080/UDP is open',
  ]);
});

test('what is listed and closed is told', () => {
  expect(
    wrongEdges(objects({ port: 8080 }), exactly(['shop/web', 'shop/api', 8080], ['shop/api', 'shop/web', 8080])),
  ).toEqual(['shop/api → shop/web:8080 is closed']);
});

test('pods of the same labels elsewhere, and addresses, are ends as well', () => {
  const world = [
    { namespaceSelector: {}, podSelector: { matchLabels: { tier: 'web' } } },
    { ipBlock: { cidr: '8.0.0.0/8' } },
  ];
  const open = policy('api', { ingress: [{ from: world, ports: [{ port: 8080 }] }] });
  expect(wrongEdges([pod('web'), pod('api'), policy('web', {}), open], exactly())).toEqual([
    '{"namespace":"other","labels":{"tier":"web"},"ports":[{"name":"","port":8080,"protocol":"TCP"}]} → shop/api:8080 is open',
    '{"address":"8.8.8.8","host":"dns.google"} → shop/api:8080 is open',
  ]);
});
