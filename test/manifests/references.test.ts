import type { KubernetesObject } from '../../src/kubernetes';
import { ManifestSet } from '../../src/manifests';
import { ManifestModel, type Surroundings } from '../../src/manifests/model';

const object = (apiVersion: string, kind: string, fields: Record<string, unknown>): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name: kind.toLowerCase(), namespace: 'z' },
  ...fields,
});

/** Everything an object names: `Kind namespace/name [keys] at path`. */
function named(manifest: KubernetesObject, surroundings: Surroundings = {}): string[] {
  const model = new ManifestModel(ManifestSet.of([manifest]).manifests, surroundings);
  return model.references.all.map(
    ({ kind, namespace, name, keys, optional, field }) =>
      `${kind} ${namespace}/${name}${keys.length > 0 ? ` [${keys}]` : ''}${optional ? '?' : ''} at ${field}`,
  );
}

test('a pod names its configuration, its volumes, its account and its class', () => {
  const spec = {
    serviceAccountName: 'runner',
    priorityClassName: 'high',
    runtimeClassName: 'gvisor',
    imagePullSecrets: [{ name: 'registry' }],
    containers: [
      {
        env: [
          { name: 'A', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
          { name: 'B', valueFrom: { configMapKeyRef: { name: 'web', key: 'url', optional: true } } },
        ],
      },
    ],
    initContainers: [{ envFrom: [{ secretRef: { name: 'all' } }, { configMapRef: { name: 'some' } }] }],
    volumes: [
      { name: 'a', secret: { secretName: 'tls', items: [{ key: 'tls.crt', path: 'crt' }] } },
      { name: 'b', configMap: { name: 'files' } },
      { name: 'c', projected: { sources: [{ secret: { name: 'token' } }, { configMap: { name: 'ca' } }] } },
      { name: 'd', persistentVolumeClaim: { claimName: 'data' } },
    ],
  };
  const pod = 'spec.jobTargetRef.template.spec';
  const job = object('keda.sh/v1alpha1', 'ScaledJob', {
    spec: {
      jobTargetRef: { template: { spec } },
      triggers: [
        { type: 'rabbitmq', authenticationRef: { name: 'broker' } },
        { type: 'cron', authenticationRef: { name: 'shared', kind: 'ClusterTriggerAuthentication' } },
      ],
    },
  });
  expect(named(job)).toEqual([
    `ConfigMap z/web [url]? at ${pod}.containers[0].env[1].valueFrom.configMapKeyRef.name`,
    `Secret z/db [password] at ${pod}.containers[0].env[0].valueFrom.secretKeyRef.name`,
    `ConfigMap z/some at ${pod}.initContainers[0].envFrom[1].configMapRef.name`,
    `Secret z/all at ${pod}.initContainers[0].envFrom[0].secretRef.name`,
    `ConfigMap z/files at ${pod}.volumes[1].configMap.name`,
    `Secret z/tls [tls.crt] at ${pod}.volumes[0].secret.secretName`,
    `ConfigMap z/ca at ${pod}.volumes[2].projected.sources[1].configMap.name`,
    `Secret z/token at ${pod}.volumes[2].projected.sources[0].secret.name`,
    `PersistentVolumeClaim z/data at ${pod}.volumes[3].persistentVolumeClaim.claimName`,
    `Secret z/registry at ${pod}.imagePullSecrets[0].name`,
    `ServiceAccount z/runner at ${pod}.serviceAccountName`,
    `PriorityClass /high at ${pod}.priorityClassName`,
    `RuntimeClass /gvisor at ${pod}.runtimeClassName`,
    'TriggerAuthentication z/broker at spec.triggers[0].authenticationRef.name',
    'ClusterTriggerAuthentication /shared at spec.triggers[1].authenticationRef.name',
  ]);
});

test.each<[KubernetesObject, string[]]>([
  [
    object('networking.k8s.io/v1', 'Ingress', {
      spec: {
        ingressClassName: 'nginx',
        tls: [{ secretName: 'tls' }],
        defaultBackend: { service: { name: 'front' } },
        rules: [{ http: { paths: [{ backend: { service: { name: 'web' } } }] } }],
      },
    }),
    [
      'Secret z/tls at spec.tls[0].secretName',
      'Service z/web at spec.rules[0].http.paths[0].backend.service.name',
      'Service z/front at spec.defaultBackend.service.name',
      'IngressClass /nginx at spec.ingressClassName',
    ],
  ],
  [
    object('v1', 'PersistentVolumeClaim', { spec: { storageClassName: 'fast', volumeName: 'disk' } }),
    ['StorageClass /fast at spec.storageClassName', 'PersistentVolume /disk at spec.volumeName'],
  ],
  [
    object('keda.sh/v1alpha1', 'TriggerAuthentication', {
      spec: { secretTargetRef: [{ parameter: 'password', name: 'db', key: 'password' }] },
    }),
    ['Secret z/db [password] at spec.secretTargetRef[0].name'],
  ],
])('%# other objects name what they need', (manifest, expected) => {
  expect(named(manifest)).toEqual(expected);
});

test("a project's own kind is registered with its paths", () => {
  const topic = object('shop.example.org/v1', 'Topic', {
    spec: { users: [{ passwordSecret: { name: 'a', field: 'b' } }] },
  });
  expect(named(topic)).toEqual([]);
  const row = {
    from: 'shop.example.org/Topic',
    path: 'spec.users[*].passwordSecret',
    to: '/Secret',
    name: 'name',
    key: 'field',
  };
  expect(named(topic, { references: [row] })).toEqual(['Secret z/a [b] at spec.users[0].passwordSecret.name']);
});
