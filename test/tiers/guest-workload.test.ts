import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, Chart, JsonPatch, Size } from 'cdk8s';
import { ConfigMap, Deployment, EnvValue, Job, SeccompProfileType } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { KubeObject } from '../../src/kubernetes';
import { canReach } from '../../src/manifests/network';
import { GuestWorkload, type GuestWorkloadProps, ManifestFile, Postgres, RabbitMq, WebService } from '../../src/tiers';
import {
  describeEveryProp,
  type LooseObject,
  makeSystem,
  problemsFrom,
  renderOne,
  small,
  type TestSystem,
} from '../fixtures';
import { makeFolder } from '../fixtures/folder';

function reportsOf(scope: Construct, env: Record<string, string> = {}): Deployment {
  const deployment = new Deployment(scope, 'reports', { select: false, metadata: { name: 'reports' } });
  deployment.addContainer({
    image: 'shop/reports:1.0',
    portNumber: 8080,
    envVariables: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, EnvValue.fromValue(value)])),
    securityContext: {
      user: 10001,
      group: 10001,
      capabilities: { drop: ['ALL' as never] },
      seccompProfile: { type: SeccompProfileType.RUNTIME_DEFAULT },
    },
  });
  return deployment;
}

function shop(): TestSystem & { database: Postgres; guest: GuestWorkload } {
  const test = makeSystem();
  const database = new Postgres(test.application, 'db', {
    database: 'shop',
    storage: Size.gibibytes(1),
    resources: small,
  });
  const workload = reportsOf(test.application);
  const guest = new GuestWorkload(test.application, 'guest', { workload, tier: 'reports' });
  return { ...test, database, guest };
}

const wave = (object: LooseObject) => Number(object.metadata.annotations['argocd.argoproj.io/sync-wave']);
const podPeer = (tier: string) => ({ namespace: 'shop', labels: { app: 'shop', tier } });

describe('a workload of cdk8s-plus', () => {
  test('selects its pods by app and tier, which the policies select too', () => {
    const deployment = shop().render().get('Deployment');
    expect(deployment.spec.selector).toEqual({ matchLabels: { app: 'shop', tier: 'reports' } });
    expect(deployment.spec.template.metadata.labels).toMatchObject({ app: 'shop', tier: 'reports' });
    expect(deployment.metadata).toMatchObject({ name: 'reports', namespace: 'shop' });
  });

  test('is connected to a database: variables, credentials, network and order', () => {
    const test = shop();
    test.guest.connectTo(test.database, { env: 'DATABASE' });
    test.guest.connectTo(test.database, { env: 'DATABASE' });
    const tree = test.render();
    const deployment = tree.get('Deployment');
    expect(deployment.spec.template.spec.containers[0].env).toEqual([
      { name: 'DATABASE_HOST', value: 'db.shop.svc.cluster.local' },
      { name: 'DATABASE_PORT', value: '5432' },
      { name: 'DATABASE_NAME', value: 'shop' },
      { name: 'DATABASE_USER', valueFrom: { secretKeyRef: { name: 'db-owner', key: 'username' } } },
      { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: 'db-owner', key: 'password' } } },
    ]);
    expect(wave(deployment)).toBeGreaterThan(wave(tree.get('StatefulSet')));
    const policies = tree.objects.filter(({ kind }) => kind === 'NetworkPolicy');
    expect(canReach(policies, podPeer('reports'), podPeer('db'), 5432)).toBe(true);
    expect(canReach(policies, podPeer('reports'), podPeer('db'), 5433)).toBe(false);
    expect(canReach(policies, podPeer('db'), podPeer('reports'), 8080)).toBe(false);
  });

  test('publishes to a queue with a user of its own', () => {
    const test = shop();
    const broker = new RabbitMq(test.application, 'broker', {
      storage: Size.gibibytes(1),
      resources: { ...small, memory: Size.mebibytes(256) },
    });
    test.guest.publishTo(broker.addQueue('orders'));
    const tree = test.render();
    const names = tree.get('Deployment').spec.template.spec.containers[0].env.map(({ name }: LooseObject) => name);
    expect(names).toEqual(['BROKER_USER', 'BROKER_PASSWORD', 'BROKER_URL', 'ORDERS_QUEUE']);
    const { users } = JSON.parse(tree.get('ConfigMap', 'broker-definitions').data['definitions.json']);
    expect(users.map(({ name }: LooseObject) => name)).toEqual(['definitions', 'monitoring', 'operator', 'reports']);
  });

  test('is reached by tiers', () => {
    const test = shop();
    const web = new WebService(test.application, 'web', { image: 'web:1.0', port: 80, resources: small });
    web.connectTo(test.guest.endpoint({ serviceName: 'reports', port: 8080, servicePort: 80 }));
    const tree = test.render();
    expect(tree.get('Deployment', 'web').spec.template.spec.containers[0].env).toEqual([
      { name: 'REPORTS_URL', value: 'http://reports.shop.svc.cluster.local' },
    ]);
    expect(
      canReach(
        tree.objects.filter(({ kind }) => kind === 'NetworkPolicy'),
        podPeer('web'),
        podPeer('reports'),
        8080,
      ),
    ).toBe(true);
    expect(test.guest.endpoint({ serviceName: 'reports', port: 8080 }).url).toBe(
      'http://reports.shop.svc.cluster.local:8080',
    );
  });

  test('that runs to its end gets no selector: the cluster makes it', () => {
    const { get } = renderOne((application) => {
      const workload = new Job(application, 'tidy', { select: false, containers: [{ image: 'shop/tidy:1.0' }] });
      new GuestWorkload(application, 'guest', { workload });
    });
    expect(get('Job').spec.selector).toBeUndefined();
    expect(get('Job').spec.template.metadata.labels).toMatchObject({ app: 'shop', tier: 'guest' });
  });
});

