import { type DiffOptions, runDiff } from '../../../src/checks/change-safety';
import type { KubernetesObject } from '../../../src/kubernetes/object';
import { Folder } from '../../manifests/folder-fixture';
import { deployment, type Fields, object, scaledJob, statefulSet, template } from './table/objects';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

/** What `diff` prints of two folders, without the first line. */
function diff(from: readonly KubernetesObject[], to: readonly KubernetesObject[], options: DiffOptions = {}): string {
  folder.write('from/all.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: from }));
  folder.write('to/all.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: to }));
  const { output } = runDiff({ directory: folder.path, from: 'from', to: 'to', ...options });
  return folder.relative(output).replace('changes from from to to\n\n', '');
}

const names = ['ads', 'cart', 'checkout', 'currency', 'email', 'front', 'payment', 'products', 'search', 'shipping'];
const tiers = (tag: string, fields: Fields = {}) =>
  names.map((name) => deployment(name, fields, template(name, `registry.example.com/shop/${name}:${tag}`)));

describe('the same change of several objects', () => {
  test('is told once, with their number: new images of ten tiers', () => {
    expect(diff(tiers('1.0.0'), tiers('1.1.0'))).toBe(`WARN: restart or interruption

  10 objects: Deployment z/ads, Deployment z/cart, Deployment z/checkout, Deployment z/currency, Deployment z/email and 5 more (other-field)
    spec.template.spec.containers[*].image: ":1.0.0" → ":1.1.0"
    each pod stops once its successor is ready: none is away
    safe: old and new pods run side by side meanwhile: make sure that they get along

objects: 10 changed; findings: 10 WARN
`);
  });

  test('is told one by one when asked, and always to programs', () => {
    const verbose = diff(tiers('1.0.0'), tiers('1.1.0'), { verbose: true });
    expect(verbose.match(/^ {2}Deployment z\/\w+ \(other-field, to\/all\.json:1\)$/gm)).toHaveLength(10);
    expect(verbose).toContain(
      'spec.template.spec.containers[ads].image: "registry.example.com/shop/ads:1.0.0" → "registry.example.com/shop/ads:1.1.0"',
    );
    const told = JSON.parse(diff(tiers('1.0.0'), tiers('1.1.0'), { format: 'json' }));
    expect(told.findings.map((finding: Fields) => finding.object)).toEqual(names.map((name) => `Deployment z/${name}`));
  });

  test('is none where nothing changed, and programs get that in lines that people can read too', () => {
    const counts = (...names: string[]) => names.map((name) => `      "${name}": 0`).join(',\n');
    expect(diff(tiers('1.0.0'), tiers('1.0.0'), { format: 'json' })).toBe(`{
  "version": 1,
  "from": "from",
  "to": "to",
  "verdict": "OK",
  "summary": {
    "objects": {
${counts('added', 'removed', 'changed', 'renamed')}
    },
    "findings": {
${counts('BLOCK', 'RECREATE', 'WARN', 'OK')}
    }
  },
  "findings": [],
  "notices": []
}
`);
  });

  test('is one heading in a pull request, or all of them', () => {
    const markdown = (options: DiffOptions = {}) =>
      diff(tiers('1.0.0').slice(0, 2), tiers('1.1.0').slice(0, 2), { format: 'markdown', ...options });
    expect(markdown()).toBe(`## Changes from \`from\` to \`to\`: WARN

objects: 2 changed; findings: 2 WARN

### WARN 2 objects: Deployment z/ads, Deployment z/cart

- \`spec.template.spec.containers[*].image\`: \`":1.0.0" → ":1.1.0"\`

Each pod stops once its successor is ready: none is away.

**Safe procedure:** old and new pods run side by side meanwhile: make sure that they get along.

rule \`other-field\`
`);
    expect(markdown({ verbose: true }).match(/^### WARN Deployment z\/\w+$/gm)).toHaveLength(2);
  });

  test('harmless changes are one line, in the table of a pull request too', () => {
    const [from, to] = [tiers('1', { revisionHistoryLimit: 5 }), tiers('1', { revisionHistoryLimit: 3 })];
    expect(diff(from.slice(0, 3), to.slice(0, 3))).toBe(`OK: harmless

  3 objects: Deployment z/ads, Deployment z/cart, Deployment z/checkout: applied without a restart
    spec.revisionHistoryLimit: 5 → 3

objects: 3 changed; findings: 3 OK
`);
    const markdown = diff(from, to, { format: 'markdown' });
    expect(markdown).toContain('<summary>10 harmless</summary>');
    expect(markdown).toContain(
      '| 10 objects: Deployment z/ads, Deployment z/cart, Deployment z/checkout, Deployment z/currency, Deployment z/email and 5 more | `spec.revisionHistoryLimit` | applied without a restart |',
    );
  });

  test('values that differ are not made up', () => {
    const limits = (ads: number, cart: number) => [
      deployment('ads', { revisionHistoryLimit: ads }),
      deployment('cart', { revisionHistoryLimit: cart }),
    ];
    expect(diff(limits(1, 2), limits(3, 3))).toContain(
      '    spec.revisionHistoryLimit: different from object to object\n',
    );
    const images = (ads: string, cart: string) => [
      deployment('ads', {}, template('ads', ads)),
      deployment('cart', {}, template('cart', cart)),
    ];
    for (const [from, to] of [
      [images('a:1', 'b:1'), images('a:2', 'b:3')],
      [images('a:1', 'b:1'), images('c:2', 'd:2')],
      [images('a:1@sha256:1', 'b:1@sha256:2'), images('a:1@sha256:3', 'b:1@sha256:4')],
    ] as const)
      expect(diff(from, to)).toContain('containers[*].image: different from object to object\n');
  });

  test('images of a pod that get the same tag are one, in whichever list they are', () => {
    const pair = (tag: string, proxy: string) => [
      deployment('ads', {}, template('ads', `ads:${tag}`)),
      deployment(
        'cart',
        {},
        template('cart', `cart:${tag}`, {}, { initContainers: [{ name: 'proxy', image: `proxy:${proxy}` }] }),
      ),
    ];
    const images = (text: string) => text.match(/^.*image: .*$/gm);
    expect(images(diff(pair('1', '1'), pair('2', '2')))).toEqual([
      '    spec.template.spec.containers[*].image: ":1" → ":2"',
    ]);
    const cart = (tag: string) => pair(tag, tag).slice(1);
    expect(images(diff(cart('1'), cart('2')))).toEqual([
      '    spec.template.spec.containers[cart].image: "cart:1" → "cart:2"',
      '    spec.template.spec.initContainers[proxy].image: "proxy:1" → "proxy:2"',
    ]);
    expect(images(diff(pair('1', '7'), pair('2', '8')))).toEqual([
      '    spec.template.spec.containers[ads].image: "ads:1" → "ads:2"',
      '    spec.template.spec.containers[cart].image: "cart:1" → "cart:2"',
      '    spec.template.spec.initContainers[proxy].image: "proxy:7" → "proxy:8"',
    ]);
  });

  test('other fields, consequences and environments are told apart', () => {
    const from = [deployment('ads'), deployment('cart'), statefulSet('db')];
    const changed = (name: string, fields: Fields) => deployment(name, {}, template(name, 'web:1.0', fields));
    const to = [
      changed('ads', { args: ['a'] }),
      changed('cart', { command: ['a'] }),
      statefulSet('db', {}, template('db', 'store:1.0', { args: ['a'] })),
    ];
    expect(diff(from, to)).not.toContain('objects:  ');
    expect(diff(from, to).match(/^ {2}\w+ z\/\w+ \(other-field/gm)).toHaveLength(3);
  });

  test('what has to be decided is told object by object', () => {
    const jobs = (image: string) =>
      ['a', 'b'].map((name) => object('batch/v1', 'Job', name, { spec: { template: template(name, image) } }));
    expect(diff(jobs('job:1'), jobs('job:2')).match(/^ {2}Job z\/\w \(job-immutable/gm)).toHaveLength(2);
  });
});

describe('a pod is said to be away only where it is', () => {
  const agent = (updateStrategy: Fields, image: string) =>
    object('apps/v1', 'DaemonSet', 'agent', {
      spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent', image), updateStrategy },
    });
  const web = (fields: Fields) => (image: string) => [deployment('web', fields, template('web', image))];
  const db = (fields: Fields) => (image: string) => [statefulSet('db', fields, template('db', image))];
  const surge = { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
  const scaler = (minReplicaCount: number) =>
    object('keda.sh/v1alpha1', 'ScaledObject', 'web', {
      spec: { scaleTargetRef: { name: 'web' }, minReplicaCount, maxReplicaCount: 5, triggers: [] },
    });
  const none = 'WARN each pod stops once its successor is ready: none is away';
  const one = 'WARN a single pod is away until it has restarted';
  const some = 'WARN the pods restart one after the other';
  const all = 'WARN all pods stop before the new ones start';
  const later = 'OK the pods go on as they are: each takes it when it is made anew';

  test.each<[string, (image: string) => KubernetesObject[], string]>([
    ['one with room for a second', web({ strategy: surge }), none],
    ['one, by default', web({}), none],
    ['three with room for a fourth', web({ replicas: 3, strategy: surge }), none],
    ['one without', web({ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } }), one],
    ['one that is stopped first', web({ strategy: { type: 'Recreate' } }), one],
    ['two that are stopped first', web({ replicas: 2, strategy: { type: 'Recreate' } }), all],
    ['four, of which one may be away', web({ replicas: 4 }), some],
    ['none: it is paused', web({ replicas: 0, strategy: surge }), 'OK no pod runs: the next one to start takes it'],
    ['a StatefulSet of one', db({}), one],
    ['a StatefulSet of three', db({ replicas: 3 }), some],
    ['a StatefulSet that waits for a deletion', db({ updateStrategy: { type: 'OnDelete' } }), later],
    ['an agent of nodes', (image) => [agent({}, image)], 'WARN the pods restart node by node'],
    ['an agent whose successor comes first', (image) => [agent({ rollingUpdate: { maxSurge: 1 } }, image)], none],
    ['what scales to nothing', (image) => [...web({ strategy: { type: 'Recreate' } })(image), scaler(0)], one],
    ['what scales from two', (image) => [...web({ strategy: { type: 'Recreate' } })(image), scaler(2)], all],
  ])('%s', (_name, of, told) => {
    const { findings } = JSON.parse(diff(of('app:1'), of('app:2'), { format: 'json' }));
    expect(findings.map(({ verdict, consequence }: Fields) => `${verdict} ${consequence}`)).toEqual([told]);
  });
});

describe('scaling down says what is lost', () => {
  const told = (from: readonly KubernetesObject[], to: readonly KubernetesObject[]): string[] =>
    JSON.parse(diff(from, to, { format: 'json' })).findings.map(
      ({ verdict, rule, consequence }: Fields) => `${verdict} ${rule}: ${consequence}`,
    );
  const replicas = (count?: number) => [deployment('web', count === undefined ? {} : { replicas: count })];
  const data = { volumeClaimTemplates: [{ metadata: { name: 'data' } }, { metadata: { name: 'logs' } }] };
  const db = (count: number, fields: Fields = {}) => [statefulSet('db', { replicas: count, ...data, ...fields })];
  const hpa = (spec: Fields) =>
    object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, ...spec },
    });
  const budget = (name = 'web') =>
    object('policy/v1', 'PodDisruptionBudget', name, {
      spec: { selector: { matchLabels: { app: 'web' } }, maxUnavailable: 1 },
    });
  const scaled = (spec: Fields) =>
    object('keda.sh/v1alpha1', 'ScaledObject', 'web', {
      spec: { scaleTargetRef: { name: 'web' }, triggers: [], ...spec },
    });

  test.each<[string, KubernetesObject[], KubernetesObject[], string[]]>([
    ['five to three', replicas(5), replicas(3), ['OK replicas-lowered: 3 pods of 5 are left to do the work']],
    [
      'three to one',
      replicas(3),
      replicas(1),
      ['WARN replicas-lowered: one pod of 3 is left: when its node fails or is drained, nobody serves'],
    ],
    [
      'two to the default',
      replicas(2),
      replicas(),
      ['WARN replicas-lowered: one pod of 2 is left: when its node fails or is drained, nobody serves'],
    ],
    [
      'three without a budget',
      [...replicas(3), budget()],
      replicas(3),
      ['WARN budget-removed: removed: evictions may take all 3 pods at a time, as when nodes are drained'],
    ],
    [
      'two at most without a budget',
      [...replicas(), hpa({ minReplicas: 1, maxReplicas: 2 }), budget()],
      [...replicas(), hpa({ minReplicas: 1, maxReplicas: 2 })],
      ['WARN budget-removed: removed: evictions may take all 2 pods at a time, as when nodes are drained'],
    ],
    [
      'one without a budget',
      [...replicas(1), budget()],
      replicas(1),
      ['OK budget-removed-unneeded: removed: a single pod needs no budget'],
    ],
    [
      'a tier that goes with its budget',
      [...replicas(3), budget(), deployment('cart')],
      [deployment('cart')],
      [
        'WARN object-removed: removed: its pods are deleted: what they serve stops',
        'OK budget-removed-unneeded: removed: its pods are gone',
      ],
    ],
    [
      'three with a budget of another name',
      [...replicas(3), budget('web')],
      [...replicas(3), budget('all')],
      ['OK budget-removed-unneeded: renamed to PodDisruptionBudget z/all: another budget keeps its pods'],
    ],
    ['one to none', replicas(1), replicas(0), ['WARN replicas-lowered: no pod is left: the service stops']],
    ['one to three', replicas(1), replicas(3), ['OK other-field: applied without a restart']],
    [
      'a number that an autoscaler takes over',
      replicas(3),
      [...replicas(), hpa({ minReplicas: 2, maxReplicas: 5 })],
      [
        'WARN replicas-released: the API server sets a field that is gone to 1: of 3 pods one is left until the autoscaler makes it 2 or more',
        'OK object-added: a new object',
      ],
    ],
    [
      'a StatefulSet with claims',
      db(3),
      db(1),
      [
        'WARN stateful-set-lowered: the highest pods stop: db-2, db-1; their claims stay behind with their data: data-db-2, logs-db-2, data-db-1, logs-db-1',
      ],
    ],
    [
      'a StatefulSet to nothing, numbered from 5',
      db(1, { ordinals: { start: 5 } }),
      db(0, { ordinals: { start: 5 } }),
      [
        'WARN stateful-set-lowered: no pod is left: db-5; their claims stay behind with their data: data-db-5, logs-db-5',
      ],
    ],
    [
      'a StatefulSet whose claims go with its pods',
      db(2, { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } }),
      db(1, { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } }),
      [
        'BLOCK stateful-set-lowered: the highest pods stop: db-1; their claims are deleted with their data: data-db-1, logs-db-1',
      ],
    ],
    [
      'the minimum of an autoscaler',
      [hpa({ minReplicas: 3, maxReplicas: 5 })],
      [hpa({ maxReplicas: 5 })],
      [
        'WARN autoscaler-minimum-lowered: in quiet times one pod of 3 is left: when its node fails or is drained, nobody serves',
      ],
    ],
    [
      'the minimum of a ScaledObject to nothing',
      [scaled({ minReplicaCount: 1 })],
      [scaled({})],
      [
        'WARN autoscaler-minimum-lowered: in quiet times no pod is left: whoever comes first waits until one has started',
      ],
    ],
    [
      'the maximum of an autoscaler',
      [hpa({ minReplicas: 1, maxReplicas: 5 })],
      [hpa({ minReplicas: 1, maxReplicas: 4 })],
      ['WARN autoscaler-maximum-lowered: pods beyond 4 stop at once; at peaks up to 5 did the work'],
    ],
    [
      'the maximum of a ScaledObject from its default',
      [scaled({})],
      [scaled({ maxReplicaCount: 10 })],
      ['WARN autoscaler-maximum-lowered: pods beyond 10 stop at once; at peaks up to 100 did the work'],
    ],
    [
      'a raised minimum and maximum',
      [hpa({ minReplicas: 1, maxReplicas: 5 })],
      [hpa({ minReplicas: 2, maxReplicas: 6 })],
      ['OK other-field: takes effect from now on; nothing restarts'],
    ],
    [
      'the workers that wait for messages',
      [scaledJob({ minReplicaCount: 1 })],
      [scaledJob({ minReplicaCount: 0 })],
      [
        'OK scaled-job-minimum-lowered: fewer Jobs wait for messages: the first ones after a quiet time wait for a pod to start',
      ],
    ],
  ])('%s', (_name, from, to, expected) => {
    expect(told(from, to)).toEqual(expected);
  });
});

describe('nothing is told twice', () => {
  const policy = (name: string, spec: Fields) =>
    object('networking.k8s.io/v1', 'NetworkPolicy', name, {
      spec: { podSelector: { matchLabels: { app: name } }, ...spec },
    });
  const peer = (app: string) => [{ podSelector: { matchLabels: { app } } }];
  const pods = [
    deployment('web'),
    deployment('api', {}, template('api', 'api:1', { ports: [{ containerPort: 8080 }] })),
  ];

  test('a connection that both of its policies lose is told of one', () => {
    const egress = (to: unknown[]) => policy('web', { policyTypes: ['Egress'], egress: to });
    const ingress = (from: unknown[]) => policy('api', { policyTypes: ['Ingress'], ingress: from });
    expect(
      diff(
        [...pods, egress([{ to: peer('api') }]), ingress([{ from: peer('web') }])],
        [...pods, egress([]), ingress([])],
      ),
    ).toBe(`WARN: restart or interruption

  NetworkPolicy z/api (connections-changed, to/all.json:1)
    spec.ingress[-0]: {"from":[{"podSelector":{"matchLabels":{"app":"web"}}}]} → (none)
    no longer possible (1): Deployment z/web → Deployment z/api:8080
    safe: compare the edges with the connections that are meant; add the policies that allow before the one that denies

OK: harmless

  NetworkPolicy z/web: the other end of what is told of NetworkPolicy z/api
    spec.egress[-0]: {"to":[{"podSelector":{"matchLabels":{"app":"api"}}}]} → (none)

objects: 2 changed; findings: 1 WARN, 1 OK
`);
  });

  test('a policy that is gone is told by the connections alone', () => {
    const closed = policy('api', { policyTypes: ['Ingress'], ingress: [] });
    expect(diff([...pods, closed], pods)).toBe(`WARN: restart or interruption

  NetworkPolicy z/api (connections-changed, from/all.json:1)
    removed: newly possible (3): Deployment z/web → Deployment z/api:8080, other namespaces → Deployment z/api:8080, outside → Deployment z/api:8080
    safe: compare the edges with the connections that are meant; add the policies that allow before the one that denies

objects: 1 removed; findings: 1 WARN
`);
  });

  test('of an object, other fields than those that are told together stay', () => {
    const labelled = (team: string, release: string) =>
      ['web', 'api'].map((name) => ({
        ...deployment(name, { selector: { matchLabels: { app: name, release } } }),
        metadata: { name, namespace: 'z', labels: { team } },
      }));
    const rules = JSON.parse(diff(labelled('a', '1'), labelled('b', '2'), { format: 'json' })).findings.map(
      ({ rule, fields }: { rule: string; fields: Fields[] }) => `${rule} ${fields.map(({ field }) => field)}`,
    );
    expect(rules).toEqual([
      'selectors-changed-together spec.selector.matchLabels.release',
      'selectors-changed-together spec.selector.matchLabels.release',
      'other-field metadata.labels.team',
      'other-field metadata.labels.team',
    ]);
  });
});
