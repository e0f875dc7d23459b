import { runChecks } from '../../src/checks';
import type { KubernetesObject } from '../../src/kubernetes';
import { KindRegistry, type KubernetesVersion } from '../../src/kubernetes';
import { ManifestSet } from '../../src/manifests';

const object = (
  apiVersion: string,
  kind: string,
  name = 'x',
  more: object = { namespace: 'shop' },
): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, ...more },
});
const namespace = object('v1', 'Namespace', 'shop', {
  labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
});
const setOf = (objects: readonly KubernetesObject[]) =>
  new ManifestSet(
    objects.map((object, index) => ({
      object,
      file: `${index}.yaml`,
      path: `${index}.yaml`,
      line: 1,
      lineOf: () => 1,
    })),
  );
const findings = (objects: readonly KubernetesObject[], kubernetesVersion?: KubernetesVersion) =>
  runChecks(setOf([namespace, ...objects]), kubernetesVersion ? { kubernetesVersion } : {})
    .findings.filter(({ rule }) => rule === 'schema-unknown-kind')
    .map(({ severity, message }) => `${severity}: ${message.replace(/; what cannot be checked.*$/, '')}`);

test.each([
  ['apps/v1', 'Deployement', 'kind: apps has no kind Deployement; did you mean Deployment? (apps/v1 Deployement)'],
  ['v1', 'Deployment', 'apiVersion: the core group has no kind Deployment; it is of apps/v1 (v1 Deployment)'],
  ['app/v1', 'Deployment', 'apiVersion: app has no kind Deployment; it is of apps/v1 (app/v1 Deployment)'],
  [
    'extensions/v1beta1',
    'Ingress',
    'apiVersion: extensions has no kind Ingress; it is of networking.k8s.io/v1 (extensions/v1beta1 Ingress)',
  ],
  [
    'autoscaling/v2beta2',
    'HorizontalPodAutoscaler',
    'apiVersion: Kubernetes 1.36 does not serve HorizontalPodAutoscaler as autoscaling/v2beta2; use autoscaling/v2 or autoscaling/v1 (autoscaling/v2beta2 HorizontalPodAutoscaler)',
  ],
  [
    'keda.sh/v1alpha1',
    'ScaleJob',
    'kind: keda.sh has no kind ScaleJob; did you mean ScaledJob? (keda.sh/v1alpha1 ScaleJob)',
  ],
  [
    'external-secrets.io/v1alpha1',
    'ExternalSecret',
    'apiVersion: its definition does not serve ExternalSecret as external-secrets.io/v1alpha1; use external-secrets.io/v1 (external-secrets.io/v1alpha1 ExternalSecret)',
  ],
])('%s %s is an error, because its group is known', (apiVersion, kind, message) => {
  const group = apiVersion.includes('/') ? `${apiVersion.split('/')[0]}/` : '';
  expect(findings([object(apiVersion, kind)])).toEqual([`error: ${group}${kind} shop/x ${message}`]);
});