/** A Deployment as others write it, selecting its pods by labels of their own. */
const plain = (scope: Construct, name: string) =>
  new ApiObject(scope, name, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      template: {
        metadata: { labels: { 'app.kubernetes.io/name': name, version: '1' } },
        spec: { containers: [{ name: 'main', image: 'other:1.0', env: [{ name: 'MODE', value: 'fast' }] }] },
      },
    },
  } as never);

describe('a workload that selects its pods by labels of their own', () => {
  const connected = () => {
    const test = shop();
    const workload = plain(test.application, 'other');
    const guest = new GuestWorkload(test.application, 'other-tier', { workload });
    guest.connectTo(test.database, { env: 'DATABASE' });
    return { ...test, guest, workload };
  };

  test('keeps them: its selector can not be changed in a cluster', () => {
    const { spec } = connected().render().get('Deployment', 'other');
    expect(spec.selector.matchLabels).toEqual({ 'app.kubernetes.io/name': 'other' });
    expect(spec.template.metadata.labels).toEqual({ 'app.kubernetes.io/name': 'other', version: '1' });
  });

  test('gets variables after its own, a policy, and a wave', () => {
    const tree = connected().render();
    const deployment = tree.get('Deployment', 'other');
    const env = deployment.spec.template.spec.containers[0].env.map(({ name }: LooseObject) => name);
    expect(env.slice(0, 2)).toEqual(['MODE', 'DATABASE_HOST']);
    expect(wave(deployment)).toBe(wave(tree.get('StatefulSet', 'db')) + 1);
    expect(tree.get('NetworkPolicy', 'other-tier').spec.podSelector).toEqual({
      matchLabels: { 'app.kubernetes.io/name': 'other' },
    });
    const policies = tree.objects.filter(({ kind }) => kind === 'NetworkPolicy');
    const pod = { namespace: 'shop', labels: { 'app.kubernetes.io/name': 'other', version: '1' } };
    expect([5432, 5433].map((port) => canReach(policies, pod, podPeer('db'), port))).toEqual([true, false]);
  });

  test('is patched after all that', () => {
    const test = connected();
    ApiObject.of(test.guest).addJsonPatch(JsonPatch.remove('/spec/template/spec/containers/0/env/1'));
    const [container] = test.render().get('Deployment', 'other').spec.template.spec.containers;
    expect(container.env.map(({ name }: LooseObject) => name)).not.toContain('DATABASE_HOST');
  });

  test('may be one of ours, or stand in a manifest of others', () => {
    const test = shop();
    const file = join(makeFolder(), 'report.yaml');
    writeFileSync(file, reportManifest);
    const included = new ManifestFile(test.application, 'report', { file });
    const cron = new KubeObject(
      test.application,
      'cron',
      { apiVersion: 'batch/v1', kind: 'CronJob', name: 'cron' },
      () => ({
        spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'main', image: 'cron:1.0' }] } } } } },
      }),
    );
    for (const [id, workload] of Object.entries({ included, cron })) {
      new GuestWorkload(test.application, `${id}-tier`, { workload }).connectTo(test.database);
    }
    const tree = test.render();
    const pods = tree.get('CronJob').spec.jobTemplate.spec.template;
    expect(pods.metadata.labels).toEqual({ app: 'shop', tier: 'cron-tier' });
    expect(pods.spec.containers[0].env.length).toBe(5);
    const objects = [tree.get('Deployment', 'report'), tree.get('ConfigMap', 'report'), tree.get('CronJob')];
    const after = wave(tree.get('StatefulSet', 'db')) + 1;
    expect(objects.map(wave)).toEqual([after, after, after]);
    expect(tree.get('NetworkPolicy', 'included-tier').spec.podSelector).toEqual({ matchLabels: { app: 'report' } });
  });
});

const reportManifest = `apiVersion: v1
kind: ConfigMap
metadata:
  name: report
data: {}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: report
spec:
  selector:
    matchLabels:
      app: report
  template:
    metadata:
      labels:
        app: report
    spec:
      containers:
        - name: main
          image: report:1.0
`;

describeEveryProp('GuestWorkloadProps', {
  workload: [() => renderGuest({}).get('Deployment').metadata.name, 'reports'],
  tier: [() => renderGuest({ tier: 'other' }).get('Deployment').spec.template.metadata.labels.tier, 'other'],
});

