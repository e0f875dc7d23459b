import { Duration, type KubernetesObject, parseSize } from 'cdk8s-tiers';
import { Prometheus } from 'cdk8s-tiers/observability';
import fc from 'fast-check';
import type { ScrapeConfig } from '../../src/observability';
import { promDuration, prometheusConfiguration } from '../../src/observability/prometheus/configuration';
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

interface Configuration {
  global: Record<string, unknown>;
  storage: { tsdb: { retention: { time: string; size: string } } };
  rule_files: string[];
  scrape_configs: ScrapeConfig[];
}

function render(props: Parameters<typeof addPrometheus>[1] = {}, given = environment()) {
  const { root, application } = makeMonitoring(given);
  addPrometheus(application, props);
  const objects = rendered(root);
  const pod = find<Workload>(objects, 'StatefulSet', 'prometheus').spec.template.spec;
  return {
    objects,
    pod,
    container: pod.containers[0]!,
    configuration: fileIn<Configuration>(objects, 'prometheus-config', 'prometheus.yaml'),
  };
}

const job = (configuration: Configuration, name: string) =>
  configuration.scrape_configs.find(({ job_name }) => job_name === name)!;

test.each([
  [5, '5s'],
  [10, '10s'],
  [60, '10s'],
])('scraping each %i s, it waits %s for an answer, which is never longer than the interval', (seconds, timeout) => {
  const { configuration } = render({ scrapeInterval: Duration.seconds(seconds) });
  expect(configuration.global.scrape_timeout).toBe(timeout);
});

