import { Size } from 'cdk8s';
import { z } from 'zod';
import { defineExposure } from '../../src/exposure';
import { KubeObject } from '../../src/kubernetes';
import { Grafana, Prometheus } from '../../src/observability';
import { buildTree, environmentForms, type Project, readEnvironments } from '../../src/project';
import { indexOf, renderEnvironment } from '../../src/render';
import type { Application } from '../../src/system';
import { WebService } from '../../src/tiers';
import { foreignPods } from '../../src/topology';
import { problemsFrom, small } from '../fixtures';
import { makeProject } from '../fixtures/project';

/** As a stranger would write one: an OpenShift Route for each tier. */
const route = defineExposure({
  name: 'Route',
  title: 'Web tiers are reached by a Route.',
  schema: z.strictObject({ suffix: z.string().min(1).describe('What hosts end in.') }),
  create: ({ suffix }) => ({
    isLocal: true,
    urlOf: ({ host }) => `https://${host}.${suffix}`,
    serviceOf: () => ({ type: 'ClusterIP', annotations: { 'service.alpha.openshift.io/serving-cert': 'yes' } }),
    expose(scope, { name, labels, wish, service }) {
      new KubeObject(scope, 'route', { apiVersion: 'route.openshift.io/v1', kind: 'Route', name, labels }, () => ({
        spec: { host: `${wish.host}.${suffix}`, to: { kind: 'Service', name: service.name } },
      }));
      return [{ from: foreignPods('openshift-ingress'), purpose: `route to ${name}` }];
    },
  }),
});

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
  expect(find('Service', 'web')).toMatchObject({
    metadata: { annotations: { 'service.alpha.openshift.io/serving-cert': 'yes' } },
    spec: { type: 'ClusterIP' },
  });
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
    "16:9: 'exposure.type' is 'Rout', allowed: 'NodePort', 'Ingress', 'LoadBalancer', 'Gateway', 'Route'",
  ],
  [{ type: 'Route' }, "16:3: 'exposure' lacks the key 'suffix', allowed: text"],
  [{ type: 'Route', suffix: '' }, "17:11: 'exposure.suffix' is '', allowed: at least 1 character"],
  [{ type: 'Route', suffix: 'x', class: 'nginx' }, "18:3: unknown key 'class', allowed: suffix, type"],
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
    `${project.environments}/local.yaml:16:9: exposure by Route needs the public DNS domain, add the key 'domain' at the top of the file or use NodePort`,
  );
});
