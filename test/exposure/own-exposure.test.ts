import { Size } from 'cdk8s';
import type { ExposureKind } from '../../src/exposure';
import { Grafana, Prometheus } from '../../src/observability';
import { buildTree, environmentForms, type Project, readEnvironments } from '../../src/project';
import { indexOf, renderEnvironment } from '../../src/render';
import type { Application } from '../../src/system';
import { WebService } from '../../src/tiers';
import { route } from '../docs/ways-out/an-exposure-of-your-own';
import { problemsFrom, small } from '../fixtures';
import { makeProject } from '../fixtures/project';

function build(application: Application): void {
  const exposure = { host: 'www' };
  new WebService(application, 'web', { image: 'web:1.0', port: 8080, resources: small, exposure });
  const storage = Size.gibibytes(1);
  const prometheus = new Prometheus(application, 'prometheus', { storage, persistence: 'none', resources: small });
  new Grafana(application, 'grafana', {
    prometheus,
    storage,
    persistence: 'none',
    resources: small,
    exposure: { host: 'grafana' },
  });
}

function projectWith(exposure: Readonly<Record<string, string>>, own: Partial<Project> = {}): Project {
  const test = makeProject({ shop: build }, { exposures: [route], ...own });
  test.environment('local', ['shop'], { exposure });
  return test.project;
}

test('an exposure of the project is chosen by the file and serves web tiers and Grafana alike', () => {
  const project = projectWith({ type: 'Route', suffix: 'apps.example.com' });
  const [rendered] = buildTree(project, readEnvironments(project)).map(renderEnvironment);
  const find = (kind: string, name: string) =>
    rendered!.objects.find(({ object }) => object.kind === kind && object.metadata.name === name)?.object;
  expect(find('Route', 'web')).toMatchObject({
    metadata: { namespace: 'shop', labels: { tier: 'web' } },
    spec: { host: 'www.apps.example.com', to: { kind: 'Service', name: 'web' } },
  });
  expect(find('Service', 'web')).toMatchObject({ spec: { type: 'ClusterIP' } });
  expect(find('NetworkPolicy', 'web')!.spec).toMatchObject({
    ingress: [
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'openshift-ingress' } } }],
        ports: [{ port: 8080 }],
      },
    ],
  });
  expect(JSON.stringify(find('Deployment', 'grafana'))).toContain(
    '{"name":"GF_SERVER_ROOT_URL","value":"https://grafana.apps.example.com/"}',
  );
  expect(indexOf([rendered!]).environments).toMatchObject([{ name: 'local', local: false }]);
});

test('an exposure says what the tier’s Service has to be, and whether it is for a developer’s machine', () => {
  const annotations = { 'service.alpha.openshift.io/serving-cert': 'yes' };
  const local: ExposureKind = {
    ...route,
    create: (settings) => ({
      ...route.create(settings),
      isLocal: true,
      serviceOf: () => ({ type: 'LoadBalancer', annotations }),
    }),
  };
  const project = projectWith({ type: 'Route', suffix: 'x' }, { exposures: [local] });
  const [rendered] = buildTree(project, readEnvironments(project)).map(renderEnvironment);
  const service = rendered!.objects.find(({ object }) => object.kind === 'Service' && object.metadata.name === 'web');
  expect(service!.object).toMatchObject({ metadata: { annotations }, spec: { type: 'LoadBalancer' } });
  expect(indexOf([rendered!]).environments).toMatchObject([{ name: 'local', local: true }]);
});

test('the index says of an environment that is reached by names that it is no developer’s machine', () => {
  const project = projectWith({ type: 'LoadBalancer' });
  const rendered = buildTree(project, readEnvironments(project)).map(renderEnvironment);
  expect(indexOf(rendered).environments).toMatchObject([{ name: 'local', local: false }]);
});

test.each([
  [
    { type: 'Rout', suffix: 'x' },
    "18:9: 'exposure.type' is 'Rout', allowed: 'NodePort', 'Ingress', 'LoadBalancer', 'Gateway', 'Route'",
  ],
  [{ type: 'Route' }, "18:3: 'exposure' lacks the key 'suffix', allowed: text"],
  [{ type: 'Route', suffix: '' }, "19:11: 'exposure.suffix' is '', allowed: at least 1 character"],
  [{ type: 'Route', suffix: 'x', class: 'nginx' }, "20:3: unknown key 'class', allowed: suffix, type"],
])('what the file gives it is checked: %j', (exposure, message) => {
  const project = projectWith(exposure);
  expect(problemsFrom(() => readEnvironments(project))).toBe(`${project.environments}/local.yaml:${message}`);
});

test('two exposures of one name are an error', () => {
  const project = projectWith({ type: 'NodePort' }, { exposures: [{ ...route, name: 'Gateway' }] });
  expect(problemsFrom(() => environmentForms(project))).toBe(
    "project.exposures: two have the name 'Gateway', give your own another; the library has NodePort, Ingress, LoadBalancer, Gateway",
  );
});

test('one that needs the public domain says so', () => {
  const project = projectWith({ type: 'Route', suffix: 'x' }, { exposures: [{ ...route, needsDomain: true }] });
  expect(problemsFrom(() => readEnvironments(project))).toBe(
    `${project.environments}/local.yaml:18:9: exposure by Route needs the public DNS domain, add the key 'domain' at the top of the file or use NodePort`,
  );
});

test('an exposure of the project says what it needs, which stands in the index', () => {
  const project = projectWith({ type: 'Route', suffix: 'apps.example.com' });
  const { requirements } = indexOf(buildTree(project, readEnvironments(project)).map(renderEnvironment));
  expect(requirements).toEqual([
    {
      environment: 'local',
      kind: 'DNS name',
      name: '*.apps.example.com',
      why: 'nobody finds the hosts',
      mend: 'add a record that leads to the router',
      neededBy: ['local/shop/shop-app/grafana', 'local/shop/shop-app/web'],
    },
  ]);
});
