import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quoted, tableRows } from '../docs/markdown';
import type { LooseObject } from '../fixtures';
import { renderExample } from './example';

const folder = join(__dirname, '../../examples/market');
const output = renderExample('market');
const objects = (environment: string): LooseObject[] => [...output.part({ environment }).objects];
const find = (environment: string, kind: string, name: string): LooseObject =>
  objects(environment).find((object) => object.kind === kind && object.metadata.name === name)!;
const podOf = ({ spec }: LooseObject): LooseObject =>
  (spec.jobTemplate?.spec ?? spec.jobTargetRef ?? spec).template.spec as LooseObject;
const page = readFileSync(join(folder, 'README.md'), 'utf8');
const environments = ['local', 'production'];
const own = /^registry\.example\.com\//;

/** Workloads that run an image of the market's own, by name. */
const programs = (environment: string) =>
  new Map(
    objects(environment)
      .filter(({ kind }) => ['Deployment', 'CronJob', 'ScaledJob'].includes(kind))
      .map((object) => [object.metadata.name as string, podOf(object)] as const),
  );

test('no file has more than 100 lines', () => {
  const long = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .filter((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').length > 100);
  expect(long).toEqual([]);
});

test('its README tells of every service, and counts the objects', () => {
  const [services = ''] = page.split('\n\nAn order');
  const told = tableRows(services).flatMap(([first]) => quoted(first!));
  expect(told).toHaveLength(10);
  for (const environment of environments) expect([...programs(environment).keys()].sort()).toEqual([...told].sort());
  const [, local, production] = /make (\d+) objects for `local` and (\d+) for `production`/.exec(page)!;
  expect([local, production]).toEqual(environments.map((environment) => String(objects(environment).length)));
});

describe.each(environments)('in %s', (environment) => {
  test('services speak gRPC, and are asked by its health protocol', () => {
    for (const name of ['catalogue', 'reviews', 'cart', 'payments', 'checkout']) {
      const [container] = programs(environment).get(name)!.containers;
      expect([container.readinessProbe.grpc, container.livenessProbe.grpc]).toEqual([{ port: 50051 }, { port: 50051 }]);
      expect(find(environment, 'Service', name).spec.ports).toMatchObject([
        { name: 'grpc', port: 50051, appProtocol: 'kubernetes.io/h2c' },
      ]);
    }
  });

  test('one order reaches two queues', () => {
    const files = find(environment, 'ConfigMap', 'broker-definitions').data;
    const { bindings, exchanges } = JSON.parse(files['definitions.json']);
    const bound = bindings.filter(({ source }: LooseObject) => source === 'order-placed');
    expect(bound.map(({ destination }: LooseObject) => destination)).toEqual(['to-invoice', 'to-pack']);
    expect(exchanges.find(({ name }: LooseObject) => name === 'order-placed').type).toBe('fanout');
  });

  test('every program logs in to the registry, whose login is asked for once', () => {
    for (const pod of programs(environment).values()) {
      expect(pod.containers.map(({ image }: LooseObject) => image)).toEqual([expect.stringMatching(own)]);
      expect(pod.imagePullSecrets).toEqual([{ name: 'registry' }]);
    }
  });

  test('the printer is a native sidecar, which has started before the invoices do', () => {
    const { initContainers } = programs(environment).get('invoices')!;
    expect(initContainers).toMatchObject([
      { name: 'printer', restartPolicy: 'Always', startupProbe: { httpGet: { path: '/health', port: 3000 } } },
    ]);
  });

  test('the shop window is scaled by CPU, parcels by their queue, and neither has replicas', () => {
    const scaler = find(environment, 'HorizontalPodAutoscaler', 'web').spec;
    expect(scaler.metrics).toMatchObject([{ resource: { name: 'cpu', target: { averageUtilization: 70 } } }]);
    const keda = find(environment, 'ScaledObject', 'parcels').spec;
    expect(keda).toMatchObject({ minReplicaCount: 0, maxReplicaCount: 5 });
    expect(keda.triggers).toMatchObject([{ type: 'rabbitmq', metadata: { queueName: 'to-pack', value: '20' } }]);
    for (const name of ['web', 'parcels'])
      expect(find(environment, 'Deployment', name).spec).not.toHaveProperty('replicas');
  });

  test('the warehouse is somebody else’s, and its login a reference', () => {
    const told = programs(environment)
      .get('prices')!
      .containers[0].env.filter(({ name }: LooseObject) => name.startsWith('WAREHOUSE'));
    expect(told).toMatchObject([
      { name: 'WAREHOUSE_HOST', value: expect.stringMatching(/^warehouse\..*example\.com$/) },
      { name: 'WAREHOUSE_PORT', value: '5432' },
      { name: 'WAREHOUSE_NAME', value: 'stock' },
      { name: 'WAREHOUSE_USER', valueFrom: { secretKeyRef: { name: 'warehouse-login', key: 'username' } } },
      { name: 'WAREHOUSE_PASSWORD', valueFrom: { secretKeyRef: { name: 'warehouse-login', key: 'password' } } },
    ]);
  });
});

test('people come in by a port of the node, or by a balancer that ends TLS', () => {
  expect(find('local', 'Service', 'web').spec).toMatchObject({ type: 'NodePort', ports: [{ nodePort: 30080 }] });
  expect(find('production', 'Service', 'web-public').spec).toMatchObject({
    type: 'LoadBalancer',
    ports: [{ name: 'https', port: 443, targetPort: 'http' }],
  });
});

test('ways out are by name where the plugin knows names, else to networks that are stated', () => {
  const out = find('production', 'CiliumNetworkPolicy', 'payments').spec.egress;
  expect(out).toContainEqual(expect.objectContaining({ toFQDNs: [{ matchName: 'api.payments.example.com' }] }));
  expect(objects('local').map(({ kind }) => kind)).not.toContain('CiliumNetworkPolicy');
  expect(find('local', 'NetworkPolicy', 'payments').spec.egress).toEqual([
    { to: [{ ipBlock: { cidr: '203.0.113.0/28' } }], ports: [{ protocol: 'TCP', port: 443 }] },
  ]);
});
