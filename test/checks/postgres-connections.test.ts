import { runChecks } from '../../src/checks';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { ManifestSet, type OutputIndex } from '../../src/manifests';

const make = (apiVersion: string, kind: string, name: string, rest: object): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name, namespace: 'shop' }, ...rest }) as KubernetesObject;

const server = (container: object = {}, spec: object = {}) => [
  make('apps/v1', 'StatefulSet', 'db', {
    spec: {
      ...spec,
      template: {
        metadata: { labels: { app: 'db' } },
        spec: { containers: [{ name: 'db', image: 'postgres:18.6', ...container }] },
      },
    },
  }),
  make('v1', 'Service', 'db', { spec: { selector: { app: 'db' } } }),
  make('v1', 'Service', 'db-read', { spec: { selector: { app: 'db' } } }),
];
const address = 'db.shop.svc.cluster.local:5432';
const pod = (
  connections?: string,
  env: object[] = [{ name: 'DATABASE_HOST', value: 'db.shop.svc.cluster.local' }],
) => ({
  metadata: {
    labels: { app: 'client' },
    ...(connections && { annotations: { 'tiers.cdk8s.io/connections': connections } }),
  },
  spec: { containers: [{ name: 'main', image: 'client:1', env }] },
});
const deployment = (replicas: number, template: object = pod(), strategy: object = { type: 'Recreate' }) =>
  make('apps/v1', 'Deployment', 'web', { spec: { replicas, strategy, template } });
const scaledJob = (spec: object) =>
  make('keda.sh/v1alpha1', 'ScaledJob', 'worker', {
    spec: { triggers: [], jobTargetRef: { template: pod() }, ...spec },
  });

function told(objects: readonly KubernetesObject[], about: Partial<OutputIndex> = {}): string[] {
  const manifests = objects.map((object) => {
    const path = `local/shop/${object.kind}.${object.metadata.name}.yaml`;
    return { object, file: path, path, line: 1, lineOf: () => 1 };
  });
  const index: OutputIndex = { version: 1, environments: [{ name: 'local' }], files: [], secrets: [], ...about };
  return runChecks(new ManifestSet(manifests, { index }))
    .findings.filter(({ rule }) => rule === 'postgres-connections')
    .map(({ severity, value }) => `${severity}: ${value}`);
}
/** What is told of as many connections of one client as there are, and of one more. */
const edge = (objects: (count: number) => KubernetesObject[], most: number) => [
  told(objects(most)),
  told(objects(most + 1)),
];

describe('clients of a PostgreSQL server', () => {
  test('are told where they may open more connections than it takes, with the three that have most', () => {
    const small = make('batch/v1', 'CronJob', 'report', { spec: { jobTemplate: { spec: { template: pod() } } } });
    const objects = [deployment(3, pod(`${address}=15`)), scaledJob({ maxReplicaCount: 60 }), small];
    expect(told([...server(), ...objects])).toEqual(['warning: 106 of 97; worker 60, web 45, report 1']);
  });

  test.each<[string, number, object]>([
    ['100 by default, three of them reserved', 97, {}],
    ['by its arguments', 47, { args: ['postgres', '-c', 'max_connections=50'] }],
    ['by an argument in one word', 47, { args: ['postgres', '-cmax_connections=50'] }],
    ['by a long argument', 47, { args: ['postgres', '--max-connections=50'] }],
    ['by its command', 47, { command: ['postgres', '-c', 'max_connections=50'] }],
    ['more reserved', 90, { args: ['-c', 'superuser_reserved_connections=5', '-c', 'reserved_connections=5'] }],
  ])('as many as it takes: %s', (_, most, container) => {
    expect(edge((count) => [...server(container), deployment(count)], most)).toEqual([
      [],
      [`warning: ${most + 1} of ${most}; web ${most + 1}`],
    ]);
  });

  test('as many as its configuration file says, where no argument does', () => {
    const config = make('v1', 'ConfigMap', 'config', { data: { 'postgresql.conf': "max_connections = '30' # few\n" } });
    const mounted = (args: string[]) => [
      ...server({ args, volumeMounts: [{ name: 'config', mountPath: '/etc/postgresql' }] }).map((object) => {
        const { template } = (object.spec ?? {}) as { template?: { spec: object } };
        if (template)
          template.spec = { ...template.spec, volumes: [{ name: 'config', configMap: { name: 'config' } }] };
        return object;
      }),
      config,
    ];
    expect(told([...mounted([]), deployment(28)])).toEqual(['warning: 28 of 27; web 28']);
    expect(told([...mounted(['-c', 'max_connections=50']), deployment(28)])).toEqual([]);
  });

  test.each<[string, KubernetesObject[], number]>([
    [
      'a Deployment with a pod more while it is rolled out',
      [deployment(100, pod(), { rollingUpdate: { maxSurge: 1 } })],
      101,
    ],
    ['a ScaledJob at its maximum', [scaledJob({ maxReplicaCount: 98 })], 98],
    ['a ScaledJob that says none', [scaledJob({})], 100],
    ['a Job with several pods', [make('batch/v1', 'Job', 'web', { spec: { parallelism: 99, template: pod() } })], 99],
    [
      'an autoscaler at its maximum',
      [
        deployment(1),
        make('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
          spec: { maxReplicas: 99, scaleTargetRef: { kind: 'Deployment', name: 'web' } },
        }),
      ],
      99,
    ],
    [
      'all that a pod says, of both Services and no other',
      [deployment(1, pod(`${address}=90,db-read.shop:5432=8,mq.shop:5672=9`))],
      98,
    ],
    ['what a pod says that has no variable of it', [deployment(1, pod(`${address}=98`, []))], 98],
  ])('are counted: %s', (_, objects, count) => {
    expect(told([...server(), ...objects])).toEqual([expect.stringContaining(`warning: ${count} of 97; `)]);
  });

  test('are counted on each node', () => {
    const agent = make('apps/v1', 'DaemonSet', 'agent', { spec: { template: pod(`${address}=33`) } });
    const nodes = [{ name: 'small', count: 3, cpu: '1', memory: '2Gi' }];
    expect(told([...server(), agent], { environments: [{ name: 'local', nodes }] })).toEqual([
      'warning: 99 of 97; agent 99',
    ]);
    expect(told([...server(), agent])).toEqual([]);
  });

  test.each<[string, KubernetesObject[]]>([
    [
      'of another server',
      [deployment(100, pod('mq.shop:5672=500', [{ name: 'DATABASE_HOST', value: 'mq.shop.svc' }]))],
    ],
    ['of a server in another namespace', [deployment(100, pod('db.elsewhere:5432=500', []))]],
    ['that say something else', [deployment(1, pod('many'))]],
    [
      'once, however often it is told of it',
      [
        deployment(
          97,
          pod(
            undefined,
            ['A', 'B'].map((name) => ({ name: `${name}_HOST`, value: 'db' })),
          ),
        ),
      ],
    ],
  ])('are not: %s', (_, objects) => {
    expect(told([...server(), ...objects])).toEqual([]);
  });

  test('of several servers behind one Service are not counted: each has a part of them', () => {
    expect(told([...server({}, { replicas: 2 }), deployment(500)])).toEqual([]);
  });
});