test('a version that is gone says since when, and what to use', () => {
  const flowSchema = object('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 'x', {});
  expect(findings([flowSchema], '1.31')).toEqual([]);
  expect(findings([flowSchema], '1.33')).toEqual([
    'error: flowcontrol.apiserver.k8s.io/FlowSchema x apiVersion: Kubernetes 1.33 does not serve FlowSchema as flowcontrol.apiserver.k8s.io/v1beta3, which is gone since 1.32; use flowcontrol.apiserver.k8s.io/v1 (flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema)',
  ]);
});

test('a version that is yet to come says with which', () => {
  expect(findings([object('resource.k8s.io/v1', 'DeviceClass', 'x', {})], '1.33')).toEqual([
    'error: resource.k8s.io/DeviceClass x apiVersion: Kubernetes 1.33 does not serve DeviceClass as resource.k8s.io/v1, which comes with 1.34; use resource.k8s.io/v1beta2 or resource.k8s.io/v1beta1 or resource.k8s.io/v1alpha3 (resource.k8s.io/v1 DeviceClass)',
  ]);
});

describe("a stranger's kind", () => {
  const kafka = (name: string) => object('kafka.strimzi.io/v1', 'Kafka', name);

  test('is one warning, however many objects, and says what its scope is taken from', () => {
    expect(findings([kafka('a'), kafka('b'), kafka('c')])).toEqual([
      'warning: kafka.strimzi.io/Kafka shop/a kind: 3 objects of a kind without a schema: only what all objects have is checked, and it is taken as namespaced, because its objects name a namespace (kafka.strimzi.io/v1 Kafka)',
    ]);
  });

  test('is taken as cluster-scoped by its name, or because it names no namespace while others do', () => {
    const policy = object('kyverno.io/v1', 'ClusterPolicy', 'x', {});
    const pool = object('karpenter.sh/v1', 'NodePool', 'x', {});
    expect(findings([policy, pool, kafka('a')]).map((line) => /taken as.*(?= \()/.exec(line)?.[0])).toEqual([
      'taken as namespaced, because its objects name a namespace',
      'taken as cluster-scoped, because its objects name no namespace while others do',
      'taken as cluster-scoped, because of its name',
    ]);
  });

  test('is checked when its definition stands in the set', () => {
    const definition = {
      ...object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'kafkas.kafka.strimzi.io', {}),
      spec: {
        group: 'kafka.strimzi.io',
        scope: 'Namespaced',
        names: { kind: 'Kafka', plural: 'kafkas' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: { spec: { type: 'object', properties: { replicas: { type: 'integer' } } } },
              },
            },
          },
        ],
      },
    };
    const own = { ...kafka('a'), spec: { replica: 3 } };
    const report = runChecks(setOf([namespace, definition, own]));
    expect(
      report.findings
        .filter(({ severity }) => severity !== 'info')
        .map(({ rule, field, message }) => [rule, field, message]),
    ).toEqual([
      [
        'schema-invalid',
        'spec.replica',
        'kafka.strimzi.io/Kafka shop/a spec.replica: unknown field "replica"; did you mean "replicas"?; the API server refuses it, or drops the field without a word; correct the field as the API reference of this kind says',
      ],
    ]);
  });

  test('of a project is known by its definition, with its scope', () => {
    const kinds = KindRegistry.forVersion().with([
      {
        group: 'kafka.strimzi.io',
        kind: 'Kafka',
        scope: 'Namespaced',
        versions: [{ name: 'v1', schema: { type: 'object' } }],
      },
    ]);
    const report = runChecks(setOf([namespace, kafka('a')]), { kinds });
    expect(report.findings.filter(({ rule }) => rule.startsWith('schema'))).toEqual([]);
  });
});

test('kinds that the library knows without a schema are one warning, with the scope of their definition', () => {
  expect(findings([object('argoproj.io/v1alpha1', 'Rollout')])).toEqual([
    'warning: argoproj.io/Rollout shop/x kind: one object of a kind without a schema: only what all objects have is checked, and it is taken as namespaced (argoproj.io/v1alpha1 Rollout)',
  ]);
});

test('the version is the one that the index tells, or the one that is asked for', () => {
  const deviceClass = object('resource.k8s.io/v1', 'DeviceClass', 'x', {});
  const set = new ManifestSet(
    [{ object: deviceClass, file: 'old/a/x.yaml', path: 'old/a/x.yaml', line: 1, lineOf: () => 1 }],
    {
      index: {
        version: 1,
        environments: [{ name: 'old', kubernetesVersion: '1.33' }],
        applications: [],
        files: [],
        secrets: [],
      },
    },
  );
  const rules = (options: object) =>
    runChecks(set, options)
      .findings.filter(({ severity }) => severity === 'error')
      .map(({ rule }) => rule);
  expect(rules({})).toContain('schema-unknown-kind');
  expect(rules({ kubernetesVersion: '1.34' })).not.toContain('schema-unknown-kind');
});
