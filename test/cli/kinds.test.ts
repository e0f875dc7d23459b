import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { load } from 'js-yaml';
import type { Application } from '../../src/system';
import { contentOf, makeFolder } from '../fixtures/folder';
import { makeProject } from '../fixtures/project';

const plain = (application: Application, apiVersion: string, kind: string, spec: object, name = 'x') =>
  new ApiObject(application, `${kind}-${name}`.toLowerCase(), { apiVersion, kind, metadata: { name }, spec } as never);

const fileOf = (output: string, path: string) =>
  load(contentOf(output)[path] ?? '') as { metadata: object; spec: never };

const definition = (scope: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things.example.com
  annotations: { argocd.argoproj.io/sync-options: 'Prune=false,Delete=false' }
spec:
  group: example.com
  scope: ${scope}
  names: { kind: Thing, plural: things }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: { spec: { type: object, properties: { size: { type: integer } } } }
`;

test('kinds of operators are synthesized: a ScaledObject, an HTTPRoute, a Kafka that nobody knows', async () => {
  const test = makeProject({
    shop: (application) => {
      plain(application, 'keda.sh/v1alpha1', 'ScaledObject', {
        scaleTargetRef: { apiVersion: 'kafka.strimzi.io/v1', kind: 'Kafka', name: 'x' },
        triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '50' } }],
      });
      plain(application, 'gateway.networking.k8s.io/v1', 'HTTPRoute', { parentRefs: [{ name: 'gateway' }] });
      plain(application, 'kafka.strimzi.io/v1', 'Kafka', { kafka: {} });
    },
  });
  test.environment('local', ['shop']);
  const { code, err } = await test.run('synth');
  expect(err).toBe('');
  expect(contentOf(test.output)).toHaveProperty(['local/shop-app/kafka.x.yaml']);
  expect(code).toBe(0);
});

test('what lives outside namespaces has none, and is allowed as such, whoever knows its kind', async () => {
  const crds = makeFolder({ 'thing.yaml': definition('Cluster') });
  const test = makeProject(
    {
      shop: (application) => {
        plain(application, 'gateway.networking.k8s.io/v1', 'GatewayClass', {
          controllerName: 'example.com/controller',
        });
        plain(application, 'example.com/v1', 'Thing', { size: 1 });
        plain(application, 'kyverno.io/v1', 'ClusterPolicy', {});
        plain(application, 'kafka.strimzi.io/v1', 'Kafka', {});
      },
    },
    { crds },
  );
  test.environment('local', ['shop']);
  const { code } = await test.run('synth');
  expect(code).toBe(0);
  for (const file of ['gatewayclass', 'thing', 'clusterpolicy'])
    expect(fileOf(test.output, `local/shop-app/${file}.x.yaml`).metadata).not.toHaveProperty('namespace');
  expect(fileOf(test.output, 'local/shop-app/kafka.x.yaml').metadata).toHaveProperty('namespace', 'shop');
  const { spec } = fileOf(test.output, 'local/apps/appproject.shop.yaml') as { spec: Record<string, unknown> };
  expect(spec.clusterResourceWhitelist).toEqual(
    expect.arrayContaining([
      { group: 'gateway.networking.k8s.io', kind: 'GatewayClass' },
      { group: 'example.com', kind: 'Thing' },
      { group: 'kyverno.io', kind: 'ClusterPolicy' },
    ]),
  );
  expect(spec.namespaceResourceWhitelist).toContainEqual({ group: 'kafka.strimzi.io', kind: 'Kafka' });
});

test('a definition in the tree tells the scope of the objects beside it', async () => {
  const test = makeProject({
    shop: (application) => {
      plain(application, 'example.com/v1', 'Thing', {});
      new ApiObject(application, 'crd', load(definition('Cluster')) as never);
    },
  });
  test.environment('local', ['shop']);
  expect((await test.run('synth')).err).toBe('');
  expect(fileOf(test.output, 'local/shop-app/thing.x.yaml').metadata).not.toHaveProperty('namespace');
});

test("an object that does not fit the project's definition is refused, and a broken definition before it", async () => {
  const build = (application: Application) => void plain(application, 'example.com/v1', 'Thing', { size: 'big' });
  const strict = makeProject({ shop: build }, { crds: makeFolder({ 'thing.yaml': definition('Namespaced') }) });
  strict.environment('local', ['shop']);
  const refused = await strict.run('synth');
  expect([refused.code, refused.err]).toEqual([
    1,
    expect.stringContaining('example.com/Thing shop/x spec.size: must be an integer, but is the string "big"'),
  ]);
  const crds = makeFolder({ 'thing.yaml': definition('Everywhere') });
  const broken = makeProject({ shop: build }, { crds });
  broken.environment('local', ['shop']);
  const told = await broken.run('synth');
  expect([told.code, told.err.replaceAll(`${crds}/`, '')]).toEqual([
    2,
    'error: thing.yaml:1: CustomResourceDefinition things.example.com defines no kind: spec.scope is "Everywhere"; allowed: "Cluster", "Namespaced"\n1 problem, nothing was written\n',
  ]);
});

test("objects are held against the environment's version of Kubernetes, in synth and in check", async () => {
  const test = makeProject({
    shop: (application) => void plain(application, 'resource.k8s.io/v1', 'DeviceClass', {}),
  });
  const cluster = {
    kubernetesVersion: '1.33',
    apiServerCidrs: ['10.0.0.1/32'],
    nodeCidrs: ['10.0.0.0/24'],
    nodes: [{ name: 'node', count: 1, cpu: '4', memory: '8Gi' }],
  };
  test.environment('old', ['shop'], { cluster });
  const { code, err } = await test.run('synth');
  expect([code, err]).toEqual([1, expect.stringContaining('which comes with 1.34; use resource.k8s.io/v1beta2')]);
  test.environment('old', ['shop'], { cluster: { ...cluster, kubernetesVersion: '1.34' } });
  expect((await test.run('synth')).code).toBe(0);
  expect(JSON.parse(contentOf(test.output)['index.json'] ?? '').environments).toEqual([
    {
      name: 'old',
      local: true,
      kubernetesVersion: '1.34',
      nodes: [{ name: 'node', count: 1, cpu: '4', memory: '8Gi' }],
    },
  ]);
  const check = (...more: string[]) => test.run('check', test.output, '--severity', 'error', ...more);
  expect((await check()).code).toBe(0);
  const older = await check('--kubernetes-version', '1.33');
  expect([older.code, older.out]).toEqual([1, expect.stringContaining('Kubernetes 1.33 does not serve DeviceClass')]);
});

test('check takes definitions from a folder, which must be there when it is named', async () => {
  const folder = makeFolder({
    'manifests/thing.yaml':
      'apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: x, namespace: shop }\nspec: { sise: 1 }\n',
    'crds/thing.yaml': definition('Namespaced'),
  });
  const { run } = makeProject({});
  const checked = await run('check', join(folder, 'manifests'), '--crds', join(folder, 'crds'));
  expect([checked.code, checked.out]).toEqual([
    1,
    expect.stringContaining('unknown field "sise"; did you mean "size"?'),
  ]);
  const unknown = await run('check', join(folder, 'manifests'));
  expect([unknown.code, unknown.out]).toEqual([0, expect.stringContaining('one object of a kind without a schema')]);
  expect((await run('check', join(folder, 'manifests'), '--crds', join(folder, 'none'))).code).toBe(2);
});
