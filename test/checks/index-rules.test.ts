import { type Finding, runChecks } from '../../src/checks';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { ManifestSet, type OutputIndex } from '../../src/manifests';

const application = (name: string): KubernetesObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name, namespace: 'argocd', finalizers: ['resources-finalizer.argocd.argoproj.io'] },
  spec: {
    project: 'shop',
    source: { repoURL: 'https://git.example.com/clusters.git', targetRevision: 'main', path: `clusters/local/${name}` },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
  },
});

const project = (kinds: readonly string[]): KubernetesObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'shop', namespace: 'argocd' },
  spec: {
    sourceRepos: ['https://git.example.com/*'],
    destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'shop' }],
    clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
    namespaceResourceWhitelist: kinds.map((kind) => ({ group: '', kind })),
  },
});

const namespace: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: {} } };
const settings: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop' },
  data: {},
};

/** The rules that find something in an output of one environment, each object in the folder it is given with. */
const found = (
  placed: readonly (readonly [folder: string, object: KubernetesObject])[],
  secrets: OutputIndex['secrets'] = [],
): readonly Finding[] => {
  const paths = placed.map(
    ([folder, { kind, metadata }]) => `local/${folder}/${kind.toLowerCase()}.${metadata.name}.yaml`,
  );
  const index: OutputIndex = {
    version: 1,
    files: placed.map(([folder, { apiVersion, kind, metadata }], at) => ({
      path: paths[at] ?? '',
      environment: 'local',
      application: folder === 'apps' ? '' : folder,
      group: apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '',
      kind,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      name: metadata.name,
      wave: 0,
      constructPath: '',
      system: 'shop',
    })),
    secrets,
  };
  const manifests = placed.map(([, object], at) => ({
    object,
    file: paths[at] ?? '',
    path: paths[at] ?? '',
    line: 1,
    lineOf: () => 1,
  }));
  return runChecks(new ManifestSet(manifests, { index })).findings.filter(({ severity }) => severity === 'error');
};

const told = (findings: readonly Finding[]): string[] => findings.map(({ rule, value }) => `${rule} ${value}`);

const good = [
  ['apps', application('apps')],
  ['apps', application('shop')],
  ['apps', project(['ConfigMap', 'Secret'])],
  ['shop', namespace],
  ['shop', settings],
] as const;

test('an output whose folders, Applications and projects fit gives no error', () => {
  expect(told(found(good))).toEqual([]);
});

test('a folder without an Application is an error', () => {
  expect(told(found([...good, ['workers', { ...settings, metadata: { name: 'other', namespace: 'shop' } }]]))).toEqual([
    'argo-application-missing local/workers',
  ]);
});

test('an Application of a folder that is not there is an error', () => {
  expect(told(found([...good, ['apps', application('workers')]]))).toEqual([
    'argo-application-path clusters/local/workers',
  ]);
});

test('a kind that the project does not allow is an error, once', () => {
  const narrow = good.map(
    ([folder, object]) => [folder, object.kind === 'AppProject' ? project(['Secret']) : object] as const,
  );
  expect(told(found([...narrow, ['shop', { ...settings, metadata: { name: 'other', namespace: 'shop' } }]]))).toEqual([
    'argo-project-kinds /ConfigMap',
  ]);
});

test('a namespace that the output does not make is an error', () => {
  const elsewhere = { ...settings, metadata: { name: 'settings', namespace: 'other' } };
  expect(told(found([...good, ['shop', elsewhere]]))).toEqual(['ref-namespace other']);
});

test('a promised Secret that no object makes is an error; one made or sealed by hand is not', () => {
  const secret = { environment: 'local', namespace: 'shop', name: 'keys', keys: [], usedBy: [] };
  expect(told(found(good, [{ ...secret, provider: 'external-secrets' }]))).toEqual([
    'ref-promise ExternalSecret shop/keys',
  ]);
  for (const provider of ['manual', 'sealed-secrets'] as const) {
    expect(told(found(good, [{ ...secret, provider }]))).toEqual([]);
  }
});

test('a promise of a provider that the library does not know is held against the object that the index names', () => {
  const secret = { environment: 'local', namespace: 'shop', name: 'keys', keys: [], usedBy: [], provider: 'vault' };
  const supplied = (name: string) =>
    [{ ...secret, supply: 'objects', source: { group: '', kind: 'ConfigMap', name } }] as const;
  expect(told(found(good, supplied('settings')))).toEqual([]);
  expect(told(found(good, supplied('lost')))).toEqual(['ref-promise ConfigMap shop/lost']);
  expect(told(found(good, [{ ...secret, supply: 'elsewhere' }]))).toEqual([]);
});

test.each([
  [1_048_570, 'error'],
  [300_000, 'info'],
  [100_000, undefined],
])('a ConfigMap of %i bytes is %s', (size, severity) => {
  const large = { ...settings, data: { 'dashboard.txt': 'x'.repeat(size) } };
  const finding = runChecks(ManifestSet.of([large])).findings.find(({ rule }) => rule === 'configmap-size');
  expect(finding?.severity).toBe(severity);
});

test('what the index says has to be there is not told as missing; what it does not, is', () => {
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'files', namespace: 'shop' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'fast' },
  };
  const path = 'local/shop/persistentvolumeclaim.files.yaml';
  const manifest = { object: claim, file: path, path, line: 1, lineOf: () => 1 };
  const needed = { kind: 'StorageClass', name: 'fast', why: '', mend: '', neededBy: [] };
  const rules = (environment: string) => {
    const entry = { environment: 'local', application: 'shop', system: 'shop', wave: 0, constructPath: '' };
    const files = [{ ...entry, path, group: '', kind: claim.kind, namespace: 'shop', name: 'files' }];
    const index: OutputIndex = { version: 1, files, secrets: [], requirements: [{ environment, ...needed }] };
    return runChecks(new ManifestSet([manifest], { index })).findings.map(({ rule }) => rule);
  };
  expect(rules('local')).not.toContain('ref-storage-class');
  expect(rules('production')).toContain('ref-storage-class');
});

test('a Secret that the index says has to be there is there, with whatever keys', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'job', namespace: 'shop' },
    spec: { containers: [{ name: 'job', image: 'job:1.0', envFrom: [{ secretRef: { name: 'wildcard' } }] }] },
  };
  const manifest = { object: pod, file: 'a.yaml', path: 'local/shop/pod.job.yaml', line: 1, lineOf: () => 1 };
  const needed = { environment: 'local', kind: 'Secret', name: 'wildcard', why: '', mend: '', neededBy: [] };
  const rules = (namespace: string) => {
    const entry = { environment: 'local', application: 'shop', system: 'shop', wave: 0, constructPath: '' };
    const files = [{ ...entry, path: manifest.path, group: '', kind: 'Pod', namespace: 'shop', name: 'job' }];
    const index: OutputIndex = { version: 1, files, secrets: [], requirements: [{ ...needed, namespace }] };
    return runChecks(new ManifestSet([manifest], { index })).findings.map(({ rule }) => rule);
  };
  expect(rules('shop')).not.toContain('ref-secret');
  expect(rules('other')).toContain('ref-secret');
});
