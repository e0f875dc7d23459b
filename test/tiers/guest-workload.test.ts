import { ApiObject, Chart, Size } from 'cdk8s';
import { ConfigMap, Deployment, EnvValue, Job, SeccompProfileType } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { canReach } from '../../src/manifests/network';
import { GuestWorkload, type GuestWorkloadProps, Postgres, RabbitMq, WebService } from '../../src/tiers';
import {
  describeEveryProp,
  type LooseObject,
  makeSystem,
  problemsFrom,
  renderOne,
  small,
  type TestSystem,
} from '../fixtures';

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
    const { users } = JSON.parse(tree.get('ConfigMap', 'broker-config').data['definitions.json']);
    expect(users.map(({ name }: LooseObject) => name)).toEqual(['monitoring', 'reports']);
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
      },
      "environment variable 'WEB_URL' of container 'main' is set already, give the connection another `env` prefix",
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
