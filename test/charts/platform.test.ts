import { Platform, type PlatformSettings, platform, platformSettings } from '@cdk8s-tiers/platform';
import { charts, EnvironmentRoot, type KubernetesObject, priorities } from 'cdk8s-tiers';
import { load, loadAll } from 'js-yaml';
import { canReach } from '../../src/manifests/network';
import { filesOf, renderEnvironment } from '../../src/render';
import { environment, fileIn, find, messageOf, sections, type Workload } from '../observability/fixture';

const everyOperator = `operators:
  keda: { install: true }
  externalSecrets: { install: true }
  sealedSecrets: { install: true }
  certManager: { install: true, namespace: certificates, resources: { cpu: 10m, memory: 64Mi } }
`;
const { onNodes, byIngress, dynamic, manual } = sections;

function render(given: unknown = {}, found = environment()) {
  const root = EnvironmentRoot.standalone(found, priorities.alwaysUp);
  platform.build(root, platformSettings.parse(given));
  const output = renderEnvironment(root);
  return { ...output, manifests: output.objects.map(({ object }) => object) };
}

interface ArgoApplication extends KubernetesObject {
  spec: {
    source: { chart?: string; repoURL: string; targetRevision: string; helm?: { releaseName: string; values: string } };
    destination: { namespace: string };
    syncPolicy: { automated: { prune: boolean } };
  };
}
const valuesOf = (application: ArgoApplication) => load(application.spec.source.helm!.values) as Record<string, never>;

describe('the platform by default', () => {
  const { objects, manifests, applicationWaves } = render();

  test('has these objects', () => {
    expect(objects.map(({ application, object }) => `${application} ${object.kind} ${object.metadata.name}`)).toEqual([
      ' AppProject root',
      ' Application root',
      'apps AppProject platform',
      'apps Application argocd-settings',
      'apps Application namespaces',
      'apps Application priority-classes',
      'apps Application keda',
      'apps Application monitoring',
      'argocd-settings ConfigMap argocd-cm',
      'namespaces Namespace keda',
      'namespaces Namespace monitoring',
      'priority-classes PriorityClass always-up',
      'priority-classes PriorityClass high-priority',
      'priority-classes PriorityClass low-priority',
      'priority-classes PriorityClass mid-priority',
      'monitoring ClusterRole platform-kube-state-metrics',
      'monitoring ClusterRole platform-prometheus',
      'monitoring ClusterRoleBinding platform-kube-state-metrics',
      'monitoring ClusterRoleBinding platform-prometheus',
      'monitoring ConfigMap platform-dashboards',
      'monitoring ConfigMap platform-rules',
      'monitoring ConfigMap prometheus-config',
      'monitoring Deployment kube-state-metrics',
      'monitoring NetworkPolicy allow-dns',
      'monitoring NetworkPolicy default-deny',
      'monitoring NetworkPolicy kube-state-metrics',
      'monitoring NetworkPolicy prometheus',
      'monitoring PersistentVolume platform-prometheus-data',
      'monitoring PersistentVolumeClaim prometheus-data',
      'monitoring Service kube-state-metrics',
      'monitoring Service prometheus-nodes',
      'monitoring Service prometheus-service',
      'monitoring ServiceAccount kube-state-metrics',
      'monitoring ServiceAccount prometheus',
      'monitoring StatefulSet prometheus',
      'monitoring ConfigMap grafana-dashboards',
      'monitoring ConfigMap grafana-datasources',
      'monitoring Deployment grafana',
      'monitoring NetworkPolicy grafana',
      'monitoring PersistentVolume platform-grafana-data',
      'monitoring PersistentVolumeClaim grafana-data',
      'monitoring Service grafana-service',
      'monitoring ServiceAccount grafana',
    ]);
  });

  test('comes in the order namespaces and classes, then what uses them', () => {
    const rolledOut = (a: string, b: string) =>
      expect([a, b, applicationWaves.get(a)! < applicationWaves.get(b)!]).toEqual([a, b, true]);
    rolledOut('namespaces', 'keda');
    rolledOut('namespaces', 'monitoring');
    rolledOut('priority-classes', 'keda');
    rolledOut('priority-classes', 'monitoring');
  });

  test('asks for more than it uses at rest, so that a question of somebody ends no server', () => {
    const workloads = [
      find<Workload>(manifests, 'StatefulSet', 'prometheus'),
      find<Workload>(manifests, 'Deployment', 'grafana'),
      find<Workload>(manifests, 'Deployment', 'kube-state-metrics'),
    ];
    expect(workloads.map(({ spec }) => spec.template.spec.containers[0]!.resources)).toEqual([
      { requests: { cpu: '100m', memory: '1Gi' }, limits: { memory: '1Gi' } },
      { requests: { cpu: '50m', memory: '512Mi' }, limits: { memory: '512Mi' } },
      { requests: { cpu: '20m', memory: '128Mi' }, limits: { memory: '128Mi' } },
    ]);
    for (const { spec } of workloads) expect(spec.template.spec.priorityClassName).toBe('always-up');
  });

  test('has the four classes, none of them the default', () => {
    for (const { name, value, preemptionPolicy, description } of Object.values(priorities)) {
      const found = find<KubernetesObject>(manifests, 'PriorityClass', name);
      expect(found).toMatchObject({ value, preemptionPolicy, description });
      expect(found).not.toHaveProperty('globalDefault');
    }
  });

  test("sets keys of Argo CD's own ConfigMap, keeps them, and claims nothing else of it", () => {
    const settings = find<KubernetesObject & { data: Record<string, string> }>(manifests, 'ConfigMap', 'argocd-cm');
    expect(Object.keys(settings.data)).toEqual(['resource.customizations.health.argoproj.io_Application']);
    expect(settings.metadata).toEqual({
      name: 'argocd-cm',
      namespace: 'argocd',
      // The label 'app.kubernetes.io/managed-by' is that of the chart of Argo CD: a server-side apply would be refused.
      labels: { 'app.kubernetes.io/part-of': 'argocd' },
      annotations: {
        'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
        'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
        'argocd.argoproj.io/sync-wave': '0',
      },
    });
  });
});

