import { diffManifests, diffObjects, showPath } from '../../../src/checks/change-safety';
import type { KubernetesObject } from '../../../src/kubernetes/object';
import { ManifestSet } from '../../../src/manifests';
import { claim, clusterObject, configMap, deployment, object, service, statefulSet, template } from './table/objects';

function changed(from: KubernetesObject, to: KubernetesObject): string[] {
  return diffObjects(from, to).map(
    ({ path, from: old, to: now }) => `${showPath(path)}: ${JSON.stringify(old)} → ${JSON.stringify(now)}`,
  );
}

const spec = (fields: Record<string, unknown>): KubernetesObject =>
  object('apps/v1', 'Deployment', 'web', { spec: fields });
const container = (fields: Record<string, unknown>): KubernetesObject =>
  spec({ template: template('web', 'web:1', fields) });
const policy = (...ingress: unknown[]): KubernetesObject =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'p', { spec: { ingress } });
const C = 'spec.template.spec.containers[web]';

test.each<[string, KubernetesObject, KubernetesObject, string]>([
  [
    'another value than the default',
    object('apps/v1', 'StatefulSet', 'db', { spec: {} }),
    object('apps/v1', 'StatefulSet', 'db', { spec: { podManagementPolicy: 'Parallel' } }),
    'spec.podManagementPolicy: undefined → "Parallel"',
  ],
  [
    'the default of another kind',
    object('apps/v1', 'DaemonSet', 'db', { spec: {} }),
    object('apps/v1', 'DaemonSet', 'db', { spec: { podManagementPolicy: 'OrderedReady' } }),
    'spec.podManagementPolicy: undefined → "OrderedReady"',
  ],
  [
    'half of a default',
    object('apps/v1', 'StatefulSet', 'db', { spec: {} }),
    object('apps/v1', 'StatefulSet', 'db', {
      spec: { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Delete' } },
    }),
    'spec.persistentVolumeClaimRetentionPolicy: undefined → {"whenDeleted":"Retain","whenScaled":"Delete"}',
  ],
])('%s is a change', (_, from, to, told) => {
  expect(changed(from, to)).toEqual([told]);
});

describe('the same meaning is no change', () => {
  test.each<[string, KubernetesObject, KubernetesObject]>([
    ['order of keys', spec({ a: 1, b: 2 }), spec({ b: 2, a: 1 })],
    [
      'quantities',
      container({ resources: { limits: { cpu: '1000m', memory: '1024Mi' } } }),
      container({ resources: { limits: { memory: '1Gi', cpu: 1 } } }),
    ],
    [
      'half a core',
      container({ resources: { limits: { cpu: '0.5' } } }),
      container({ resources: { limits: { cpu: '500m' } } }),
    ],
    [
      'storage',
      claim('a', { resources: { requests: { storage: '1Gi' } } }),
      claim('a', { resources: { requests: { storage: '1024Mi' } } }),
    ],
    ['null and absent', spec({ a: null }), spec({})],
    [
      'order of env',
      container({ env: [{ name: 'A', value: '1' }, { name: 'B' }] }),
      container({ env: [{ name: 'B' }, { name: 'A', value: '1' }] }),
    ],
    [
      'default protocol',
      service('web', { ports: [{ port: 80, protocol: 'TCP' }] }),
      service('web', { ports: [{ port: 80 }] }),
    ],
    ['default type of a Service', service('web', { type: undefined }), service('web', { type: 'ClusterIP' })],
    [
      'defaults of a StatefulSet',
      object('apps/v1', 'StatefulSet', 'db', {
        spec: { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }] },
      }),
      object('apps/v1', 'StatefulSet', 'db', {
        spec: {
          podManagementPolicy: 'OrderedReady',
          persistentVolumeClaimRetentionPolicy: { whenScaled: 'Retain', whenDeleted: 'Retain' },
          volumeClaimTemplates: [
            {
              apiVersion: 'v1',
              kind: 'PersistentVolumeClaim',
              metadata: { name: 'data' },
              spec: { volumeMode: 'Filesystem' },
            },
          ],
        },
      }),
    ],
    ['default mode of a claim', claim('a', {}), claim('a', { volumeMode: 'Filesystem' })],
    [
      'default mode of a volume',
      clusterObject('v1', 'PersistentVolume', 'a', { spec: { capacity: {} } }),
      clusterObject('v1', 'PersistentVolume', 'a', { spec: { capacity: {}, volumeMode: 'Filesystem' } }),
    ],
    [
      'order of policy rules',
      policy({ ports: [{ port: 1 }] }, { from: [{ podSelector: {} }] }),
      policy({ from: [{ podSelector: {} }] }, { ports: [{ port: 1 }] }),
    ],
    [
      'order of policy types',
      object('networking.k8s.io/v1', 'NetworkPolicy', 'p', { spec: { policyTypes: ['Ingress', 'Egress'] } }),
      object('networking.k8s.io/v1', 'NetworkPolicy', 'p', { spec: { policyTypes: ['Egress', 'Ingress'] } }),
    ],
    [
      'order of peers',
      policy({ from: [{ podSelector: {} }, { namespaceSelector: {} }] }),
      policy({ from: [{ namespaceSelector: {} }, { podSelector: {} }] }),
    ],
    [
      'access modes',
      claim('a', { accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] }),
      claim('a', { accessModes: ['ReadOnlyMany', 'ReadWriteOnce'] }),
    ],
    [
      'order of the policies of a broker',
      configMap('a', {
        'a.json': '{"policies":[{"vhost":"/","name":"a"},{"vhost":"b","name":"a"},{"vhost":"/","name":"c"}]}',
      }),
      configMap('a', {
        'a.json': '{"policies":[{"vhost":"/","name":"c"},{"vhost":"/","name":"a"},{"vhost":"b","name":"a"}]}',
      }),
    ],
    [
      'order of policies that are named without a virtual host',
      configMap('a', { 'a.json': '{"policies":[{"name":"a"},{"name":"b"}]}' }),
      configMap('a', { 'a.json': '{"policies":[{"name":"b"},{"name":"a"}]}' }),
    ],
    [
      'JSON in a ConfigMap',
      configMap('a', { 'a.json': '{"a":1,"b":[1]}' }),
      configMap('a', { 'a.json': '{ "b": [1],\n "a": 1 }' }),
    ],
    [
      'YAML in a ConfigMap',
      configMap('a', { 'a.yaml': 'a: 1\nb: 2\n' }),
      configMap('a', { 'a.yaml': '# why\nb: 2\na: 1\n' }),
    ],
  ])('%s', (_name, from, to) => {
    expect(changed(from, to)).toEqual([]);
    expect(changed(to, from)).toEqual([]);
  });
});

