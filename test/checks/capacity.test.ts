import { runChecks } from '../../src/checks';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { ManifestSet, type OutputIndex } from '../../src/manifests';

const make = (apiVersion: string, kind: string, name: string, spec: object): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name, namespace: 'shop' }, spec }) as KubernetesObject;
const pod = (cpu: string, memory: string) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image: 'web:1', resources: { requests: { cpu, memory } } }] },
});
const deployment = (name: string, cpu: string, memory: string, rest: object = {}) =>
  make('apps/v1', 'Deployment', name, { template: pod(cpu, memory), ...rest });
const scaledJob = (name: string, spec: object, template = pod('500m', '128Mi')) =>
  make('keda.sh/v1alpha1', 'ScaledJob', name, { jobTargetRef: { template }, triggers: [], ...spec });

const nodes = [
  { name: 'small', count: 2, cpu: '1', memory: '2Gi' },
  { name: 'wide', count: 1, cpu: '2', memory: '1Gi' },
];

const rules: ReadonlySet<string> = new Set(['pod-too-large', 'pool-exceeded', 'workers-exceed-nodes']);

/** An output of one environment whose objects are all of the Application of their name. */
function told(objects: readonly KubernetesObject[], about: Partial<OutputIndex> = {}): string[] {
  const manifests = objects.map((object) => {
    const path = `local/${object.metadata.name}/${object.kind}.yaml`;
    return { object, file: path, path, line: 1, lineOf: () => 1 };
  });
  const files = objects.map(({ kind, metadata }) => ({
    path: `local/${metadata.name}/${kind}.yaml`,
    environment: 'local',
    application: metadata.name,
    system: 'shop',
    group: '',
    kind,
    namespace: 'shop',
    name: metadata.name,
    wave: 0,
    constructPath: '',
  }));
  const index: OutputIndex = { version: 1, environments: [{ name: 'local', nodes }], files, secrets: [], ...about };
  return runChecks(new ManifestSet(manifests, { index }))
    .findings.filter(({ rule }) => rules.has(rule))
    .map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`);
}

describe('a pod that no node can take', () => {
  test('is told with what it requests and what nodes have', () => {
    expect(told([deployment('web', '1500m', '1200Mi')])).toEqual([
      'error pod-too-large: apps/Deployment shop/web spec.template.spec: a pod requests more than any node has (cpu 1500m, memory 1200Mi; nodes: small cpu 1, memory 2Gi; wide cpu 2, memory 1Gi); no node can ever take it: it stays Pending; request less, or add a pool of larger nodes (cluster.nodes of the environment)',
    ]);
  });

  test.each([
    ['1', '2Gi'],
    ['2', '1Gi'],
  ])('%s cores and %s are exactly one node', (cpu, memory) => {
    expect(told([deployment('web', cpu, memory, { strategy: { type: 'Recreate' } })])).toEqual([]);
  });

  test('is told of Jobs too', () => {
    expect(told([make('batch/v1', 'Job', 'import', { template: pod('2001m', '1Gi') })])).toHaveLength(1);
  });
});

describe('all nodes together, of 4 cores and 5Gi', () => {
  const exceeded = 'more is requested than all nodes have';
  const recreate = { strategy: { type: 'Recreate' } };

  test('have room for exactly what they have', () => {
    expect(told([deployment('web', '1', '1280Mi', { replicas: 4, ...recreate })])).toEqual([]);
  });

  test('are too small for what always runs, which is told with the Application that requests the most', () => {
    const objects = [
      deployment('api', '500m', '1Gi', { replicas: 5, ...recreate }),
      deployment('web', '1', '1Mi', { replicas: 2, ...recreate }),
    ];
    expect(told(objects)).toEqual([
      'error pool-exceeded: the pods that always run request more than all nodes have (cpu 4500m of 4, most of it by Application api (2500m); memory 5122Mi of 5Gi, most of it by Application api (5Gi)); some of them stay Pending, and which ones is up to priorities and chance; lower requests, replicas or the maxima of autoscalers, or add nodes (cluster.nodes of the environment)',
    ]);
  });

  test('are counted with what charts install', () => {
    const charts: Partial<OutputIndex> = {
      applications: [
        {
          environment: 'local',
          name: 'keda',
          wave: 0,
          chartPods: { namespace: 'keda', count: 3, cpu: '1', memory: '100Mi' },
        },
        {
          environment: 'other',
          name: 'keda',
          wave: 0,
          chartPods: { namespace: 'keda', count: 3, cpu: '1', memory: '100Mi' },
        },
      ],
    };
    expect(told([deployment('web', '1', '1Gi', recreate)], charts)).toEqual([]);
    expect(told([deployment('web', '1001m', '1Gi', recreate)], charts)).toEqual([
      expect.stringContaining('(cpu 4001m of 4, most of it by Application keda (3))'),
    ]);
  });

  test('are told to be too small for a rollout that needs room first', () => {
    const web = (strategy: object) => [deployment('web', '2', '1Gi', { replicas: 2, strategy })];
    expect(told(web({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }))).toEqual([
      'warning pool-exceeded: with autoscalers at their maximum, one run of each Job and one more pod for a rollout, more is requested than all nodes have (cpu 6 of 4, most of it by Application web (4)); some of them stay Pending, and which ones is up to priorities and chance; lower requests, replicas or the maxima of autoscalers, or add nodes (cluster.nodes of the environment)',
    ]);
    expect(told(web({ rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } }))).toEqual([]);
    expect(told(web({ rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }))).toEqual([]);
  });

  test('of rollouts only the greatest counts: they go on one pod after the other', () => {
    expect(told([deployment('api', '1', '1Gi'), deployment('web', '1', '1Gi'), deployment('ui', '1', '1Gi')])).toEqual(
      [],
    );
  });

  test.each([
    [
      'an autoscaler',
      make('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: 1,
        maxReplicas: 5,
      }),
    ],
    [
      'a ScaledObject',
      make('keda.sh/v1alpha1', 'ScaledObject', 'web', {
        scaleTargetRef: { name: 'web' },
        minReplicaCount: 0,
        maxReplicaCount: 5,
        triggers: [],
      }),
    ],
    [
      'a ScaledObject of the default of 100',
      make('keda.sh/v1alpha1', 'ScaledObject', 'web', { scaleTargetRef: { name: 'web' }, triggers: [] }),
    ],
  ])('are told to be too small for the maximum of %s', (_name, scaler) => {
    const [finding, ...others] = told([deployment('web', '1', '100Mi', recreate), scaler]);
    expect(finding).toContain(exceeded);
    expect(finding).toMatch(/^warning/);
    expect(others).toEqual([]);
  });

  test.each([
    ['all Jobs of a ScaledJob', scaledJob('work', { minReplicaCount: 1, maxReplicaCount: 2 }, pod('2', '1Gi'))],
    ['what is paused', deployment('web', '1', '1Gi', { replicas: 0 })],
    [
      'one run of a CronJob',
      make('batch/v1', 'CronJob', 'clean', {
        schedule: '0 1 * * *',
        jobTemplate: { spec: { template: pod('2', '1Gi') } },
      }),
    ],
  ])('are large enough for %s', (_name, object) => {
    expect(told([object])).toEqual([]);
  });

  test('are too small for a DaemonSet on each node', () => {
    const agent = (cpu: string, spec: object = {}) =>
      make('apps/v1', 'DaemonSet', 'agent', {
        template: { ...pod(cpu, '1Mi'), spec: { ...pod(cpu, '1Mi').spec, ...spec } },
      });
    const others = deployment('web', '1', '1Gi', recreate);
    expect(told([agent('1'), others])).toEqual([]);
    expect(told([agent('1001m'), others])).toEqual([expect.stringMatching(/^error pool-exceeded.*\(cpu 4003m of 4,/)]);
    expect(told([agent('1001m', { nodeSelector: { disk: 'ssd' } }), others])).toEqual([]);
  });
});

describe('workers of queues, on nodes of 4 cores and 5Gi', () => {
  const beside = deployment('web', '1', '1Gi', { strategy: { type: 'Recreate' } });
  const mend =
    'the pods beyond stay Pending but count as running, and those of the first queue keep those of the next one from ever starting; lower maxReplicaCount to what fits beside the pods that always run, or add nodes (cluster.nodes of the environment)';

  test('are told, each, when there is no room for so many beside what always runs', () => {
    expect(told([beside, scaledJob('load', { maxReplicaCount: 7 }), scaledJob('report', {})])).toEqual([
      `error workers-exceed-nodes: keda.sh/ScaledJob shop/load spec.maxReplicaCount: a ScaledJob may make more Jobs than the nodes have room for (7 of cpu 500m, memory 128Mi; room for 6); ${mend}`,
      `error workers-exceed-nodes: keda.sh/ScaledJob shop/report spec.maxReplicaCount: a ScaledJob may make more Jobs than the nodes have room for (100 of cpu 500m, memory 128Mi; room for 6); ${mend}`,
    ]);
  });

  test('may be as many as there is room for, their own minimum among them', () => {
    expect(told([beside, scaledJob('load', { minReplicaCount: 2, maxReplicaCount: 6 })])).toEqual([]);
    expect(told([beside, scaledJob('load', { minReplicaCount: 2, maxReplicaCount: 7 })])).toHaveLength(1);
  });

  test.each([
    ['cpu', pod('500m', '1Mi')],
    ['memory', pod('1m', '700Mi')],
    ['memory alone', pod('0', '700Mi')],
  ])('are counted by %s, whichever is used up first', (_, template) => {
    expect(told([beside, scaledJob('load', { maxReplicaCount: 5 }, template)])).toEqual([]);
    expect(told([beside, scaledJob('load', { maxReplicaCount: 7 }, template)])).toHaveLength(1);
  });

  test('are warned of when one kind fits and all together do not', () => {
    const both = (jobs: number) => [
      beside,
      scaledJob('load', { maxReplicaCount: 4 }),
      scaledJob('report', { maxReplicaCount: jobs }),
    ];
    expect(told(both(2))).toEqual([]);
    expect(told(both(3))).toEqual([
      `warning workers-exceed-nodes: with all ScaledJobs at their maximum, more is requested than all nodes have (cpu 4500m of 4, most of it by Application load (2)); ${mend}`,
    ]);
  });

  test('are not told of where what always runs has no room either: that comes first', () => {
    const large = deployment('web', '2', '1Gi', { replicas: 3, strategy: { type: 'Recreate' } });
    expect(told([large, scaledJob('load', { maxReplicaCount: 1 })])).toEqual([
      expect.stringMatching(/^error pool-exceeded/),
    ]);
  });
});

test.each([
  ['an older version wrote the index', { environments: [{ name: 'local' }] }],
  ['a pool cannot be read', { environments: [{ name: 'local', nodes: [{ ...nodes[0]!, cpu: 'two' }] }] }],
  ['the environment is not in the index', { environments: [{ name: 'other', nodes }] }],
])('nothing is told of nodes where %s', (_name, about) => {
  expect(told([deployment('web', '100', '1Ti')], about)).toEqual([]);
});