describe('what is applied by hand', () => {
  const bootstrap = (output: ReturnType<typeof render>) =>
    loadAll(filesOf(output).find(({ path }) => path.endsWith('/bootstrap.yaml'))!.text) as KubernetesObject[];

  test("begins with Argo CD's settings as their Application holds them: the root's first sync needs the health of Applications", () => {
    const output = render();
    const objects = bootstrap(output);
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ConfigMap argocd-cm',
      'AppProject root',
      'Application root',
    ]);
    expect(objects[0]).toEqual(find(output.manifests, 'ConfigMap', 'argocd-cm'));
  });

  test("is without Argo CD's settings where these are left alone", () => {
    const alone = render({}, environment(onNodes, dynamic, manual, 'argocd: { manageSettings: false }\n'));
    expect(bootstrap(alone).map(({ kind }) => kind)).toEqual(['AppProject', 'Application']);
  });
});

describe('who reaches whom in the monitoring', () => {
  const { manifests } = render();
  const pods = ['prometheus', 'grafana', 'kube-state-metrics'].map((tier) => ({
    namespace: 'monitoring',
    labels: { app: 'platform', tier },
  }));
  const stranger = { namespace: 'shop', labels: { app: 'shop', tier: 'web' } };
  const allowed = ['grafana > prometheus 9090', 'prometheus > kube-state-metrics 8080', 'prometheus > grafana 3000'];

  test.each(
    [...pods, stranger].flatMap((from) =>
      pods.flatMap((to) =>
        [3000, 8080, 8081, 9090].map((port) => [from.labels.tier, to.labels.tier, port, from, to] as const),
      ),
    ),
  )('%s to %s at port %d', (fromTier, toTier, port, from, to) => {
    expect(canReach(manifests, from, to, port)).toBe(allowed.includes(`${fromTier} > ${toTier} ${port}`));
  });
});