describe('Prometheus by default', () => {
  const { objects, pod, container, configuration } = render();

  test('has these objects', () => {
    expect(
      objects
        .filter(({ metadata }) => metadata.labels?.tier === 'prometheus')
        .map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? '-'} ${metadata.name}`)
        .sort(),
    ).toEqual([
      'ClusterRole - platform-prometheus',
      'ClusterRoleBinding - platform-prometheus',
      'ConfigMap monitoring prometheus-config',
      'NetworkPolicy monitoring prometheus',
      'PersistentVolume - platform-prometheus-data',
      'PersistentVolumeClaim monitoring prometheus-data',
      'Service monitoring prometheus-nodes',
      'Service monitoring prometheus-service',
      'ServiceAccount monitoring prometheus',
      'StatefulSet monitoring prometheus',
    ]);
  });

  test('reads the file that the ConfigMap holds, and follows its changes without a restart', () => {
    const folder = container.volumeMounts.find(({ name }) => name === 'config')!;
    expect(container.args).toEqual([
      `--config.file=${folder.mountPath}/prometheus.yaml`,
      '--storage.tsdb.path=/prometheus',
      '--config.auto-reload',
    ]);
    expect(container.volumeMounts.filter(({ subPath }) => subPath)).toEqual([]);
    expect(find<Workload>(objects, 'StatefulSet', 'prometheus').spec.template.metadata.annotations).toBeUndefined();
  });

  test('keeps samples for 15 days, on four fifths of its volume, as the configuration file says', () => {
    expect(configuration.storage.tsdb.retention).toEqual({ time: '15d', size: '8192MB' });
    expect(container.args!.filter((argument) => argument.includes('retention'))).toEqual([]);
  });

  test('may read what it discovers and nothing else', () => {
    const verbs = ['get', 'list', 'watch'];
    expect(find<KubernetesObject>(objects, 'ClusterRole', 'platform-prometheus').rules).toEqual([
      { apiGroups: [''], resources: ['nodes', 'pods', 'services'], verbs },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs },
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      { nonResourceURLs: ['/metrics'], verbs: ['get'] },
    ]);
  });

  test('runs under an account of its own, to which the role is bound', () => {
    const binding = find<KubernetesObject>(objects, 'ClusterRoleBinding', 'platform-prometheus');
    expect(pod.serviceAccountName).toBe('prometheus');
    expect(pod.automountServiceAccountToken).toBe(true);
    expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', namespace: 'monitoring', name: 'prometheus' }]);
    expect(binding.roleRef).toEqual({
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'platform-prometheus',
    });
  });

  test('has these jobs', () => {
    expect(configuration.scrape_configs.map(({ job_name }) => job_name)).toEqual([
      'kubernetes-apiservers',
      'kubernetes-nodes',
      'kubernetes-pods',
      'kubernetes-service-endpoints',
      'kubernetes-cadvisor',
      'keda',
      'prometheus',
    ]);
  });

  test('asks kubelets over TLS, with the token of its account, and believes the cluster only', () => {
    for (const name of ['kubernetes-nodes', 'kubernetes-cadvisor']) {
      expect(job(configuration, name)).toMatchObject({
        scheme: 'https',
        authorization: { credentials_file: '/var/run/secrets/kubernetes.io/serviceaccount/token' },
        tls_config: { ca_file: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt' },
        kubernetes_sd_configs: [{ role: 'node' }],
      });
    }
    expect(JSON.stringify(configuration)).not.toContain('insecure');
  });

  test('may talk to the API server, kubelets and KEDA, and nobody talks to it', () => {
    const { spec } = find<KubernetesObject>(objects, 'NetworkPolicy', 'prometheus');
    expect(spec).toEqual({
      podSelector: { matchLabels: { app: 'platform', tier: 'prometheus' } },
      policyTypes: ['Ingress', 'Egress'],
      egress: [
        { to: [{ ipBlock: { cidr: '10.0.0.1/32' } }], ports: [{ protocol: 'TCP', port: 6443 }] },
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'keda' } },
              podSelector: { matchLabels: { app: 'keda-operator' } },
            },
          ],
          ports: [{ protocol: 'TCP', port: 8080 }],
        },
        { to: [{ ipBlock: { cidr: '10.1.0.0/16' } }], ports: [{ protocol: 'TCP', port: 10250 }] },
      ],
    });
  });
});

describe('what a Prometheus is given', () => {
  test.each<[string, Parameters<typeof addPrometheus>[1], (output: ReturnType<typeof render>) => unknown, unknown]>([
    ['retention', { retention: Duration.hours(12) }, (o) => o.configuration.storage.tsdb.retention.time, '12h'],
    ['storage', { storage: parseSize('1Gi') }, (o) => o.configuration.storage.tsdb.retention.size, '819MB'],
    ['image', { image: 'prom/prometheus:v3.14.1' }, (o) => o.container.image, 'prom/prometheus:v3.14.1'],
    ['serviceName', { serviceName: 'metrics' }, (o) => find(o.objects, 'Service', 'metrics').kind, 'Service'],
    [
      'scrapeInterval',
      { scrapeInterval: Duration.seconds(5) },
      (o) => o.configuration.global,
      {
        scrape_interval: '5s',
        scrape_timeout: '5s',
        evaluation_interval: '5s',
        external_labels: { environment: 'test' },
      },
    ],
    [
      'persistence',
      { persistence: 'none' },
      (o) => [o.pod.volumes.at(-1), o.objects.filter(({ kind }) => kind.startsWith('Persistent')).length],
      [{ name: 'storage', emptyDir: { sizeLimit: '10Gi' } }, 0],
    ],
    [
      'kubeletCertificates',
      { kubeletCertificates: 'self-signed' },
      (o) => [
        job(o.configuration, 'kubernetes-cadvisor').tls_config,
        job(o.configuration, 'kubernetes-nodes').tls_config,
      ],
      [{ insecure_skip_verify: true }, { insecure_skip_verify: true }],
    ],
    ['env', { env: { GOGC: '50' } }, (o) => o.container.env, [{ name: 'GOGC', value: '50' }]],
  ])('%s reaches the output', (_, props, read, expected) => {
    expect(read(render(props))).toEqual(expected);
  });

  test('asks for a claim template where storage is dynamic', () => {
    const { objects } = render({}, environment(sections.onNodes, sections.dynamic, sections.manual));
    expect(find<Workload>(objects, 'StatefulSet', 'prometheus').spec.volumeClaimTemplates).toMatchObject([
      {
        metadata: { name: 'storage' },
        spec: { storageClassName: 'slow', resources: { requests: { storage: '10Gi' } } },
      },
    ]);
  });

  test('leaves KEDA alone where there is none', () => {
    const { configuration, objects } = render(
      {},
      environment(sections.onNodes, sections.static, sections.manual, 'operators: { keda: { install: false } }\n'),
    );
    expect(job(configuration, 'keda')).toBeUndefined();
    expect(JSON.stringify(find(objects, 'NetworkPolicy', 'prometheus'))).not.toContain('keda');
  });
});

describe('what a Prometheus refuses', () => {
  test('a volume that holds nothing', () => {
    expect(messageOf(() => render({ storage: parseSize('512Mi') }))).toBe(
      'test/platform/monitoring/prometheus: volume of 512Mi is too small, the log of the last hours alone needs a part of it: give at least 1Gi',
    );
  });

  test('a second one', () => {
    const { application } = makeMonitoring();
    addPrometheus(application);
    const second = () => new Prometheus(application, 'other', { resources, storage: parseSize('1Gi') });
    expect(messageOf(second)).toBe(
      "test/platform/monitoring/other: is a second Prometheus beside 'test/platform/monitoring/prometheus', one an environment is possible: remove one of them",
    );
  });
});

describe('promDuration', () => {
  test.each([
    [Duration.days(15), '15d'],
    [Duration.hours(12), '12h'],
    [Duration.hours(48), '2d'],
    [Duration.minutes(90), '90m'],
    [Duration.seconds(61), '61s'],
    [Duration.seconds(0), '0s'],
  ])('writes %s as %s', (duration, text) => {
    expect(promDuration(duration)).toBe(text);
  });
});

test('blocks never fill more than four fifths of any volume', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1024, max: 10_000_000 }), (mebibytes) => {
      const { storage } = prometheusConfiguration({
        environment: 'test',
        scrapeInterval: Duration.seconds(30),
        retention: Duration.days(1),
        storage: parseSize(`${mebibytes}Mi`),
        scrapeConfigs: [],
      });
      const kept = Number(/^(\d+)MB$/.exec(storage.tsdb.retention.size)![1]);
      expect(kept).toBeLessThanOrEqual(mebibytes * 0.8);
      expect(kept).toBeGreaterThan(mebibytes * 0.8 - 1);
    }),
  );
});
