import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { groupOf, type KubernetesObject } from '../../src/kubernetes';
import type { IndexedRequirement } from '../../src/manifests';
import { stringify } from '../../src/render/yaml';

/** Where an object stands: `application wave`. */
type Place = readonly [application: string, wave: number, object: KubernetesObject];

const container = { name: 'main', image: 'example/image:1.0' };
const namespace = 'shop';

function pod(labels: Record<string, string>, more: object = {}) {
  return { metadata: { labels }, spec: { containers: [container], ...more } };
}

function object(
  apiVersion: string,
  kind: string,
  name: string,
  body: object = {},
  metadata: object = {},
): KubernetesObject {
  const isNamespaced = !['Namespace', 'PersistentVolume', 'PriorityClass'].includes(kind);
  return { apiVersion, kind, metadata: { name, ...(isNamespaced && { namespace }), ...metadata }, ...body };
}

const labels = { app: 'shop', tier: 'db' };

/** A small system with everything that a rollout has to mind. */
export const sampleObjects: readonly Place[] = [
  [
    '',
    0,
    object(
      'argoproj.io/v1alpha1',
      'Application',
      'root',
      { spec: { source: { path: 'clusters/local/apps' } } },
      { namespace: 'argocd' },
    ),
  ],
  [
    'apps',
    1,
    object(
      'argoproj.io/v1alpha1',
      'Application',
      'keda',
      {
        spec: {
          destination: { namespace: 'keda' },
          source: {
            repoURL: 'https://kedacore.github.io/charts',
            chart: 'keda',
            targetRevision: '2.20.2',
            helm: {
              releaseName: 'keda',
              values: 'priorityClassName: shop-high\nresources:\n  operator:\n    requests:\n      cpu: 50m\n',
            },
          },
        },
      },
      { namespace: 'argocd' },
    ),
  ],
  ['namespaces', 0, object('v1', 'Namespace', 'shop')],
  ['priority-classes', 0, object('scheduling.k8s.io/v1', 'PriorityClass', 'shop-high', { value: 1000 })],
  [
    'shop-data',
    0,
    object('v1', 'PersistentVolume', 'shop-db', {
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '1Gi' },
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: 'db' },
        local: { path: '/data/shop/db' },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['minikube'] }] },
            ],
          },
        },
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: 'manual',
        volumeMode: 'Filesystem',
      },
    }),
  ],
  [
    'shop-data',
    0,
    object('v1', 'PersistentVolumeClaim', 'db', {
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        storageClassName: 'manual',
        volumeMode: 'Filesystem',
        volumeName: 'shop-db',
      },
    }),
  ],
  ['shop-data', 0, object('v1', 'ServiceAccount', 'db')],
  ['shop-data', 0, object('v1', 'ConfigMap', 'db-init', { data: { 'init.sql': 'select 1;\n' } })],
  [
    'shop-data',
    0,
    object('apps/v1', 'StatefulSet', 'db', {
      spec: {
        replicas: 1,
        serviceName: 'db',
        selector: { matchLabels: labels },
        template: pod(labels, { serviceAccountName: 'db', priorityClassName: 'shop-high' }),
      },
    }),
  ],
  [
    'shop-data',
    1,
    object(
      'batch/v1',
      'Job',
      'db-migration',
      { spec: { template: pod({ app: 'shop', tier: 'migration' }, { restartPolicy: 'Never' }) } },
      {
        annotations: {
          'argocd.argoproj.io/hook': 'Sync',
          'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
        },
      },
    ),
  ],
  [
    'shop-app',
    0,
    object('apps/v1', 'Deployment', 'web', {
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'shop', tier: 'web' } },
        template: pod({ app: 'shop', tier: 'web' }),
      },
    }),
  ],
  [
    'shop-workers',
    0,
    object('keda.sh/v1alpha1', 'ScaledJob', 'orders', {
      spec: {
        jobTargetRef: { template: pod({ app: 'shop', tier: 'orders' }, { restartPolicy: 'Never' }) },
        triggers: [{ type: 'rabbitmq', metadata: { queueName: 'orders' } }],
      },
    }),
  ],
];

const waves: Readonly<Record<string, number>> = {
  namespaces: 0,
  'priority-classes': 0,
  keda: 1,
  'shop-data': 1,
  'shop-app': 2,
  'shop-workers': 3,
};

export interface SampleOptions {
  /** @default 'manual' */
  readonly provider?: 'manual' | 'sealed-secrets' | 'external-secrets';
  /** Changes or leaves out objects. @default - as they are */
  readonly edit?: (object: KubernetesObject) => KubernetesObject | undefined;
  /** @default - two */
  readonly secrets?: readonly object[];
  /** API groups that Applications bring, by name. @default - none */
  readonly provides?: Readonly<Record<string, readonly string[]>>;
  /** What has to be there without being in it. @default - nothing */
  readonly requirements?: readonly Omit<IndexedRequirement, 'environment'>[];
}

export const sampleSecrets = [
  {
    namespace,
    name: 'db-owner',
    keys: [
      { key: 'username', origin: 'fixed', value: 'owner' },
      { key: 'password', origin: 'generated', length: 24 },
    ],
    usedBy: ['local/shop/shop-data/db'],
  },
  {
    namespace,
    name: 'sftp-key',
    keys: [{ key: 'id_ed25519', origin: 'outside', description: 'private key of the SFTP account' }],
    usedBy: [],
  },
];

/** Writes the sample as a rendered output into a new folder. */
export function writeSample({
  provider = 'manual',
  edit = (same) => same,
  secrets = sampleSecrets,
  provides = {},
  requirements = [],
}: SampleOptions = {}): {
  dist: string;
  remove: () => void;
} {
  const root = mkdtempSync(join(tmpdir(), 'output-'));
  const dist = join(root, 'dist');
  const files = sampleObjects.flatMap(([application, wave, original]) => {
    const edited = edit(original);
    if (edited === undefined) return [];
    const annotations = { ...edited.metadata.annotations, 'argocd.argoproj.io/sync-wave': String(wave) };
    const placed = { ...edited, metadata: { ...edited.metadata, ...(application && { annotations }) } };
    const path =
      application === ''
        ? 'local/bootstrap.yaml'
        : `local/${application}/${edited.kind.toLowerCase()}.${edited.metadata.name}.yaml`;
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    writeFileSync(join(dist, path), stringify(placed));
    return [
      {
        path,
        environment: 'local',
        application,
        system: 'shop',
        group: groupOf(edited.apiVersion),
        kind: edited.kind,
        namespace: edited.metadata.namespace,
        name: edited.metadata.name,
        wave,
        constructPath: `local/shop/${application}/${edited.metadata.name}`,
      },
    ];
  });
  const index = {
    version: 1,
    applications: Object.entries(waves).map(([name, wave]) => ({
      environment: 'local',
      name,
      wave,
      ...(provides[name] && { provides: provides[name] }),
    })),
    files,
    secrets: secrets.map((secret) => ({ environment: 'local', provider, ...secret })),
    requirements: requirements.map((requirement) => ({ environment: 'local', ...requirement })),
  };
  writeFileSync(join(dist, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
  return { dist, remove: () => rmSync(root, { recursive: true, force: true }) };
}
