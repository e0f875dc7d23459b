import { runChecks } from '../../src/checks';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { ManifestSet } from '../../src/manifests';

const make = (apiVersion: string, kind: string, rest: object = {}, metadata: object = {}): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name: 'a', namespace: 'shop', ...metadata }, ...rest }) as KubernetesObject;
const found = (rule: string, objects: readonly KubernetesObject[]) =>
  runChecks(ManifestSet.of(objects)).findings.some((finding) => finding.rule === rule);

const script = (...lines: string[]) =>
  make('v1', 'ConfigMap', { data: { 'run.sh': `#!/bin/sh\n${lines.join('\n')}\n` } });
const annotated = (key: string) => make('v1', 'ConfigMap', { data: {} }, { annotations: { [key]: 'Zx8Kq2LmP9' } });
const pod = make('v1', 'Pod', { spec: { containers: [{ name: 'a', image: 'a:1' }] } });
const priority = (globalDefault: boolean, name = 'a') =>
  make('scheduling.k8s.io/v1', 'PriorityClass', { value: 10, globalDefault }, { name, namespace: undefined });
const migrating = (kind: string, ...command: string[]) =>
  make('apps/v1', kind, { spec: { template: { spec: { containers: [{ name: 'a', image: 'a:1', command }] } } } });
const application = (syncPolicy: object) =>
  make(
    'argoproj.io/v1alpha1',
    'Application',
    { spec: { syncPolicy } },
    { finalizers: ['resources-finalizer.argocd.argoproj.io'] },
  );
const served = make('v1', 'Service', { spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] } });
const ingress = (port: object, name = 'a') =>
  make(
    'networking.k8s.io/v1',
    'Ingress',
    {
      spec: {
        rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'a', port } } }] } }],
      },
    },
    { name },
  );
const allowing = (...clusterResourceWhitelist: object[]) =>
  make('argoproj.io/v1alpha1', 'AppProject', { spec: { clusterResourceWhitelist } });
const disk = (...accessModes: string[]) =>
  make('v1', 'PersistentVolume', { spec: { hostPath: { path: '/data' }, accessModes } }, { namespace: undefined });
const volume = (name: string, storage: string) =>
  make(
    'v1',
    'PersistentVolume',
    { spec: { storageClassName: 'disks', capacity: { storage }, accessModes: ['ReadWriteOnce'] } },
    { name, namespace: undefined },
  );
const claim = (name: string, storage: string, spec: object = {}) =>
  make(
    'v1',
    'PersistentVolumeClaim',
    {
      spec: {
        storageClassName: 'disks',
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage } },
        ...spec,
      },
    },
    { name },
  );
const rolling = make('apps/v1', 'Deployment', {
  spec: { template: { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'a' } }] } } },
});
const mounting = (name: string, wave: number) =>
  make(
    'apps/v1',
    'Deployment',
    { spec: { template: { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'a' } }] } } } },
    { name, annotations: { 'argocd.argoproj.io/sync-wave': String(wave) } },
  );
const selecting = (apiVersion: string, kind: string, selector?: object) =>
  make(apiVersion, kind, { spec: { selector, template: { metadata: { labels: { app: 'web' } }, spec: {} } } });
const made = { matchLabels: { 'batch.kubernetes.io/controller-uid': '07b1' } };
/** A Redis with a folder that something writes its configuration into, or without one. */
const redis = (args: string[], withFolder = false) =>
  make('v1', 'Pod', {
    spec: {
      containers: [
        {
          name: 'a',
          image: 'redis:8.2',
          args,
          ...(withFolder && { volumeMounts: [{ name: 'conf', mountPath: '/conf' }] }),
        },
      ],
      ...(withFolder && { volumes: [{ name: 'conf', emptyDir: {} }] }),
    },
  });
const told = (name: string, value: string) =>
  make('v1', 'Pod', { spec: { containers: [{ name: 'a', image: 'a:1', env: [{ name, value }] }] } });
