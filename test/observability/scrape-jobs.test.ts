import type { ScrapeTarget } from 'cdk8s-tiers/kit';
import type { ScrapeConfig } from '../../src/observability';
import { scrapeConfigs } from '../../src/observability/prometheus/scrape-jobs';
import { messageOf } from './fixture';
import { type Labels, targetsOf } from './relabel';

const input = {
  namespaces: ['monitoring', 'shop'],
  targets: [] as ScrapeTarget[],
  kubeletCertificates: 'cluster',
  kedaNamespace: 'keda',
  ownPort: 9090,
} as const;

function jobs(targets: readonly ScrapeTarget[] = []): Record<string, ScrapeConfig> {
  return Object.fromEntries(scrapeConfigs({ ...input, targets }).map((job) => [job.job_name, job]));
}

function target(tier: string, overrides: Partial<ScrapeTarget> = {}): ScrapeTarget {
  const pods = { kind: 'pods', namespace: 'shop', podLabels: { app: 'shop', tier } } as const;
  const component = { path: `test/shop/${tier}`, name: tier, application: 'shop', system: 'shop', pods };
  return { component, pods, port: 9100, path: '/metrics', ...overrides };
}

/** A pod as discovery finds it, once for each declared port. */
function pod(ip: string, annotations: Record<string, string>, ports = [5672, 15692], phase = 'Running'): Labels[] {
  return ports.map((port) => ({
    __address__: ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`,
    __meta_kubernetes_namespace: 'shop',
    __meta_kubernetes_pod_ip: ip,
    __meta_kubernetes_pod_name: 'broker-0',
    __meta_kubernetes_pod_node_name: 'one',
    __meta_kubernetes_pod_phase: phase,
    __meta_kubernetes_pod_label_app: 'shop',
    __meta_kubernetes_pod_label_tier: 'broker',
    __meta_kubernetes_pod_container_port_number: String(port),
    ...Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [
        `__meta_kubernetes_pod_annotation_prometheus_io_${key}`,
        value,
      ]),
    ),
  }));
}

const marked = { scrape: 'true', port: '15692' };
const behindMarkedService = (labels: Labels): Labels => ({
  ...labels,
  __meta_kubernetes_service_name: 'broker-service',
  __meta_kubernetes_service_annotation_prometheus_io_scrape: 'true',
  __meta_kubernetes_service_annotation_prometheus_io_port: '15692',
});

describe('annotated pods', () => {
  const job = jobs()['kubernetes-pods']!;

  test('are one target, however many ports they declare', () => {
    expect(targetsOf(job, pod('10.2.0.7', marked))).toEqual([
      {
        __address__: '10.2.0.7:15692',
        __metrics_path__: '/metrics',
        __scheme__: 'http',
        app: 'shop',
        namespace: 'shop',
        node: 'one',
        pod: 'broker-0',
        tier: 'broker',
      },
    ]);
  });

  test.each([
    ['IPv6', pod('fd00::7', marked), '[fd00::7]:15692', '/metrics', 'http'],
    ['path', pod('10.2.0.7', { ...marked, path: '/stats' }), '10.2.0.7:15692', '/stats', 'http'],
    ['scheme', pod('10.2.0.7', { ...marked, scheme: 'https' }), '10.2.0.7:15692', '/metrics', 'https'],
    [
      'no declared port',
      [{ ...pod('fd00::7', marked)[0]!, __address__: 'fd00::7' }],
      '[fd00::7]:15692',
      '/metrics',
      'http',
    ],
  ])('are found where they say: %s', (_, discovered, address, path, scheme) => {
    expect(targetsOf(job, discovered)).toMatchObject([
      { __address__: address, __metrics_path__: path, __scheme__: scheme },
    ]);
  });

  test.each([
    ['are not marked', pod('10.2.0.7', {})],
    ['are marked with false', pod('10.2.0.7', { scrape: 'false', port: '1' })],
    ['are finished', [...pod('10.2.0.7', marked, [1], 'Succeeded'), ...pod('10.2.0.8', marked, [1], 'Failed')]],
  ])('are left out where they %s', (_, discovered) => {
    expect(targetsOf(job, discovered)).toEqual([]);
  });
});

describe('annotated Services', () => {
  const { 'kubernetes-service-endpoints': services, 'kubernetes-pods': pods } = jobs();

  test('are scraped on the port they name', () => {
    const discovered = pod('10.2.0.7', {}).map(behindMarkedService);
    expect(targetsOf(services!, discovered)).toMatchObject([
      { __address__: '10.2.0.7:15692', service: 'broker-service', pod: 'broker-0' },
    ]);
    expect(targetsOf(services!, pod('fd00::7', {}).map(behindMarkedService))).toMatchObject([
      { __address__: '[fd00::7]:15692' },
    ]);
  });

  test('leave a pod to the other job if it is marked itself', () => {
    const discovered = pod('10.2.0.7', marked).map(behindMarkedService);
    expect(targetsOf(services!, discovered)).toEqual([]);
    expect(targetsOf(pods!, discovered)).toHaveLength(1);
  });
});

describe('annotations', () => {
  test('are looked for only where the policies let Prometheus in', () => {
    for (const name of ['kubernetes-pods', 'kubernetes-service-endpoints']) {
      expect(jobs()[name]!.kubernetes_sd_configs).toMatchObject([{ namespaces: { names: ['monitoring', 'shop'] } }]);
    }
  });
});

describe('the API server', () => {
  test.each([
    ['kubernetes', 'https', 1],
    ['kubernetes', 'http', 0],
    ['another', 'https', 0],
  ])('is what Service %s has at port %s', (service, port, count) => {
    const found = targetsOf(jobs()['kubernetes-apiservers']!, [
      {
        __address__: '10.0.0.1:6443',
        __meta_kubernetes_service_name: service,
        __meta_kubernetes_endpointslice_port_name: port,
      },
    ]);
    expect(found).toHaveLength(count);
  });
});

describe('cAdvisor', () => {
  const rules = { relabel_configs: jobs()['kubernetes-cadvisor']!.metric_relabel_configs } as ScrapeConfig;
  const sample = (__name__: string, container: string) => [{ __name__, container, pod: 'a' }];

  test.each([
    ['container_memory_working_set_bytes', 'web', 1],
    ['container_memory_working_set_bytes', '', 0],
    ['container_cpu_usage_seconds_total', '', 0],
    ['container_network_receive_bytes_total', '', 1],
    ['container_tasks_state', 'web', 0],
  ])('gives %s of container "%s" %d times', (name, container, count) => {
    expect(targetsOf(rules, sample(name, container))).toHaveLength(count);
  });
});

describe('a job of its own', () => {
  const named = { name: 'queues', parameters: { family: ['a', 'b'] } };

  test('asks for its page with its parameters, on its port, of the pods of all its targets', () => {
    const job = jobs([target('x', { job: named }), target('y', { job: named })]).queues!;
    expect(job).toMatchObject({
      metrics_path: '/metrics',
      params: { family: ['a', 'b'] },
      kubernetes_sd_configs: [
        { role: 'pod', namespaces: { names: ['shop'] }, selectors: [{ role: 'pod', label: 'app=shop,tier=x' }] },
        { role: 'pod', namespaces: { names: ['shop'] }, selectors: [{ role: 'pod', label: 'app=shop,tier=y' }] },
      ],
    });
    expect(job.honor_labels).toBeUndefined();
    expect(targetsOf(job, pod('10.2.0.7', marked))).toMatchObject([{ __address__: '10.2.0.7:9100', pod: 'broker-0' }]);
    expect(targetsOf(job, pod('fd00::7', marked))).toMatchObject([{ __address__: '[fd00::7]:9100' }]);
  });

  test('keeps the labels of metrics that are about other objects, and adds none that change with its pod', () => {
    const job = jobs([target('x', { job: { name: 'state', aboutOthers: true } })]).state!;
    expect(job.honor_labels).toBe(true);
    expect(targetsOf(job, pod('10.2.0.7', marked))).toEqual([
      { __address__: '10.2.0.7:9100', __metrics_path__: '/metrics', __scheme__: 'http', instance: 'state' },
    ]);
  });

  test('reads one port and page', () => {
    const targets = [target('x', { job: named }), target('y', { job: named, port: 9200 })];
    expect(messageOf(() => jobs(targets))).toBe(
      "scrape job 'queues' reads port 9100 /metrics of 'test/shop/x' and port 9200 /metrics of 'test/shop/y': give one of them a job of another name",
    );
  });
});