test.each([
  [2_000_000, 'data["a.json"].a'],
  [2_000_001, 'data["a.json"]'],
])('a document of %i characters is told by %s', (length, path) => {
  const text = (a: number) => `{"a":${a},"b":"${'x'.repeat(length - '{"a":1,"b":""}'.length)}"}`;
  const [from, to] = [1, 2].map((a) => configMap('a', { 'a.json': text(a) })) as [KubernetesObject, KubernetesObject];
  expect(diffObjects(from, to).map((change) => showPath(change.path))).toEqual([path]);
});

describe('another meaning is told by its field', () => {
  test.each<[string, KubernetesObject, KubernetesObject, string[]]>([
    [
      'a quantity',
      container({ resources: { limits: { cpu: '1' } } }),
      container({ resources: { limits: { cpu: '1500m' } } }),
      [`${C}.resources.limits.cpu: "1" → "1500m"`],
    ],
    [
      'a text that looks like one',
      container({ env: [{ name: 'A', value: '1000m' }] }),
      container({ env: [{ name: 'A', value: '1' }] }),
      [`${C}.env[A].value: "1000m" → "1"`],
    ],
    [
      'a first element',
      container({}),
      container({ env: [{ name: 'A', value: '1' }] }),
      [`${C}.env[A]: undefined → {"name":"A","value":"1"}`],
    ],
    [
      'a mount',
      container({ volumeMounts: [{ name: 'v', mountPath: '/a' }] }),
      container({ volumeMounts: [{ name: 'w', mountPath: '/a' }] }),
      [`${C}.volumeMounts[/a].name: "v" → "w"`],
    ],
    ['an empty map for an empty list', spec({ a: [] }), spec({ a: {} }), ['spec.a: [] → {}']],
    [
      'arguments, whose order counts',
      container({ args: ['a', 'b'] }),
      container({ args: ['b', 'a'] }),
      [`${C}.args: ["a","b"] → ["b","a"]`],
    ],
    [
      'a set',
      claim('a', { accessModes: ['ReadWriteOnce'] }),
      claim('a', { accessModes: ['ReadWriteMany'] }),
      [
        'spec.accessModes[ReadWriteOnce]: "ReadWriteOnce" → undefined',
        'spec.accessModes[ReadWriteMany]: undefined → "ReadWriteMany"',
      ],
    ],
    [
      'an unnamed rule',
      policy({ ports: [{ port: 1 }] }, { ports: [{ port: 2 }] }),
      policy({ ports: [{ port: 2 }] }, { ports: [{ port: 1 }], from: [] }),
      ['spec.ingress[1].from: undefined → []'],
    ],
    [
      'one of two rules, where the peers of the other stand in another order',
      policy({ from: [{ podSelector: {} }, { namespaceSelector: {} }] }, { ports: [{ port: 1, endPort: 2 }] }),
      policy({ ports: [{ port: 1, endPort: 3 }] }, { from: [{ namespaceSelector: {} }, { podSelector: {} }] }),
      ['spec.ingress[0].ports[1/TCP].endPort: 2 → 3'],
    ],
    [
      'a field of a scrape job',
      configMap('a', { 'prometheus.yml': 'scrape_configs:\n- job_name: x\n  a: 1\n- job_name: y\n' }),
      configMap('a', { 'prometheus.yml': 'scrape_configs:\n- job_name: y\n- job_name: x\n  a: 2\n' }),
      ['data["prometheus.yml"].scrape_configs[x].a: 1 → 2'],
    ],
    [
      'a text that is no document any more',
      configMap('a', { 'a.json': '{"a":1}' }),
      configMap('a', { 'a.json': 'none' }),
      ['data["a.json"]: "{\\"a\\":1}" → "none"'],
    ],
    ['null instead of a value', spec({ a: 1 }), spec({ a: null }), ['spec.a: 1 → undefined']],
    [
      'two elements of one name, by place',
      container({
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      }),
      container({
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '3' },
        ],
      }),
      [`${C}.env[1].value: "2" → "3"`],
    ],
  ])('%s', (_name, from, to, fields) => {
    expect(changed(from, to)).toEqual(fields);
  });
});

