import { type KubernetesObject, parseSize } from 'cdk8s-tiers';
import { Dashboards, dashboard, Grafana, type GrafanaProps } from 'cdk8s-tiers/observability';
import { dashboardProviders, datasources } from '../../src/observability/grafana/provisioning';
import {
  addPrometheus,
  environment,
  fileIn,
  find,
  makeMonitoring,
  messageOf,
  rendered,
  resources,
  sections,
  type Workload,
} from './fixture';

const exposure = { nodePort: 32000, host: 'grafana' };

function render(props: Partial<GrafanaProps> = {}, given = environment(), lateTitle = 'Late', folder = 'Late') {
  const { root, application } = makeMonitoring(given);
  const prometheus = addPrometheus(application);
  new Dashboards(application, 'early', {
    folder: 'Early',
    dashboards: [dashboard({ uid: 'early', title: 'Early', panels: [] })],
  });
  new Grafana(application, 'grafana', { prometheus, storage: parseSize('1Gi'), resources, ...props });
  new Dashboards(application, 'late', {
    folder,
    dashboards: [dashboard({ uid: 'late', title: lateTitle, panels: [] })],
  });
  const objects = rendered(root);
  const { spec } = find<Workload>(objects, 'Deployment', 'grafana');
  const container = spec.template.spec.containers[0]!;
  const env = Object.fromEntries((container.env ?? []).map(({ name, value }) => [name, value]));
  return { objects, spec, pod: spec.template.spec, container, env };
}

describe('Grafana by default', () => {
  const { objects, spec, pod, container, env } = render();

  test('never runs twice on its volume', () => {
    expect([spec.replicas, spec.strategy]).toEqual([1, { type: 'Recreate' }]);
    expect(pod.securityContext).toMatchObject({ runAsUser: 472, fsGroup: 472 });
    expect(pod.volumes).toContainEqual({ name: 'storage', persistentVolumeClaim: { claimName: 'grafana-data' } });
  });

  test('reads a source whose address is an emitted Service', () => {
    const { datasources: found, prune } = fileIn<{ prune: boolean; datasources: Record<string, unknown>[] }>(
      objects,
      'grafana-datasources',
      'prometheus.yml',
    );
    expect(prune).toBe(true);
    expect(found).toMatchObject([{ uid: 'prometheus', type: 'prometheus', editable: false, isDefault: true }]);
    const url = new URL(String(found[0]!.url));
    const [service, namespace, ...rest] = url.hostname.split('.');
    expect([namespace, ...rest]).toEqual(['monitoring', 'svc', 'cluster', 'local']);
    const ports = find<KubernetesObject & { spec: { ports: { port: number }[] } }>(objects, 'Service', service!).spec
      .ports;
    expect(ports.map(({ port }) => String(port))).toContain(url.port);
  });

  test('takes its administrator from files of a Secret', () => {
    const folder = container.volumeMounts.find(({ name }) => name === 'admin')!.mountPath;
    expect(env.GF_SECURITY_ADMIN_USER__FILE).toBe(`${folder}/username`);
    expect(env.GF_SECURITY_ADMIN_PASSWORD__FILE).toBe(`${folder}/password`);
    expect(Object.keys(env)).not.toContain('GF_SECURITY_ADMIN_PASSWORD');
    expect(pod.volumes.find(({ name }) => name === 'admin')).toMatchObject({
      projected: {
        sources: [
          {
            secret: {
              name: 'grafana-admin',
              items: [
                { key: 'username', path: 'username' },
                { key: 'password', path: 'password' },
              ],
            },
          },
        ],
      },
    });
  });

  test('calls nobody', () => {
    for (const name of [
      'GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES',
      'GF_ANALYTICS_CHECK_FOR_UPDATES',
      'GF_ANALYTICS_REPORTING_ENABLED',
      'GF_NEWS_NEWS_FEED_ENABLED',
      'GF_SNAPSHOTS_EXTERNAL_ENABLED',
    ]) {
      expect([name, env[name]]).toEqual([name, 'false']);
    }
    expect(env.GF_PLUGINS_PREINSTALL_DISABLED).toBe('true');
  });

  test('shows what was given before and after it, each from a mounted folder', () => {
    const { providers } = fileIn<{ providers: { name: string; folder: string; options: { path: string } }[] }>(
      objects,
      'grafana-dashboards',
      'providers.yml',
    );
    expect(providers.map(({ name, folder }) => [name, folder])).toEqual([
      ['platform-early', 'Early'],
      ['platform-late', 'Late'],
    ]);
    for (const { name, options } of providers) {
      const mount = container.volumeMounts.find(({ mountPath }) => mountPath === options.path)!;
      expect(pod.volumes.find((volume) => volume.name === mount.name)).toMatchObject({
        configMap: { name, optional: true },
      });
    }
  });

  test('restarts for another provider, which it reads once, but not for a changed dashboard', () => {
    const hash = (output: ReturnType<typeof render>) =>
      output.spec.template.metadata.annotations!['tiers.cdk8s.io/config-hash'];
    const original = hash(render());
    expect(hash(render({}, environment(), 'Another title'))).toBe(original);
    expect(hash(render({}, environment(), 'Late', 'Another folder'))).not.toBe(original);
  });

  test('is reached from inside only', () => {
    expect(objects.some(({ kind }) => kind === 'Ingress')).toBe(false);
    expect(find<KubernetesObject>(objects, 'Service', 'grafana-service').spec).toMatchObject({ type: 'ClusterIP' });
  });
});

