import { Duration, parseCpu, parseSize } from 'cdk8s-tiers';
import {
  Grafana,
  type GrafanaProps,
  KubeStateMetrics,
  type KubeStateMetricsProps,
  Prometheus,
  type PrometheusProps,
} from 'cdk8s-tiers/observability';
import type { Application } from '../../src/system';
import { describeEveryProp, type LooseObject, makeSystem, podSettingRows, small, templateOf } from '../fixtures';

type Given<Props> = Partial<Props> | ((application: Application) => Partial<Props>);

/** Renders one of the three beside what it needs, and finds its workload. */
function tiersOf<Props>(kind: string, name: string, build: (application: Application, props: Partial<Props>) => void) {
  const tree = (given: Given<Props>) => {
    const test = makeSystem();
    build(test.application, typeof given === 'function' ? given(test.application) : given);
    return test.render();
  };
  const template = (props: Partial<Props>): LooseObject => templateOf(tree(props).get(kind, name));
  const container = (props: Partial<Props>): LooseObject => template(props).spec.containers[0];
  return { tree, template, container };
}

const prometheusIn = (application: Application, props: Partial<PrometheusProps> = {}) =>
  new Prometheus(application, 'prometheus', { resources: small, storage: parseSize('2Gi'), ...props });
const prometheus = tiersOf<PrometheusProps>('StatefulSet', 'prometheus', prometheusIn);
const grafana = tiersOf<GrafanaProps>('Deployment', 'grafana', (application, props) => {
  new Grafana(application, 'grafana', {
    prometheus: prometheusIn(application),
    resources: small,
    storage: parseSize('1Gi'),
    ...props,
  });
});
const metrics = tiersOf<KubeStateMetricsProps>('Deployment', 'metrics', (application, props) => {
  prometheusIn(application);
  new KubeStateMetrics(application, 'metrics', { resources: small, ...props });
});
const more = { cpu: parseCpu('1'), memory: parseSize('1Gi') };
const configOf = (props: Partial<PrometheusProps>) =>
  prometheus.tree(props).get('ConfigMap', 'prometheus-config').data['prometheus.yaml'];

describeEveryProp('PrometheusProps', {
  storage: [
    () => prometheus.tree({ storage: parseSize('9Gi') }).get('PersistentVolume').spec.capacity,
    { storage: '9Gi' },
  ],
  retention: [() => configOf({ retention: Duration.days(3) }), expect.stringContaining('time: 3d')],
  scrapeInterval: [
    () => configOf({ scrapeInterval: Duration.seconds(7) }),
    expect.stringContaining('scrape_interval: 7s'),
  ],
  image: [() => prometheus.container({ image: 'prom:1' }).image, 'prom:1'],
  serviceName: [() => prometheus.tree({ serviceName: 'prom' }).get('Service', 'prom').spec.type, 'ClusterIP'],
  persistence: [() => prometheus.tree({ persistence: 'none' }).all('PersistentVolumeClaim'), []],
  kubeletCertificates: [
    () => configOf({ kubeletCertificates: 'self-signed' }),
    expect.stringContaining('insecure_skip_verify: true'),
  ],
  resources: [() => prometheus.container({ resources: more }).resources.limits, { memory: '1Gi' }],
  env: [() => prometheus.container({ env: { TZ: 'UTC' } }).env, [{ name: 'TZ', value: 'UTC' }]],
  tier: [() => prometheus.tree({ tier: 'prom' }).get('StatefulSet', 'prom').metadata.labels.tier, 'prom'],
  workloadName: [() => prometheus.tree({ workloadName: 'prom' }).all('StatefulSet')[0]!.metadata.name, 'prom'],
  ...podSettingRows('StatefulSet', 'prometheus', prometheus.tree),
});

describeEveryProp('GrafanaProps', {
  prometheus: [
    () => grafana.tree({}).get('ConfigMap', 'grafana-datasources').data['prometheus.yml'],
    expect.stringContaining('prometheus-service'),
  ],
  storage: [
    () =>
      grafana
        .tree({ storage: parseSize('9Gi') })
        .all('PersistentVolume')
        .map(({ spec }) => spec.capacity.storage),
    expect.arrayContaining(['9Gi']),
  ],
  image: [() => grafana.container({ image: 'grafana:1' }).image, 'grafana:1'],
  serviceName: [() => grafana.tree({ serviceName: 'pictures' }).get('Service', 'pictures').spec.type, 'ClusterIP'],
  exposure: [
    () =>
      grafana.tree({ exposure: { host: 'grafana', nodePort: 30300 } }).get('Service', 'grafana-service').spec.ports[0]
        .nodePort,
    30300,
  ],
  persistence: [
    () => grafana.template({ persistence: 'none' }).spec.volumes,
    expect.arrayContaining([{ name: 'storage', emptyDir: { sizeLimit: '1Gi' } }]),
  ],
  resources: [() => grafana.container({ resources: more }).resources.limits, { memory: '1Gi' }],
  env: [() => grafana.container({ env: { TZ: 'UTC' } }).env, expect.arrayContaining([{ name: 'TZ', value: 'UTC' }])],
  tier: [() => grafana.tree({ tier: 'pictures' }).get('Deployment', 'pictures').metadata.labels.tier, 'pictures'],
  workloadName: [() => grafana.tree({ workloadName: 'pictures' }).all('Deployment')[0]!.metadata.name, 'pictures'],
  ...podSettingRows('Deployment', 'grafana', grafana.tree),
});

describeEveryProp('KubeStateMetricsProps', {
  image: [() => metrics.container({ image: 'ksm:1' }).image, 'ksm:1'],
  resources: [() => metrics.container({ resources: more }).resources.limits, { memory: '1Gi' }],
  env: [() => metrics.container({ env: { TZ: 'UTC' } }).env, [{ name: 'TZ', value: 'UTC' }]],
  tier: [() => metrics.tree({ tier: 'state' }).get('Deployment', 'state').metadata.labels.tier, 'state'],
  workloadName: [() => metrics.tree({ workloadName: 'state' }).all('Deployment')[0]!.metadata.name, 'state'],
  ...podSettingRows('Deployment', 'metrics', metrics.tree),
});
