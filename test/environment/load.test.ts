import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, Size } from 'cdk8s';
import { loadEnvironments } from '../../src/environment/reading';
import { ProblemsError } from '../../src/problem';
import { FORMS } from './sample-systems';

const VALID = 'test/environment/fixtures/valid';

function failureOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ProblemsError) return error.message;
    throw error;
  }
  return 'nothing was thrown';
}

describe('a folder of right environments', () => {
  const [local, production] = loadEnvironments(VALID, FORMS);

  test('is read in the order of names', () => {
    expect(loadEnvironments(VALID, FORMS).map(({ name }) => name)).toEqual(['local', 'production']);
  });

  test('a short file has all defaults filled in', () => {
    expect(local).toEqual({
      file: `${VALID}/local.yaml`,
      name: 'local',
      description: 'One small node, for trying things out',
      cluster: {
        kubernetesVersion: '1.36',
        flavour: 'kubernetes',
        apiServer: 'https://kubernetes.default.svc',
        domain: 'cluster.local',
        dns: 'kube-dns',
        apiServerCidrs: ['192.168.49.2/32'],
        apiServerPort: 6443,
        nodeCidrs: ['192.168.49.0/24'],
        nodes: [{ name: 'node', count: 1, cpu: '2', memory: '4Gi' }],
      },
      gitops: { repository: 'https://git.example.org/clusters.git', revision: 'main', path: 'local' },
      argocd: { namespace: 'argocd', manageSettings: true, health: {} },
      exposure: { type: 'NodePort' },
      storage: { mode: 'static', node: 'minikube', root: '/mnt/data', class: 'manual' },
      secrets: { provider: 'manual' },
      operators: {
        keda: { namespace: 'keda', resources: { cpu: '50m', memory: '128Mi' } },
        externalSecrets: { namespace: 'external-secrets', resources: { cpu: '50m', memory: '128Mi' } },
        sealedSecrets: { namespace: 'sealed-secrets', resources: { cpu: '50m', memory: '128Mi' } },
        certManager: { namespace: 'cert-manager', resources: { cpu: '50m', memory: '128Mi' } },
      },
      systems: {
        platform: { retention: Duration.hours(12) },
        shop: { replicas: 1, volume: Size.gibibytes(1), image: 'postgres:17.11' },
      },
    });
  });

  test('every key of a long file reaches the environment', () => {
    expect(production).toEqual({
      file: `${VALID}/production.yaml`,
      name: 'production',
      description: 'Three nodes, high availability',
      cluster: {
        kubernetesVersion: '1.35',
        flavour: 'openshift',
        apiServer: 'https://api.example.org:6443',
        domain: 'cluster.example',
        dns: 'node-local-dns',
        apiServerCidrs: ['10.0.0.10/32', 'fd00:10::/64'],
        apiServerPort: 443,
        nodeCidrs: ['10.0.0.0/16'],
        nodes: [
          { name: 'general', count: 3, cpu: '7500m', memory: '28Gi' },
          { name: 'memory', count: 2, cpu: '4', memory: '64Gi' },
        ],
      },
      gitops: { repository: 'git@git.example.org:clusters/all.git', revision: 'stable', path: 'clusters/production' },
      argocd: { namespace: 'gitops', manageSettings: false, health: {} },
      domain: 'shop.example.org',
      exposure: {
        type: 'Ingress',
        class: 'nginx',
        tlsIssuer: 'letsencrypt',
      },
      storage: {
        mode: 'dynamic',
        classes: { default: 'standard', database: 'fast', shared: 'files' },
        reclaim: 'Retain',
      },
      secrets: {
        provider: 'external-secrets',
        store: { name: 'vault', kind: 'ClusterSecretStore', keyPrefix: 'production/' },
      },
      operators: {
        keda: { namespace: 'keda', resources: { cpu: '100m', memory: '256Mi' } },
        externalSecrets: { namespace: 'external-secrets', resources: { cpu: '50m', memory: '128Mi' } },
        sealedSecrets: { namespace: 'sealed-secrets', resources: { cpu: '50m', memory: '128Mi' } },
        certManager: { install: true, namespace: 'certificates', resources: { cpu: '50m', memory: '128Mi' } },
      },
      systems: {
        platform: { retention: Duration.days(30) },
        shop: { replicas: 3, volume: Size.gibibytes(3), image: 'registry.example.org:5000/shop/database:2.4.1' },
      },
    });
  });

  test('only the environments that are wanted are read', () => {
    expect(loadEnvironments(VALID, FORMS, { only: ['production'] }).map(({ name }) => name)).toEqual(['production']);
  });

  test.each([
    ['staging', `${VALID}: no environment 'staging', allowed: local, production`],
    ['prodution', `${VALID}: no environment 'prodution', did you mean 'production'? allowed: local, production`],
  ])('the environment %s that does not exist is told with those that do', (name, text) => {
    expect(failureOf(() => loadEnvironments(VALID, FORMS, { only: ['local', name] }))).toBe(text);
  });
});

