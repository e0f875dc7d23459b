import { join } from 'node:path';
import { Size } from 'cdk8s';
import { HelmOperator, Postgres, WebService } from 'cdk8s-tiers';
import { type LooseObject, makeSystem, small } from '../../fixtures';
import { makeFolder, putFiles } from '../../fixtures/folder';
import { changeObjects } from './a-change-of-one-object';
import { Daemon } from './a-tier-of-your-own';
import { adopt } from './a-workload-of-others';
import { waitForOthers } from './an-order-of-your-own';
import { cart } from './what-a-pod-needs';

type Test = ReturnType<typeof makeSystem>;
const image = 'registry.example.com/shop/web:1.0';
const web = ({ application }: Test, name = 'web') =>
  new WebService(application, name, { image, port: 8080, resources: small });
const wave = (object: LooseObject) => Number(object.metadata.annotations['argocd.argoproj.io/sync-wave']);

test('an object is changed where it stands, a derived one too', () => {
  const test = makeSystem();
  const tier = web(test);
  tier.connectTo(web(test, 'back'));
  changeObjects(test.application, tier);
  const tree = test.render();
  const deployment = tree.get('Deployment', 'web');
  expect(deployment.spec.template.spec.runtimeClassName).toBe('gvisor');
  expect(deployment.metadata.annotations['tiers.cdk8s.io/waive.budget-missing']).toMatch(/^one pod is enough/);
  expect(tree.get('NetworkPolicy', 'web').metadata.annotations['example.com/owner']).toBe('network team');
  expect(tree.get('Namespace', 'shop').metadata.labels['istio.io/dataplane-mode']).toBe('ambient');
  expect(tree.get('Application', 'shop-app').spec.revisionHistoryLimit).toBe(2);
});

test('what is said by addDependency is order', () => {
  const test = makeSystem();
  const operator = new HelmOperator(test.system, 'tool', {
    chart: { repository: 'https://charts.example.com', chart: 'tool', version: '1.2.3' },
    namespace: 'tool',
    values: {},
    provides: [],
    kinds: { cluster: [], namespaced: [] },
    pods: { pods: 1, cpu: '50m', memory: '64Mi' },
  });
  waitForOthers(test.application, web(test), web(test, 'worker'), operator);
  const tree = test.render();
  const objects = [tree.get('ConfigMap'), tree.get('Deployment', 'web'), tree.get('Deployment', 'worker')];
  expect(objects.map(wave)).toEqual([0, 1, 2]);
  expect(Object.fromEntries(tree.environment.applicationWaves)).toEqual({ namespaces: 0, tool: 1, 'shop-app': 2 });
});

test('workloads of others are connected like tiers', () => {
  const folder = makeFolder();
  const searchLabels = { matchLabels: { 'app.kubernetes.io/name': 'search' } };
  const search = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'search' },
    spec: {
      selector: searchLabels,
      template: {
        metadata: { labels: searchLabels.matchLabels },
        spec: { containers: [{ name: 'search', image: 'search:1.0' }] },
      },
    },
  };
  putFiles(folder, { 'search.yaml': JSON.stringify(search) });
  const test = makeSystem();
  const database = new Postgres(test.application, 'db', {
    database: 'shop',
    storage: Size.gibibytes(1),
    resources: small,
  });
  adopt(test.application, database, join(folder, 'search.yaml'));
  const tree = test.render();
  const pods = [
    tree.get('Deployment', 'reports').spec.template,
    tree.get('Deployment', 'search').spec.template,
    tree.get('CronJob').spec.jobTemplate.spec.template,
  ];
  for (const { spec } of pods) {
    expect(spec.containers[0].env.map(({ name }: LooseObject) => name)).toContain('DATABASE_PASSWORD');
  }
  expect(tree.get('NetworkPolicy', 'search').spec.podSelector).toEqual(searchLabels);
  const [{ from }] = tree.get('NetworkPolicy', 'db').spec.ingress;
  expect(from.length).toBe(3);
});

test('a pod has what it needs', () => {
  const test = makeSystem();
  cart(test.application);
  const { spec } = test.render().get('Deployment').spec.template;
  expect(spec).toMatchObject({
    imagePullSecrets: [{ name: 'registry' }],
    nodeSelector: { 'example.com/pool': 'carts' },
    terminationGracePeriodSeconds: 90,
    initContainers: [{ name: 'proxy', restartPolicy: 'Always' }],
  });
  expect(spec.containers[0]).toMatchObject({
    readinessProbe: { grpc: { port: 50051, service: 'shop.Cart' } },
    startupProbe: { tcpSocket: { port: 50051 }, failureThreshold: 60 },
    lifecycle: { preStop: { sleep: { seconds: 15 } } },
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  });
});

test('a tier of your own has all that every tier has', () => {
  const test = makeSystem();
  new Daemon(test.application, 'watcher', { image, resources: small });
  const tree = test.render();
  expect(tree.names()).toContain('ServiceAccount watcher');
  expect(tree.get('Deployment').spec.template.spec).toMatchObject({
    serviceAccountName: 'watcher',
    securityContext: { runAsNonRoot: true },
  });
});