describe('the operators', () => {
  const { manifests, applicationWaves, operators } = render({}, environment(onNodes, dynamic, manual, everyOperator));
  const application = (name: string) => find<ArgoApplication>(manifests, 'Application', name);

  test.each([
    ['keda', charts.keda, 'keda'],
    ['external-secrets', charts.externalSecrets, 'external-secrets'],
    ['sealed-secrets', charts.sealedSecrets, 'sealed-secrets'],
    ['cert-manager', charts.certManager, 'certificates'],
  ])('%s is installed from its pinned chart, after the classes', (name, chart, namespace) => {
    const { spec } = application(name);
    expect(spec.source).toMatchObject({
      repoURL: chart.repository,
      chart: chart.chart,
      targetRevision: chart.version,
      helm: { releaseName: name },
    });
    expect(chart.version).toMatch(/^v?\d+\.\d+\.\d+$/);
    expect(spec.destination.namespace).toBe(namespace);
    expect(applicationWaves.get(name)!).toBeGreaterThan(applicationWaves.get('priority-classes')!);
    expect(find(manifests, 'Namespace', namespace).metadata.name).toBe(namespace);
  });

  test('each is counted in the capacity plan with all of its pods', () => {
    expect(operators.map(({ name, pods, cpu, memory }) => [name, pods, cpu, memory])).toEqual([
      ['keda', 3, '100m', '256Mi'],
      ['external-secrets', 3, '50m', '128Mi'],
      ['sealed-secrets', 1, '50m', '128Mi'],
      ['cert-manager', 3, '10m', '64Mi'],
    ]);
  });

  const each = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { memory } });
  const guard = {
    'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  };

  test("KEDA keeps its definitions, serves metrics, and has requests for each of its pods, without the chart's limit of CPU", () => {
    const resources = { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: null, memory: '256Mi' } };
    expect(valuesOf(application('keda'))).toEqual({
      crds: { install: true, additionalAnnotations: guard },
      operator: { name: 'keda-operator' },
      priorityClassName: 'always-up',
      prometheus: { operator: { enabled: true } },
      resources: { operator: resources, metricServer: resources, webhooks: resources },
    });
  });

  test('External Secrets keeps its definitions and has class and requests for each of its pods', () => {
    const pod = { priorityClassName: 'always-up', resources: each('50m', '128Mi') };
    expect(valuesOf(application('external-secrets'))).toEqual({
      installCRDs: true,
      crds: { annotations: guard },
      ...pod,
      webhook: pod,
      certController: pod,
    });
  });

  test('an Application whose chart can guard its definitions prunes, one whose chart can not leaves that to a person', () => {
    const prunes = (name: string) => application(name).spec.syncPolicy.automated.prune;
    expect(
      ['keda', 'external-secrets', 'cert-manager', 'sealed-secrets', 'monitoring'].map((name) => [name, prunes(name)]),
    ).toEqual([
      ['keda', true],
      ['external-secrets', true],
      ['cert-manager', false],
      ['sealed-secrets', false],
      ['monitoring', true],
    ]);
  });

  test('cert-manager keeps to its own namespace', () => {
    const resources = each('10m', '64Mi');
    expect(valuesOf(application('cert-manager'))).toEqual({
      crds: { enabled: true, keep: true },
      global: { priorityClassName: 'always-up', leaderElection: { namespace: 'certificates' } },
      resources,
      webhook: { resources },
      cainjector: { resources },
      startupapicheck: { enabled: false },
    });
  });

  test('Sealed Secrets has the name that its client looks for', () => {
    expect(valuesOf(application('sealed-secrets'))).toEqual({
      fullnameOverride: 'sealed-secrets-controller',
      priorityClassName: 'always-up',
      resources: each('50m', '128Mi'),
    });
  });

  test('the project allows their kinds, and kube-system for KEDA alone', () => {
    const { spec } = find<KubernetesObject & { spec: Record<string, { kind?: string; namespace?: string }[]> }>(
      manifests,
      'AppProject',
      'platform',
    );
    const kinds = (key: string) => spec[key]!.map(({ kind }) => kind);
    expect(kinds('clusterResourceWhitelist')).toEqual([
      'Namespace',
      'MutatingWebhookConfiguration',
      'ValidatingWebhookConfiguration',
      'CustomResourceDefinition',
      'APIService',
      'ClusterRole',
      'ClusterRoleBinding',
      'PriorityClass',
    ]);
    expect(kinds('namespaceResourceWhitelist')).toEqual(expect.arrayContaining(['Role', 'RoleBinding', 'Secret']));
    expect(spec.destinations!.map(({ namespace }) => namespace)).toContain('kube-system');
    const without = render({}, environment(onNodes, dynamic, manual, 'operators: { keda: { install: false } }\n'));
    const { spec: small } = find<typeof spec & KubernetesObject>(without.manifests, 'AppProject', 'platform');
    expect(JSON.stringify(small)).not.toContain('kube-system');
  });

  test.each(['keda', 'external-secrets', 'sealed-secrets', 'cert-manager'])('%s can be left out', (name) => {
    const none = everyOperator.replaceAll('install: true', 'install: false');
    const without = render({}, environment(onNodes, dynamic, manual, none)).manifests;
    expect(without.some(({ kind, metadata }) => kind === 'Application' && metadata.name === name)).toBe(false);
  });
});