describe('what Grafana is given', () => {
  const service = (output: ReturnType<typeof render>) =>
    find<KubernetesObject>(output.objects, 'Service', 'grafana-service').spec;

  test('a node port where the environment exposes by node ports', () => {
    const output = render({ exposure });
    expect(service(output)).toMatchObject({ type: 'NodePort', ports: [{ port: 3000, nodePort: 32000 }] });
    expect(output.env.GF_SERVER_ROOT_URL).toBeUndefined();
  });

  test('an Ingress and its public name where the environment exposes by Ingress', () => {
    const output = render({ exposure }, environment(sections.byIngress, sections.dynamic, sections.manual));
    expect(service(output)).toMatchObject({ type: 'ClusterIP' });
    expect(output.env.GF_SERVER_ROOT_URL).toBe('https://grafana.example.com/');
    expect(find<KubernetesObject>(output.objects, 'Ingress', 'grafana').spec).toMatchObject({
      ingressClassName: 'nginx',
      rules: [{ host: 'grafana.example.com' }],
    });
  });

  test('no claim, for development', () => {
    const { pod, objects } = render({ persistence: 'none' });
    expect(pod.volumes).toContainEqual({ name: 'storage', emptyDir: { sizeLimit: '1Gi' } });
    expect(objects.some(({ metadata }) => metadata.name === 'grafana-data')).toBe(false);
  });

  test.each<[string, Partial<GrafanaProps>, (output: ReturnType<typeof render>) => unknown, unknown]>([
    ['image', { image: 'grafana/grafana:13.1.4' }, (o) => o.container.image, 'grafana/grafana:13.1.4'],
    ['env', { env: { GF_LOG_LEVEL: 'warn' } }, (o) => o.env.GF_LOG_LEVEL, 'warn'],
    ['serviceName', { serviceName: 'pictures' }, (o) => find(o.objects, 'Service', 'pictures').kind, 'Service'],
    [
      'storage',
      { storage: parseSize('2Gi') },
      (o) => find<KubernetesObject>(o.objects, 'PersistentVolumeClaim', 'grafana-data').spec,
      expect.objectContaining({ resources: { requests: { storage: '2Gi' } } }),
    ],
  ])('%s reaches the output', (_, props, read, expected) => {
    expect(read(render(props))).toEqual(expected);
  });
});

test('a volume of no size is refused', () => {
  expect(messageOf(() => render({ storage: parseSize('0') }))).toBe(
    'test/platform/monitoring/grafana: storage of 0 is no size, give at least 1Ki',
  );
});

test('a dollar in a provisioned file is not taken for a variable', () => {
  expect(datasources('http://a/$b')).toContain('url: http://a/$$b');
  expect(dashboardProviders([])).toBe('apiVersion: 1\nproviders: []\n');
});
