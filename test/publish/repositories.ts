import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from '../../src/render/yaml';

const identity = {
  GIT_AUTHOR_NAME: 'Tester',
  GIT_AUTHOR_EMAIL: 'tester@example.org',
  GIT_COMMITTER_NAME: 'Tester',
  GIT_COMMITTER_EMAIL: 'tester@example.org',
};

/** Folders with real repositories, and an output to publish to them. */
export class Workshop {
  readonly root = mkdtempSync(join(tmpdir(), 'workshop-'));
  readonly dist = join(this.root, 'project', 'dist');
  readonly bare = join(this.root, 'gitops.git');

  constructor() {
    // Whoever runs the tests may have settings of their own: none of them counts here.
    writeFileSync(join(this.root, 'gitconfig'), '[init]\n\tdefaultBranch = main\n');
    Object.assign(process.env, identity, {
      GIT_CONFIG_GLOBAL: join(this.root, 'gitconfig'),
      GIT_CONFIG_NOSYSTEM: '1',
    });
    this.git('.', 'init', '--quiet', '--bare', '--initial-branch=main', this.bare);
    this.writeOutput(sampleFiles());
  }

  git(folder: string, ...args: string[]): string {
    return execFileSync('git', args, {
      cwd: join(this.root, folder),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Commits files (path → text, or undefined to remove) to the bare repository, as somebody else would. */
  commit(files: Record<string, string | undefined>, message = 'somebody else'): void {
    const clone = mkdtempSync(join(this.root, 'clone-'));
    execFileSync('git', ['clone', '--quiet', this.bare, clone], { stdio: 'ignore' });
    for (const [path, text] of Object.entries(files)) {
      if (text === undefined) rmSync(join(clone, path));
      else {
        mkdirSync(dirname(join(clone, path)), { recursive: true });
        writeFileSync(join(clone, path), text);
      }
    }
    const git = (...args: string[]) => execFileSync('git', args, { cwd: clone, stdio: 'ignore' });
    git('add', '--all');
    git('commit', '--quiet', '-m', message);
    git('push', '--quiet', 'origin', 'HEAD:main');
  }

  /** Writes an output: path below the environment → objects. */
  writeOutput(files: Record<string, readonly object[]>, environment = 'local', secrets: readonly object[] = []): void {
    rmSync(this.dist, { recursive: true, force: true });
    const entries = Object.entries(files).map(([path, objects]) => {
      const file = join(this.dist, environment, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, objects.map(stringify).join('---\n'));
      const [{ kind, metadata, apiVersion }] = objects as [
        { kind: string; metadata: { name: string; namespace?: string }; apiVersion: string },
      ];
      const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
      const application = path.includes('/') ? path.split('/')[0] : '';
      const place = { path: `${environment}/${path}`, environment, application, system: 'shop' };
      return {
        ...place,
        group,
        kind,
        namespace: metadata.namespace,
        name: metadata.name,
        wave: 0,
        constructPath: path,
      };
    });
    const index = { version: 1, applications: [], files: entries, secrets };
    writeFileSync(join(this.dist, 'index.json'), JSON.stringify(index));
  }

  /** A program that the bare repository runs before it takes a push. */
  hook(script: string | undefined): void {
    const file = join(this.bare, 'hooks', 'pre-receive');
    if (script === undefined) rmSync(file, { force: true });
    else {
      writeFileSync(file, `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o755);
    }
  }

  get commits(): string[] {
    return this.git('.', '-C', this.bare, 'log', '--format=%s', 'main').trim().split('\n');
  }

  files(folder = ''): string[] {
    const text = this.git(
      '.',
      '-C',
      this.bare,
      'ls-tree',
      '-r',
      '--name-only',
      'main',
      ...(folder ? ['--', `${folder}/`] : []),
    );
    return text.split('\n').filter((line) => line !== '');
  }

  read(path: string): string {
    return this.git('.', '-C', this.bare, 'show', `main:${path}`);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

const kept = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };
const labels = { app: 'shop', tier: 'web' };

export function configMap(name: string, data: Record<string, string>) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop', labels }, data };
}

export function claim(storage = '1Gi') {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'shop', labels, annotations: kept },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage } },
      storageClassName: 'fast',
      volumeMode: 'Filesystem',
    },
  };
}

const server = 'https://kubernetes.default.svc';
const repoURL = 'https://git.example.org/gitops.git';

/** An Application: it says which folder of the repository is read. */
function application(name: string, path: string, isRoot = false) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: 'argocd',
      annotations: { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' },
      ...(isRoot ? {} : { finalizers: ['resources-finalizer.argocd.argoproj.io'] }),
    },
    spec: {
      project: 'root',
      destination: { server, namespace: isRoot ? 'argocd' : 'shop' },
      source: { repoURL, targetRevision: 'main', path },
      syncPolicy: {
        automated: { prune: !isRoot, selfHeal: true, allowEmpty: false },
        syncOptions: ['ServerSideApply=true', 'FailOnSharedResource=true', 'PruneLast=true'],
        retry: { limit: -1, refresh: true, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } },
      },
    },
  };
}

const project = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'root', namespace: 'argocd' },
  spec: {
    description: 'everything',
    sourceRepos: [repoURL],
    destinations: [
      { server, namespace: 'argocd' },
      { server, namespace: 'shop' },
    ],
    clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
    namespaceResourceWhitelist: [
      { group: '', kind: 'ConfigMap' },
      { group: '', kind: 'PersistentVolumeClaim' },
      { group: 'argoproj.io', kind: 'Application' },
      { group: 'argoproj.io', kind: 'AppProject' },
    ],
  },
};

const level = 'restricted';
const namespace = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'shop',
    labels: {
      'pod-security.kubernetes.io/enforce': level,
      'pod-security.kubernetes.io/enforce-version': 'v1.36',
      'pod-security.kubernetes.io/audit': level,
      'pod-security.kubernetes.io/audit-version': 'v1.36',
      'pod-security.kubernetes.io/warn': level,
      'pod-security.kubernetes.io/warn-version': 'v1.36',
    },
    annotations: kept,
  },
};

/** An output of three Applications whose folder in the repository is `path`. */
export function sampleFiles(path = 'clusters/local'): Record<string, readonly object[]> {
  return {
    'bootstrap.yaml': [project, application('root', `${path}/apps`, true)],
    'apps/application.namespaces.yaml': [application('namespaces', `${path}/namespaces`)],
    'apps/application.shop-app.yaml': [application('shop-app', `${path}/shop-app`)],
    'namespaces/namespace.shop.yaml': [namespace],
    'shop-app/configmap.settings.yaml': [configMap('settings', { mode: 'fast' })],
    'shop-app/configmap.words.yaml': [configMap('words', { greeting: 'hello' })],
  };
}