describe('settings', () => {
  const config = (given: unknown, found = environment()) =>
    fileIn<Record<string, unknown>>(render(given, found).manifests, 'prometheus-config', 'prometheus.yaml');
  const workload = (given: unknown, kind: string, name: string) =>
    find<Workload>(render(given).manifests, kind, name).spec.template.spec;
  const container = (given: unknown, kind: string, name: string) => workload(given, kind, name).containers[0]!;
  const monitoring = (part: object) => ({ monitoring: part });
  const retention = (time: string, size: string) => ({ tsdb: { retention: { time, size } } });

  test.each<[string, () => unknown, unknown]>([
    ['default retention', () => config({}).storage, retention('15d', '6553MB')],
    ['retention', () => config(monitoring({ prometheus: { retention: '12h' } })).storage, retention('12h', '6553MB')],
    ['storage', () => config(monitoring({ prometheus: { storage: '1Gi' } })).storage, retention('15d', '819MB')],
    [
      'scrapeInterval',
      () => config(monitoring({ prometheus: { scrapeInterval: '1m' } })).global,
      expect.objectContaining({ scrape_interval: '1m' }),
    ],
    [
      'kubeletCertificates',
      () => JSON.stringify(config(monitoring({ prometheus: { kubeletCertificates: 'self-signed' } }))),
      expect.stringContaining('insecure_skip_verify'),
    ],
    [
      'image of Prometheus',
      () => container(monitoring({ prometheus: { image: 'a/b:1.2' } }), 'StatefulSet', 'prometheus').image,
      'a/b:1.2',
    ],
    [
      'image of Grafana',
      () => container(monitoring({ grafana: { image: 'a/b:1.2' } }), 'Deployment', 'grafana').image,
      'a/b:1.2',
    ],
    [
      'image of kube-state-metrics',
      () => container(monitoring({ kubeStateMetrics: { image: 'a/b:1.2' } }), 'Deployment', 'kube-state-metrics').image,
      'a/b:1.2',
    ],
    [
      'resources',
      () =>
        container(monitoring({ grafana: { resources: { cpu: '1', memory: '1Gi' } } }), 'Deployment', 'grafana')
          .resources,
      { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } },
    ],
    [
      'storage of Grafana',
      () =>
        find<KubernetesObject>(
          render(monitoring({ grafana: { storage: '3Gi' } })).manifests,
          'PersistentVolumeClaim',
          'grafana-data',
        ).spec,
      expect.objectContaining({ resources: { requests: { storage: '3Gi' } } }),
    ],
    [
      'node port of Grafana',
      () =>
        find<KubernetesObject>(
          render(monitoring({ grafana: { exposure: { nodePort: 32001 } } })).manifests,
          'Service',
          'grafana-service',
        ).spec,
      expect.objectContaining({ ports: [expect.objectContaining({ nodePort: 32001 })] }),
    ],
    [
      'host of Grafana',
      () =>
        find<KubernetesObject>(
          render(monitoring({ grafana: { exposure: { host: 'pictures' } } }), environment(byIngress, dynamic, manual))
            .manifests,
          'Ingress',
          'grafana',
        ).spec,
      expect.objectContaining({ tls: [{ hosts: ['pictures.example.com'], secretName: 'grafana-tls' }] }),
    ],
    [
      'persistence',
      () => render(monitoring({ persistence: 'none' })).manifests.filter(({ kind }) => kind.startsWith('Persistent')),
      [],
    ],
    [
      'enabled',
      () => render(monitoring({ enabled: false })).manifests.filter(({ metadata }) => metadata.name === 'monitoring'),
      [],
    ],
  ])('%s reaches the output', (_, read, expected) => {
    expect(read()).toEqual(expected);
  });

  test('namespace moves everything', () => {
    const { manifests } = render({ namespace: 'observing' });
    expect(JSON.stringify(manifests.map(({ metadata }) => metadata.namespace))).not.toContain('"monitoring"');
    const { datasources } = fileIn<{ datasources: { url: string }[] }>(
      manifests,
      'grafana-datasources',
      'prometheus.yml',
    );
    expect(datasources[0]!.url).toBe('http://prometheus-service.observing.svc.cluster.local:9090');
    expect(find(manifests, 'Namespace', 'observing').kind).toBe('Namespace');
  });

  test("Argo CD's settings can be left alone", () => {
    const { manifests } = render({}, environment(onNodes, dynamic, manual, 'argocd: { manageSettings: false }\n'));
    expect(manifests.some(({ metadata }) => metadata.name.startsWith('argocd'))).toBe(false);
  });

  test.each([
    [{ monitoring: { prometheus: { retention: '2w' } } }, 'impossible duration'],
    [{ monitoring: { persistence: 'some' } }, 'Invalid option'],
    [{ monitoring: { grafana: { exposure: { nodePort: 80 } } } }, 'impossible node port'],
    [{ monitors: {} }, 'Unrecognized key'],
  ])('%j is refused', (given, message) => {
    expect(messageOf(() => platformSettings.parse(given))).toContain(message);
  });

  test('a Platform can be built by hand', () => {
    const settings: PlatformSettings = platformSettings.parse({});
    expect(new Platform(EnvironmentRoot.standalone(environment()), settings).name).toBe('platform');
  });
});

describe('generated credentials', () => {
  test('make the monitoring wait for their operator', () => {
    const store = 'secrets: { provider: external-secrets, store: { name: vault } }\n';
    const { manifests, applicationWaves } = render({}, environment(onNodes, dynamic, store));
    expect(find(manifests, 'ExternalSecret', 'grafana-admin').metadata.namespace).toBe('monitoring');
    expect(applicationWaves.get('monitoring')!).toBeGreaterThan(applicationWaves.get('external-secrets')!);
  });
});
