import type { KubernetesObject } from '../../../../src/kubernetes/object';
import {
  claim,
  clusterObject,
  configMap,
  deployment,
  type Fields,
  object,
  onNode,
  secret,
  service,
  statefulSet,
  volume,
} from './objects';

/** What a row says that the API server refuses: for each of its fields a value before and one after, in an object that it takes. */
export interface FixedFields {
  readonly rule: string;
  readonly object: KubernetesObject;
  readonly fields: Readonly<Record<string, readonly [before: unknown, after: unknown]>>;
}

const labels = { app: 'web', release: '1' };
const pod = (fields: Fields = {}) => ({
  metadata: { labels },
  spec: { containers: [{ name: 'web', image: 'web:1.0' }], ...fields },
});
const narrowed = [{ matchLabels: { app: 'web' } }, { matchLabels: labels }] as const;
const job = object('batch/v1', 'Job', 'migrate', {
  spec: { completions: 1, parallelism: 1, template: pod({ restartPolicy: 'Never' }) },
});
const otherClaim = { kind: 'PersistentVolumeClaim', name: 'files' };
const frozen = (content: KubernetesObject) => ({ ...content, immutable: true });
const storageClass = clusterObject('storage.k8s.io/v1', 'StorageClass', 'rigid', { provisioner: 'example.org/a' });
const binding = (kind: string, scope: typeof object, role: string) =>
  scope('rbac.authorization.k8s.io/v1', kind, 'reader', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: role, name: 'reader' },
  });
const roles = (kind: string) =>
  (['reader', 'writer'] as const).map((name) => ({
    apiGroup: 'rbac.authorization.k8s.io',
    kind,
    name,
  })) as unknown as readonly [unknown, unknown];