describeEveryProp('GuestEndpointProps', {
  serviceName: [() => shop().guest.endpoint({ serviceName: 's', port: 1 }).url, 'http://s.shop.svc.cluster.local:1'],
  port: [() => shop().guest.endpoint({ serviceName: 's', port: 1 }).ports, [{ port: 1 }]],
  servicePort: [
    () => shop().guest.endpoint({ serviceName: 's', port: 1, servicePort: 2 }).url,
    'http://s.shop.svc.cluster.local:2',
  ],
  protocol: [
    () => {
      const { defaultParts, parts, ports } = shop().guest.endpoint({ serviceName: 's', port: 1, protocol: 'udp' });
      const grpc = shop().guest.endpoint({ serviceName: 's', port: 1, protocol: 'grpc' });
      const https = shop().guest.endpoint({ serviceName: 's', port: 443, protocol: 'https' });
      return [defaultParts, parts.url, ports, grpc.defaultParts, https.url];
    },
    [['host', 'port'], undefined, [{ port: 1, protocol: 'UDP' }], ['address'], 'https://s.shop.svc.cluster.local'],
  ],
});

function renderGuest(props: Partial<GuestWorkloadProps>) {
  return renderOne((application) => {
    new GuestWorkload(application, 'guest', { workload: reportsOf(application), ...props });
  });
}

describe('a guest is refused', () => {
  test.each<[string, () => unknown, string]>([
    [
      'without a container',
      () =>
        renderOne((application) => {
          new GuestWorkload(application, 'guest', { workload: new Deployment(application, 'reports') });
        }),
      "wraps 'local/shop/shop-app/reports', which has no container yet: add its containers first",
    ],
    [
      'of another Application',
      () => {
        const test = makeSystem();
        new GuestWorkload(test.application, 'guest', { workload: reportsOf(test.add('other')) });
      },
      "wraps 'local/shop/other/reports', which is part of another Application: create both in one",
    ],
    [
      'whose container has a variable already',
      () => {
        const test = makeSystem();
        const workload = reportsOf(test.application, { WEB_URL: 'here' });
        const web = new WebService(test.application, 'web', { image: 'web:1.0', port: 80, resources: small });
        new GuestWorkload(test.application, 'guest', { workload }).connectTo(web);
        test.render();
      },
      "environment variable 'WEB_URL' of container 'main' is set already, give the connection another `env`",
    ],
    [
      'that makes no pods',
      () => {
        const test = makeSystem();
        new GuestWorkload(test.application, 'guest', { workload: new Construct(test.application, 'nothing') });
      },
      "wraps 'local/shop/shop-app/nothing', which makes no pods: give a Deployment, a StatefulSet, a Job or what has one below it",
    ],
    [
      'that makes pods by several objects',
      () => {
        const test = makeSystem();
        const workload = new Construct(test.application, 'both');
        for (const name of ['a', 'b']) plain(workload, name);
        new GuestWorkload(test.application, 'guest', { workload });
      },
      "wraps 'local/shop/shop-app/both', which makes pods by several objects: wrap each by itself, local/shop/shop-app/both/a, local/shop/shop-app/both/b",
    ],
    [
      'that is wrapped already',
      () => {
        const test = makeSystem();
        const workload = plain(test.application, 'a');
        for (const id of ['first', 'guest']) new GuestWorkload(test.application, id, { workload });
      },
      "wraps 'local/shop/shop-app/a', which 'local/shop/shop-app/first' wraps already: remove one of them",
    ],
    [
      'with an impossible tier',
      () => renderGuest({ tier: 'A' }),
      "name 'A' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit",
    ],
  ])('%s', (_, build, message) => {
    expect(problemsFrom(build)).toBe(`local/shop/shop-app/guest: ${message}`);
  });
});

describe('a chart of others', () => {
  test('inside an Application is rendered in its namespace and wave', () => {
    const { get, environment } = renderOne((application) => {
      const chart = new Chart(application, 'foreign');
      new ConfigMap(chart, 'settings', { metadata: { name: 'settings' }, data: { a: 'b' } });
      new ApiObject(chart, 'role', {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'foreign' },
      });
    });
    expect(get('ConfigMap')).toMatchObject({ metadata: { name: 'settings', namespace: 'shop' }, data: { a: 'b' } });
    expect(get('ClusterRole').metadata.namespace).toBeUndefined();
    const rendered = environment.objects.find(({ object }) => object.kind === 'ConfigMap');
    expect(rendered).toMatchObject({ application: 'shop-app', system: 'shop', wave: 0 });
  });

  test('may not choose another namespace: the Application would be refused it', () => {
    const build = () =>
      renderOne((application) => {
        const chart = new Chart(application, 'foreign', { namespace: 'elsewhere' });
        new ConfigMap(chart, 'settings', { metadata: { name: 'settings' } });
      });
    expect(problemsFrom(build)).toBe(
      "local/shop/shop-app/foreign/settings/Resource: ConfigMap 'settings' is in namespace 'elsewhere', but its Application is rolled out to 'shop': put it into an Application of that namespace",
    );
  });
});
