import fc from 'fast-check';
import { type EnvironmentOutput, type PlacedObject, planRollout } from '../../src/cluster';
import { helmCommand, installationsOf } from '../../src/cluster/operators';

const waves = new Map([
  ['first', 0],
  ['second', 1],
  ['third', 1],
]);

function placed(kind: string, name: string, application: string, wave = 0, hook?: string): PlacedObject {
  const annotations = hook === undefined ? undefined : { 'argocd.argoproj.io/hook': hook };
  const apiVersion = kind === 'Application' ? 'argoproj.io/v1alpha1' : 'v1';
  return {
    object: { apiVersion, kind, metadata: { name, ...(annotations && { annotations }) } },
    file: name,
    application,
    wave,
  };
}

function output(objects: readonly PlacedObject[]): EnvironmentOutput {
  return {
    environment: 'local',
    folder: 'dist/local',
    applications: waves,
    providers: new Map(),
    objects,
    secrets: [],
    requirements: [],
  };
}

const titles = (objects: readonly PlacedObject[]) =>
  planRollout(output(objects)).steps.map((step) => step.objects.map(({ object }) => object.metadata.name).join(' '));

test('Applications of one wave go together, their own waves one after the other', () => {
  expect(
    titles([
      placed('Pod', 'c1', 'third', 1),
      placed('Pod', 'b0', 'second'),
      placed('Pod', 'c0', 'third'),
      placed('Pod', 'a9', 'first', 9),
    ]),
  ).toEqual(['a9', 'b0 c0', 'c1']);
});

test('hooks run in their phase; those of a deletion or a failure do not run', () => {
  const objects = [
    placed('Job', 'after', 'first', 0, 'PostSync'),
    placed('Job', 'during', 'first', 0, 'Sync'),
    placed('Job', 'before', 'first', 5, 'PreSync'),
    placed('Job', 'never', 'first', 0, 'SyncFail'),
    placed('Job', 'skip', 'first', 0, 'Skip'),
    placed('Service', 'plain', 'first'),
  ];
  expect(titles(objects)).toEqual(['before', 'plain during', 'after']);
  expect(planRollout(output(objects)).skipped.map(({ object }) => object.metadata.name)).toEqual(['never', 'skip']);
});

test('kinds that nobody knows come last', () => {
  expect(
    titles([placed('Widget', 'w', 'first'), placed('Ingress', 'i', 'first'), placed('Namespace', 'n', 'first')]),
  ).toEqual(['n i w']);
});

test('a step names its Applications in their order, whatever its objects are', () => {
  const { steps } = planRollout(output([placed('ConfigMap', 'a', 'third'), placed('Deployment', 'b', 'second')]));
  expect(steps.map(({ applications }) => applications)).toEqual([['second', 'third']]);
});

test('what lives in the namespace of the Applications is for Argo CD', () => {
  const inArgo = (found: PlacedObject) => ({
    ...found,
    object: { ...found.object, metadata: { ...found.object.metadata, namespace: 'argocd' } },
  });
  const objects = [inArgo(placed('Application', 'root', '')), inArgo(placed('ConfigMap', 'argocd-cm', 'first'))];
  expect(planRollout(output([...objects, placed('ConfigMap', 'other', 'first')]))).toMatchObject({
    steps: [{ objects: [{ object: { metadata: { name: 'other' } } }] }],
    skipped: objects,
  });
});

test('every object is in exactly one step or left out, whatever the order it is read in', () => {
  const object = fc.record({
    kind: fc.constantFrom('Namespace', 'Service', 'Deployment', 'Job', 'Application', 'Widget'),
    application: fc.constantFrom('first', 'second', 'third'),
    wave: fc.integer({ min: -2, max: 3 }),
    hook: fc.constantFrom(undefined, 'PreSync', 'Sync', 'PostSync', 'PostDelete'),
  });
  fc.assert(
    fc.property(fc.array(object, { maxLength: 30 }), fc.nat(), (records, turn) => {
      const all = records.map(({ kind, application, wave, hook }, index) =>
        placed(kind, `x${index}`, application, wave, hook),
      );
      const { steps, skipped } = planRollout(output(all));
      const names = [...steps.flatMap((step) => step.objects), ...skipped].map(({ file }) => file);
      expect(names.sort()).toEqual(all.map(({ file }) => file).sort());
      const turned = [...all.slice(turn % (all.length + 1)), ...all.slice(0, turn % (all.length + 1))];
      expect(planRollout(output(turned)).steps).toEqual(steps);
      const ranks = steps.map(({ applicationWave }) => applicationWave);
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    }),
  );
});

describe('the line that installs an operator', () => {
  const application = (source: object, name = 'operator') => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name },
    spec: { destination: { namespace: 'operators' }, source },
  });

  test.each([
    ['bitnami.com', 'sealed-secrets'],
    ['acme.cert-manager.io', 'cert-manager'],
    ['external-secrets.io', 'external-secrets'],
    ['generators.external-secrets.io', 'external-secrets'],
    ['keda.sh', 'keda'],
    ['monitoring.coreos.com', 'kube-prometheus-stack'],
    ['postgresql.cnpg.io', 'cloudnative-pg'],
    ['rabbitmq.com', 'cluster-operator'],
    ['example.com', undefined],
    ['notkeda.sh', undefined],
  ])('is found for %s where no index says who brings it', (group, chart) => {
    const source = { repoURL: 'https://charts.example.org', targetRevision: '1.2.3' };
    const charts = ['other', ...(chart === undefined ? ['keda'] : [chart])];
    const objects = charts.map((one, wave) => ({
      object: application({ ...source, chart: one }, `install-${one}`),
      file: one,
      application: 'operators',
      wave,
    }));
    const kinds = [{ group, kind: 'Thing', apiVersion: `${group}/v1`, objects: 1 }];
    expect(installationsOf(kinds, { objects, providers: new Map() })).toEqual([
      {
        kinds,
        ...(chart !== undefined && {
          command: `helm upgrade --install install-${chart} ${chart} --repo https://charts.example.org --version 1.2.3 --namespace operators --create-namespace --wait`,
        }),
      },
    ]);
  });

  test.each([
    [
      'without values',
      { repoURL: 'https://charts.example.org', chart: 'thing', targetRevision: '1.2.3' },
      'helm upgrade --install operator thing --repo https://charts.example.org --version 1.2.3 --namespace operators --create-namespace --wait',
    ],
    [
      'of a registry',
      {
        repoURL: 'registry.example.org/charts',
        chart: 'thing',
        targetRevision: '1.2.3',
        helm: { releaseName: 'other' },
      },
      'helm upgrade --install other oci://registry.example.org/charts/thing --version 1.2.3 --namespace operators --create-namespace --wait',
    ],
    [
      'with values as an object',
      { repoURL: 'https://charts.example.org', chart: 'thing', targetRevision: '1', helm: { valuesObject: { a: 1 } } },
      `helm upgrade --install operator thing --repo https://charts.example.org --version 1 --namespace operators --create-namespace --wait --values - <<'VALUES'
{
  "a": 1
}
VALUES`,
    ],
  ])('%s', (_, source, line) => {
    expect(helmCommand(application(source))).toBe(line);
  });
});