describe('a folder that holds something else', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'environments-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const textOf = (at = folder) => failureOf(() => loadEnvironments(at, FORMS)).replaceAll(folder, 'F');

  test('does not exist', () => {
    expect(textOf(join(folder, 'none'))).toBe('F/none: the folder of the environment files does not exist');
  });

  test('is a file', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(textOf(join(folder, 'file'))).toBe('F/file: not a folder, environment files lie in one');
  });

  test('has no environment, only hidden files, folders and the schema', () => {
    writeFileSync(join(folder, '.hidden.yaml'), 'a: 1');
    writeFileSync(join(folder, 'schema.json'), '{}');
    mkdirSync(join(folder, 'folder.yaml'));
    expect(textOf()).toBe(
      "F: no environment file in the folder, add one for each deployment target, such as 'local.yaml'",
    );
  });

  const files: readonly (readonly [string, string, string | Buffer, string])[] = [
    ['another ending', 'local.yml', '', "F/local.yml: an environment file ends in '.yaml', rename it"],
    ['nothing', 'a.yaml', '', "F/a.yaml: the file is empty, it needs at least the keys 'name' and 'cluster'"],
    [
      'a comment alone',
      'a.yaml',
      '# x\n---\n',
      "F/a.yaml: the file is empty, it needs at least the keys 'name' and 'cluster'",
    ],
    [
      'bytes that are no UTF-8',
      'a.yaml',
      Buffer.from([0x61, 0xff]),
      'F/a.yaml: the file is not UTF-8 text, save it in that encoding',
    ],
    [
      'too much',
      'a.yaml',
      '#'.repeat(1024 * 1024 + 1),
      'F/a.yaml: the file has 1048577 bytes, allowed: at most 1048576 (1 MiB)',
    ],
  ];
  test.each(files)('a file with %s', (_, name, content, text) => {
    writeFileSync(join(folder, name), content);
    expect(textOf()).toBe(text);
  });

  test('a link to itself, to nothing and to a folder', () => {
    symlinkSync('a.yaml', join(folder, 'a.yaml'));
    symlinkSync('gone', join(folder, 'b.yaml'));
    symlinkSync('.', join(folder, 'c.yaml'));
    expect(textOf().split('\n')).toEqual([
      "F/a.yaml: the file can't be read: it is a link that leads back to itself",
      "F/b.yaml: the file can't be read: it is a link to a file that does not exist",
      'F/c.yaml: not a regular file, a YAML file is needed',
    ]);
  });

  test('environments stand in the order of their names, whatever follows these in the names of the files', () => {
    const text = readFileSync(`${VALID}/local.yaml`, 'utf8');
    for (const name of ['local-2', 'local']) {
      writeFileSync(join(folder, `${name}.yaml`), text.replace('name: local\n', `name: ${name}\n`));
    }
    expect(loadEnvironments(folder, FORMS).map(({ name }) => name)).toEqual(['local', 'local-2']);
  });

  test('all problems of all files are told at once', () => {
    writeFileSync(join(folder, 'a.yaml'), 'name: [');
    writeFileSync(join(folder, 'b.yml'), '');
    writeFileSync(join(folder, 'c.yaml'), 'name: c\nname: d\n');
    const told = textOf().split('\n');
    expect(told.map((line) => line.split(': ')[0])).toEqual(['F/a.yaml:1:8', 'F/b.yml', 'F/c.yaml:2:1']);
  });
});
