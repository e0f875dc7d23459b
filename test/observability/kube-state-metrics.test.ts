import type { KubernetesObject } from 'cdk8s-tiers';
import { KubeStateMetrics } from 'cdk8s-tiers/observability';
import { addPrometheus, fileIn, find, makeMonitoring, rendered, resources, type Workload } from './fixture';

function render(props: Partial<ConstructorParameters<typeof KubeStateMetrics>[2]> = {}) {
  const { root, application } = makeMonitoring();
  addPrometheus(application);
  new KubeStateMetrics(application, 'kube-state-metrics', { resources, ...props });
  return rendered(root);
}

const objects = render();
const pod = find<Workload>(objects, 'Deployment', 'kube-state-metrics').spec.template.spec;
const role = find<KubernetesObject & { rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[] }>(
  objects,
  'ClusterRole',
  'platform-kube-state-metrics',
);

test('it lists and watches exactly what it is told to, and no Secrets or ConfigMaps', () => {
  const told = pod.containers[0]!.args!.find((argument) => argument.startsWith('--resources='))!
    .slice(12)
    .split(',');
  expect(role.rules.flatMap(({ resources: names }) => names).sort()).toEqual(told);
  expect(new Set(role.rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['list', 'watch']));
  expect(told).toEqual([
    'cronjobs',
    'daemonsets',
    'deployments',
    'jobs',
    'nodes',
    'persistentvolumeclaims',
    'pods',
    'resourcequotas',
    'statefulsets',
  ]);
});

test('it runs under an account of its own', () => {
  expect([pod.serviceAccountName, pod.automountServiceAccountToken]).toEqual(['kube-state-metrics', true]);
  expect(find<KubernetesObject>(objects, 'ClusterRoleBinding', 'platform-kube-state-metrics').subjects).toEqual([
    { kind: 'ServiceAccount', namespace: 'monitoring', name: 'kube-state-metrics' },
  ]);
});

test('it is scraped by a job of its own, in which its labels win, and by no other', () => {
  const { scrape_configs } = fileIn<{ scrape_configs: { job_name: string; honor_labels?: boolean }[] }>(
    objects,
    'prometheus-config',
    'prometheus.yaml',
  );
  expect(scrape_configs.find(({ job_name }) => job_name === 'kube-state-metrics')?.honor_labels).toBe(true);
  const template = find<Workload>(objects, 'Deployment', 'kube-state-metrics').spec.template;
  const service = find<KubernetesObject>(objects, 'Service', 'kube-state-metrics');
  expect(JSON.stringify([template, service.metadata])).not.toContain('prometheus.io');
});

test('only Prometheus reaches it, and it reaches only the API server', () => {
  expect(find<KubernetesObject>(objects, 'NetworkPolicy', 'kube-state-metrics').spec).toMatchObject({
    ingress: [
      {
        from: [{ podSelector: { matchLabels: { app: 'platform', tier: 'prometheus' } } }],
        ports: [{ protocol: 'TCP', port: 8080 }],
      },
    ],
    egress: [{ to: [{ ipBlock: { cidr: '10.0.0.1/32' } }], ports: [{ protocol: 'TCP', port: 6443 }] }],
  });
});

test('its image and variables reach the output', () => {
  const [container] = find<Workload>(
    render({ image: 'example.com/ksm:v2.20.1', env: { A: 'b' } }),
    'Deployment',
    'kube-state-metrics',
  ).spec.template.spec.containers;
  expect(container).toMatchObject({ image: 'example.com/ksm:v2.20.1', env: [{ name: 'A', value: 'b' }] });
});
