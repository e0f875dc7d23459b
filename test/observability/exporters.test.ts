import { charts, images } from '../../src/images';
import { servedMetrics } from '../../src/observability';
import { announced, notServed, readExporter } from './exporters';

/** The lists of what stands behind a scrape job. */
const exportersOf: Readonly<Record<keyof typeof servedMetrics, string>> = {
  'kubernetes-apiservers': 'kube-apiserver',
  'kubernetes-nodes': 'kubelet',
  'kubernetes-cadvisor': 'cadvisor',
  'kube-state-metrics': 'kube-state-metrics',
  keda: 'keda',
  'kubernetes-pods': 'rabbitmq',
  'rabbitmq-queues': 'rabbitmq-queues',
  prometheus: 'prometheus',
};

test.each(Object.entries(exportersOf))('every metric of the job %s is one that %s serves', (job, exporter) => {
  const names = servedMetrics[job as keyof typeof servedMetrics];
  expect(notServed(names, [readExporter(exporter)])).toEqual([]);
});

test('a name that an exporter does not have is found, and a histogram has no series of its own name', () => {
  const exporters = ['rabbitmq', 'kubelet'].map(readExporter);
  expect(
    notServed(
      [
        'rabbitmq_connections',
        'rabbitmq_alarms_file_descriptor_limit',
        'storage_operation_duration_seconds_count',
        'storage_operation_duration_seconds',
      ],
      exporters,
    ),
  ).toEqual(['rabbitmq_alarms_file_descriptor_limit', 'storage_operation_duration_seconds']);
});

test('lists are of the versions that are rolled out', () => {
  const versions = Object.fromEntries(Object.values(exportersOf).map((name) => [name, readExporter(name).version]));
  const tag = (image: string) => image.split(':')[1]!.replace(/^v|-management$/g, '');
  expect(versions).toMatchObject({
    'kube-state-metrics': tag(images.kubeStateMetrics),
    prometheus: tag(images.prometheus),
    keda: charts.keda.version,
  });
  // Debian's broker may be a patch ahead of the image.
  const minor = tag(images.rabbitmq).replace(/\d+$/, '');
  expect([versions.rabbitmq, versions['rabbitmq-queues']].map((version) => version!.startsWith(minor))).toEqual([
    true,
    true,
  ]);
  expect([versions['kube-apiserver'], versions.kubelet]).toEqual(['1.36.3', '1.36.3']);
});

test('names and types are read from the TYPE lines of a page', () => {
  expect(announced('# HELP b\n# TYPE b gauge\nb 1\n# TYPE a_total counter\na_total{x="# TYPE c gauge"} 2\n')).toEqual({
    a_total: 'counter',
    b: 'gauge',
  });
});
