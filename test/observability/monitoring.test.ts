import { Application, type KubernetesObject, System } from 'cdk8s-tiers';
import {
  clusterRules,
  Dashboards,
  dashboard,
  MonitoringRules,
  type RuleGroup,
  systemMonitoring,
} from 'cdk8s-tiers/observability';
import { renderEnvironment } from '../../src/render';
import { addPrometheus, fileIn, find, makeMonitoring, messageOf, rendered, type Workload } from './fixture';

const groups: readonly RuleGroup[] = [
  {
    name: 'shop',
    rules: [{ alert: 'Closed', expression: 'up == 0', severity: 'page', summary: 's', description: 'd' }],
  },
];

describe('what a system gives to the monitoring', () => {
  const { root, application } = makeMonitoring();
  addPrometheus(application);
  new MonitoringRules(application, 'rules', { groups: clusterRules() });
  const shop = systemMonitoring(new System(root, 'shop'))!;
  new MonitoringRules(shop, 'rules', { groups });
  const objects = rendered(root);

  test('stands in an Application of its own, in the namespace of Prometheus', () => {
    expect(shop.name).toBe('shop-monitoring');
    expect(find(objects, 'ConfigMap', 'shop-rules').metadata).toMatchObject({
      namespace: 'monitoring',
      labels: { app: 'shop' },
    });
  });

  test('is mounted where the rule files are looked for, and does not hold Prometheus up when it comes later', () => {
    const { spec } = find<Workload>(objects, 'StatefulSet', 'prometheus').spec.template;
    expect(spec.volumes.find(({ name }) => name === 'rules')).toEqual({
      name: 'rules',
      projected: {
        sources: [
          { configMap: { name: 'platform-rules', optional: true } },
          { configMap: { name: 'shop-rules', optional: true } },
        ],
      },
    });
    const folder = spec.containers[0]!.volumeMounts.find(({ name }) => name === 'rules')!.mountPath;
    const { rule_files } = fileIn<{ rule_files: string[] }>(objects, 'prometheus-config', 'prometheus.yaml');
    expect(rule_files).toEqual([`${folder}/*.yaml`]);
    const files = ['platform-rules', 'shop-rules'].flatMap((name) =>
      Object.keys(find<KubernetesObject & { data: object }>(objects, 'ConfigMap', name).data),
    );
    expect(files).toEqual(['platform-rules.yaml', 'shop-rules.yaml']);
  });

  test('comes after the Application of Prometheus, which holds the policies of the namespace', () => {
    const { applicationWaves } = renderEnvironment(root);
    expect(applicationWaves.get('shop-monitoring')!).toBeGreaterThan(applicationWaves.get('monitoring')!);
  });
});

test('jobs without targets are told: those that other alerts need, and those that are named', () => {
  const missing = (found: readonly RuleGroup[]) =>
    found
      .flatMap(({ rules }) => rules)
      .flatMap((rule) => ('alert' in rule && rule.alert === 'TargetMissing' ? [rule.labels?.job] : []));
  const always = ['kube-state-metrics', 'kubernetes-cadvisor', 'kubernetes-nodes'];
  expect(missing(clusterRules())).toEqual(always);
  expect(missing(clusterRules(['keda']))).toEqual([...always, 'keda']);
});

describe('what is refused', () => {
  test('looking for a Prometheus that turns up later', () => {
    const { root, application } = makeMonitoring();
    expect(systemMonitoring(new System(root, 'shop'))).toBeUndefined();
    expect(messageOf(() => addPrometheus(application))).toBe(
      "test/platform/monitoring/prometheus: comes after 'test/shop', which has looked for it in vain: build the system with Prometheus first",
    );
  });

  test('rules in a namespace that Prometheus does not read', () => {
    const { root, application } = makeMonitoring();
    addPrometheus(application);
    const elsewhere = new Application(new System(root, 'shop'), 'shop-app', { namespace: 'shop' });
    expect(messageOf(() => new MonitoringRules(elsewhere, 'rules', { groups }))).toBe(
      "test/shop/shop-app/rules: stands in namespace 'shop', but pods read ConfigMaps of their own namespace only, and Prometheus is in 'monitoring': put it into the Application that systemMonitoring() gives",
    );
  });

  test('rules where there is no Prometheus', () => {
    const { application } = makeMonitoring();
    expect(messageOf(() => new MonitoringRules(application, 'rules', { groups }))).toBe(
      "test/platform/monitoring/rules: stands in namespace 'monitoring', but pods read ConfigMaps of their own namespace only, and Prometheus is nowhere: put it into the Application that systemMonitoring() gives",
    );
  });

  test.each<[string, readonly RuleGroup[], string]>([
    [
      'two groups of one name',
      [...groups, ...groups],
      "test/platform/monitoring/rules: has two groups named 'shop', rename one of them",
    ],
    [
      'an expression that is none',
      [{ name: 'a', rules: [{ record: 'b', expression: 'sum(' }] }],
      "test/platform/monitoring/rules: rule 'b': PromQL is wrong at character 5, in 'sum(': correct it",
    ],
  ])('%s', (_, given, message) => {
    const { application } = makeMonitoring();
    addPrometheus(application);
    expect(messageOf(() => new MonitoringRules(application, 'rules', { groups: given }))).toBe(message);
  });

  test('two dashboards with one uid', () => {
    const { application } = makeMonitoring();
    addPrometheus(application);
    const one = dashboard({ uid: 'one', title: 'One', panels: [] });
    expect(messageOf(() => new Dashboards(application, 'd', { folder: 'F', dashboards: [one, one] }))).toBe(
      "test/platform/monitoring/d: two dashboards have the uid 'one', give one of them another",
    );
    const none = { ...one, uid: undefined };
    expect(messageOf(() => new Dashboards(application, 'e', { folder: 'F', dashboards: [none] }))).toBe(
      "test/platform/monitoring/e: dashboard 'One' has no uid, give it one",
    );
  });
});