describe('renames', () => {
  const told = (from: KubernetesObject[], to: KubernetesObject[]): string[] =>
    diffManifests(ManifestSet.of(from), ManifestSet.of(to)).map(({ change, key, to: now }) =>
      [change, key, change === 'renamed' ? `→ ${now?.object.metadata.namespace}/${now?.object.metadata.name}` : '']
        .join(' ')
        .trim(),
    );

  test.each<[string, KubernetesObject[], KubernetesObject[], string[]]>([
    [
      'the same content, another name',
      [configMap('a', { x: '1' })],
      [configMap('b', { x: '1' })],
      ['renamed /ConfigMap/z/a → z/b'],
    ],
    [
      'the name inside the content',
      [statefulSet('db')],
      [statefulSet('database')],
      ['renamed apps/StatefulSet/z/db → z/database'],
    ],
    [
      'another namespace, with other changes',
      [claim('a')],
      [claim('a', { storageClassName: 'slow' }, { namespace: 'y' })],
      ['renamed /PersistentVolumeClaim/z/a → y/a'],
    ],
    [
      'other content',
      [configMap('a', { x: '1' })],
      [configMap('b', { x: '2' })],
      ['removed /ConfigMap/z/a', 'added /ConfigMap/z/b'],
    ],
    [
      'two candidates are none',
      [configMap('a', { x: '1' })],
      [configMap('b', { x: '1' }), configMap('c', { x: '1' })],
      ['removed /ConfigMap/z/a', 'added /ConfigMap/z/b', 'added /ConfigMap/z/c'],
    ],
    [
      'another kind',
      [deployment('a')],
      [clusterObject('v1', 'Namespace', 'b')],
      ['added /Namespace//b', 'removed apps/Deployment/z/a'],
    ],
  ])('%s', (_name, from, to, changes) => {
    expect(told(from, to).sort()).toEqual([...changes].sort());
  });

  test('another version of the API is the same object', () => {
    const [v1, v2] = ['autoscaling/v1', 'autoscaling/v2'].map((version) =>
      object(version, 'HorizontalPodAutoscaler', 'web'),
    );
    expect(told([v1 as KubernetesObject], [v2 as KubernetesObject])).toEqual([
      'changed autoscaling/HorizontalPodAutoscaler/z/web',
    ]);
  });
});