const namespace = (name: string, labels: object) => make('v1', 'Namespace', {}, { name, namespace: undefined, labels });
const podIn = (space: string, app: string) => ({
  ...pod,
  metadata: { name: app, namespace: space, labels: { app } },
});
/** A pod that may go to the databases of a team's namespaces, and two databases, of which one lets nobody in. */
const towardsDatabases = [
  podIn('shop', 'web'),
  podIn('open', 'db'),
  podIn('trial', 'db'),
  namespace('open', { team: 'data' }),
  make('networking.k8s.io/v1', 'NetworkPolicy', {
    spec: {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{ namespaceSelector: { matchLabels: { team: 'data' } }, podSelector: { matchLabels: { app: 'db' } } }],
          ports: [{ port: 5432 }],
        },
      ],
    },
  }),
  make(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    { spec: { podSelector: {}, policyTypes: ['Ingress'] } },
    { name: 'deny', namespace: 'trial' },
  ),
];
const nowhere = make('v1', 'ConfigMap', { data: {} }, { namespace: undefined });

describe('a fault is told, and what only looks like one is not', () => {
  test.each<[rule: string, what: string, right: KubernetesObject[], wrong: KubernetesObject[]]>([
    [
      'shell-goes-on',
      'a script that sets, says and becomes another program',
      [script('export A=1', 'echo begun', 'exec /usr/bin/server')],
      [script('mkdir /data/a', 'cp /b /data/a')],
    ],
    [
      'secret-in-annotation',
      'the checksum of a password',
      [annotated('checksum/db-password')],
      [annotated('example.com/db-password')],
    ],
    [
      'secret-in-annotation',
      "an annotation of kubectl's own",
      [annotated('kubectl.kubernetes.io/db-password')],
      [annotated('example.com/db-password')],
    ],
    ['priority-missing', 'a class for all that name none', [pod, priority(true)], [pod, priority(false)]],
    [
      'priority-range',
      'two classes of which one is for all that name none',
      [priority(true), priority(false, 'b')],
      [priority(true), priority(true, 'b')],
    ],
    [
      'priority-range',
      'two classes that are asked for by name',
      [priority(false), priority(false, 'b')],
      [priority(true), priority(true, 'b')],
    ],
    [
      'migrate-on-start',
      'one pod that migrates, which is not one on each node',
      [migrating('Deployment', 'sh', '-c', 'alembic upgrade head')],
      [migrating('DaemonSet', 'sh', '-c', 'alembic upgrade head')],
    ],
    [
      'migrate-on-start',
      'a program that is told of migrations, and does none',
      [migrating('DaemonSet', 'python', 'manage.py', 'runserver')],
      [migrating('DaemonSet', 'python', 'manage.py', '--settings', 'shop', 'migrate')],
    ],
    [
      'migrate-on-start',
      'a look at what would be changed, as words of its own',
      [migrating('DaemonSet', 'alembic', 'history')],
      [migrating('DaemonSet', 'alembic', '-c', 'shop.ini', 'upgrade', 'head')],
    ],
    [
      'migrate-on-start',
      'a command that follows another',
      [migrating('DaemonSet', 'sh', '-c', 'alembic history && ./upgrade')],
      [migrating('DaemonSet', 'sh', '-c', './prepare && alembic upgrade head')],
    ],
    [
      'argo-application-policy',
      'an Application that is synced by hand',
      [application({})],
      [application({ automated: {} })],
    ],
    [
      'argo-application-policy',
      'a sync that is tried again without end',
      [application({ automated: {}, retry: { limit: -1 } })],
      [application({ automated: {}, retry: { limit: 0 } })],
    ],
    [
      'network-half',
      'pods of the same labels in a namespace that is not meant',
      [...towardsDatabases, namespace('trial', {})],
      [...towardsDatabases, namespace('trial', { team: 'data' })],
    ],
    [
      'ref-ingress-service',
      'a port of the Service, by its number and by its name',
      [served, ingress({ number: 80 }), ingress({ name: 'http' }, 'b')],
      [served, ingress({ number: 8080 })],
    ],
    ['ref-ingress-service', 'a port that the Service has by a name', [served], [served, ingress({ name: 'https' })]],
    [
      'argo-project-open',
      'a project with every kind of one group',
      [allowing({ group: 'apps', kind: '*' }, { group: '*', kind: 'Namespace' })],
      [allowing({ group: '*', kind: '*' })],
    ],
    ['volume-rwx-host', 'a volume of one node for one node', [disk('ReadWriteOnce')], [disk('ReadOnlyMany')]],
    [
      'volume-rwx-host',
      'a volume for one node, which others may read',
      [disk('ReadWriteOnce')],
      [disk('ReadWriteOnce', 'ReadWriteMany')],
    ],
    [
      'volume-pair',
      'a claim that names its volume, and one before it that takes any',
      [volume('one', '1Gi'), volume('two', '1Gi'), claim('a', '1Gi'), claim('b', '1Gi', { volumeName: 'one' })],
      [volume('one', '1Gi'), claim('a', '1Gi'), claim('b', '1Gi', { volumeName: 'one' })],
    ],
    [
      'volume-pair',
      'a small claim before a large one, and their volumes the other way',
      [volume('large', '2Gi'), volume('small', '1Gi'), claim('a', '1Gi'), claim('b', '2Gi')],
      [volume('small', '1Gi'), volume('other', '1Gi'), claim('a', '1Gi'), claim('b', '2Gi')],
    ],
    [
      'rolling-on-claim',
      'a claim that says nothing of nodes',
      [rolling, claim('a', '1Gi', { accessModes: undefined })],
      [rolling, claim('a', '1Gi')],
    ],
    [
      'rolling-on-claim',
      'a claim that pods of many nodes may use',
      [rolling, claim('a', '1Gi', { accessModes: ['ReadWriteOnce', 'ReadWriteMany'] })],
      [rolling, claim('a', '1Gi', { accessModes: ['ReadWriteOncePod'] })],
    ],
    [
      'selector-template',
      'the selector of a Job, which the API server makes, and one that is missing',
      [selecting('batch/v1', 'Job', made), selecting('apps/v1', 'Deployment')],
      [selecting('apps/v1', 'Deployment', made)],
    ],
    [
      'redis-no-password',
      'a server with a password',
      [redis(['--requirepass', '$(PASSWORD)'])],
      [redis(['--appendonly', 'yes'])],
    ],
    [
      'redis-no-password',
      'a server whose configuration is written where it starts',
      [redis(['/conf/redis.conf'], true)],
      [redis(['/conf/redis.conf'])],
    ],
    [
      'redis-no-password',
      'a configuration that nobody can read here, and one that takes the password away',
      [redis(['port 6379\n# a comment\n'], true)],
      [redis(['port 6379\n# requirepass old\n'], true)],
    ],
    [
      'debug-enabled',
      'a program for the names of its hosts',
      [told('ALLOWED_HOSTS', 'shop.example.org')],
      [told('ALLOWED_HOSTS', '*')],
    ],
    ['debug-enabled', 'a program with debugging off', [told('APP_DEBUG', 'false')], [told('APP_DEBUG', 'True')]],
    [
      'argo-claim-wave',
      'a claim that the first of its pods binds, for those of later waves',
      [claim('a', '1Gi'), mounting('a', 0), mounting('b', 2)],
      [claim('a', '1Gi'), mounting('a', 1), mounting('b', 2)],
    ],
    ['namespace-missing', 'a set in which no object names one', [nowhere], [nowhere, make('v1', 'Secret')]],
  ])('%s: %s', (rule, _what, right, wrong) => {
    expect(found(rule, right)).toBe(false);
    expect(found(rule, wrong)).toBe(true);
  });
});