export const FIXED_FIELDS: readonly FixedFields[] = [
  {
    rule: 'claim-shrunk',
    object: claim('data'),
    fields: { 'spec.resources.requests.storage': ['10Gi', '5Gi'] },
  },
  {
    rule: 'claim-of-fixed-size',
    object: claim('data', { storageClassName: '' }),
    fields: { 'spec.resources.requests.storage': ['10Gi', '20Gi'] },
  },
  {
    rule: 'claim-immutable',
    object: claim('data'),
    fields: {
      'spec.storageClassName': ['fast', 'slow'],
      'spec.accessModes': [['ReadWriteOnce'], ['ReadWriteMany']],
      'spec.volumeMode': ['Filesystem', 'Block'],
      'spec.volumeName': ['disk', 'other'],
      'spec.dataSource': [undefined, otherClaim],
      'spec.dataSourceRef': [undefined, otherClaim],
      'spec.selector': [undefined, { matchLabels: labels }],
    },
  },
  {
    rule: 'volume-immutable',
    object: volume(),
    fields: {
      'spec.local': [{ path: '/data' }, { path: '/other' }],
      'spec.nodeAffinity': [onNode('a'), onNode('b')],
      'spec.volumeMode': ['Filesystem', 'Block'],
    },
  },
  {
    rule: 'volume-immutable',
    object: volume({ local: undefined, nodeAffinity: undefined }),
    fields: {
      'spec.hostPath': [{ path: '/data' }, { path: '/other' }],
      'spec.nfs': [
        { server: 'nfs.example', path: '/a' },
        { server: 'nfs.example', path: '/b' },
      ],
      'spec.csi': [
        { driver: 'disk.example.org', volumeHandle: 'a' },
        { driver: 'disk.example.org', volumeHandle: 'b' },
      ],
      'spec.iscsi': [
        { targetPortal: '10.0.0.9', iqn: 'iqn.2000-01.org.example:a', lun: 0 },
        { targetPortal: '10.0.0.9', iqn: 'iqn.2000-01.org.example:a', lun: 1 },
      ],
    },
  },
  {
    rule: 'storage-class-immutable',
    object: storageClass,
    fields: {
      provisioner: ['example.org/a', 'example.org/b'],
      parameters: [{ type: 'ssd' }, { type: 'hdd' }],
      reclaimPolicy: ['Retain', 'Delete'],
      volumeBindingMode: ['Immediate', 'WaitForFirstConsumer'],
    },
  },
  {
    rule: 'stateful-set-immutable',
    object: statefulSet('web', {}, pod()),
    fields: {
      'spec.serviceName': ['web', 'web-headless'],
      'spec.selector': narrowed,
      'spec.podManagementPolicy': ['OrderedReady', 'Parallel'],
      'spec.volumeClaimTemplates': [undefined, [{ metadata: { name: 'data' }, spec: claim('data').spec as Fields }]],
    },
  },
  ...['Deployment', 'DaemonSet', 'ReplicaSet'].map((kind) => ({
    rule: 'selector-immutable',
    object: { ...deployment('web', {}, pod()), kind },
    fields: { 'spec.selector': narrowed },
  })),
  {
    rule: 'job-immutable',
    object: job,
    fields: {
      'spec.template': [pod({ restartPolicy: 'Never' }), pod({ restartPolicy: 'OnFailure' })],
      'spec.selector': [undefined, { matchLabels: labels }],
      'spec.completionMode': ['NonIndexed', 'Indexed'],
      'spec.podFailurePolicy': [
        undefined,
        { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] },
      ],
      'spec.managedBy': ['kubernetes.io/job-controller', 'example.org/controller'],
      'spec.completions': [1, 2],
    },
  },
  {
    rule: 'job-immutable',
    object: withField(job, 'spec.completionMode', 'Indexed'),
    fields: {
      'spec.backoffLimitPerIndex': [1, 2],
      'spec.successPolicy': [undefined, { rules: [{ succeededCount: 1 }] }],
    },
  },
  {
    rule: 'service-cluster-ip',
    object: service('web'),
    fields: { 'spec.clusterIP': ['10.0.9.1', '10.0.9.2'] },
  },
  {
    rule: 'service-cluster-ip',
    object: service('web', { clusterIP: '10.0.9.3', ipFamilyPolicy: 'PreferDualStack' }),
    fields: {
      'spec.clusterIPs': [
        ['10.0.9.3', 'fd00:10::93'],
        ['10.0.9.3', 'fd00:10::94'],
      ],
    },
  },
  {
    rule: 'service-ip-family',
    object: service('web', { ipFamilyPolicy: 'SingleStack' }),
    fields: { 'spec.ipFamilies': [['IPv4'], ['IPv6']] },
  },
  {
    rule: 'immutable-content',
    object: frozen(secret('db')),
    fields: {
      data: [{ password: 'YQ==' }, { password: 'Yg==' }],
      stringData: [undefined, { password: 'b' }],
      immutable: [true, false],
    },
  },
  {
    rule: 'immutable-content',
    object: frozen(configMap('web', { a: '1' })),
    fields: {
      data: [{ a: '1' }, { a: '2' }],
      binaryData: [undefined, { b: 'YQ==' }],
      immutable: [true, undefined],
    },
  },
  {
    rule: 'secret-type',
    object: secret('db', { username: 'YQ==', password: 'YQ==' }),
    fields: { type: ['Opaque', 'kubernetes.io/basic-auth'] },
  },
  { rule: 'role-reference', object: binding('RoleBinding', object, 'Role'), fields: { roleRef: roles('Role') } },
  {
    rule: 'role-reference',
    object: binding('ClusterRoleBinding', clusterObject, 'ClusterRole'),
    fields: { roleRef: roles('ClusterRole') },
  },
  {
    rule: 'priority-class-immutable',
    object: clusterObject('scheduling.k8s.io/v1', 'PriorityClass', 'high', { value: 1000 }),
    fields: { value: [1000, 2000], preemptionPolicy: ['PreemptLowerPriority', 'Never'] },
  },
];

/** An object with a field of this value; undefined leaves it out. */
export function withField(given: KubernetesObject, field: string, value: unknown): KubernetesObject {
  const set = (within: Fields, [step = '', ...rest]: readonly string[]): Fields => {
    const { [step]: inner, ...others } = within;
    const now = rest.length === 0 ? value : set((inner ?? {}) as Fields, rest);
    return now === undefined ? others : { ...others, [step]: now };
  };
  return set(given as unknown as Fields, field.split('.')) as unknown as KubernetesObject;
}
