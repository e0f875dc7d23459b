import { KubeObject, priorities } from '../../src/kubernetes';
import { HelmOperator, type HelmOperatorProps } from '../../src/system';
import { describeEveryProp, makeSystem } from '../fixtures';

const least: HelmOperatorProps = {
  chart: { repository: 'https://charts.example.com', chart: 'tool', version: '1.2.3' },
  namespace: 'tool',
  values: {},
  provides: ['tool.example.com'],
  kinds: { cluster: [], namespaced: [] },
  pods: { pods: 2, cpu: '50m', memory: '64Mi' },
};

function build(props: Partial<HelmOperatorProps> = {}) {
  const test = makeSystem();
  const classes = test.add('classes', 'classes');
  new KubeObject(
    classes,
    'low',
    { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', name: 'low-priority' },
    () => ({}),
  );
  new HelmOperator(test.system, 'tool', { ...least, ...props });
  new KubeObject(test.application, 'use', { apiVersion: 'tool.example.com/v1', kind: 'Use', name: 'use' }, () => ({}));
  return test.render();
}
const sourceOf = (props: Partial<HelmOperatorProps>) => build(props).get('Application', 'tool').spec.source;
const wavesOf = (props: Partial<HelmOperatorProps>) => Object.fromEntries(build(props).environment.applicationWaves);

describe('an operator of others', () => {
  test('is an Application with its chart at a pinned version', () => {
    expect(build().get('Application', 'tool')).toMatchSnapshot('Application');
  });

  test('comes after its namespace, and before what uses its kinds', () => {
    expect(wavesOf({})).toMatchObject({ namespaces: 0, tool: 1, 'shop-app': 2 });
  });

  test('that is left out where nothing needs it is there for what needs it', () => {
    expect(wavesOf({ onlyIfNeeded: true })).toMatchObject({ namespaces: 0, tool: 1, 'shop-app': 2 });
    const idle = build({ onlyIfNeeded: true, provides: ['other.example.com'] });
    expect(idle.all('Application').map(({ metadata }) => metadata.name)).not.toContain('tool');
    expect(idle.all('Namespace').map(({ metadata }) => metadata.name)).not.toContain('tool');
    expect(idle.get('AppProject', 'shop').spec.sourceRepos).toEqual(['https://git.example.com/clusters.git']);
  });

  test('that is not installed needs nothing', () => {
    const requirements = [{ kind: 'licence', name: 'tool', why: 'it stops', mend: 'buy it' }];
    const idle = build({ onlyIfNeeded: true, provides: ['other.example.com'], requirements });
    expect(idle.environment.requirements).toEqual([]);
  });

  test('is counted for the capacity plan', () => {
    expect(build().environment.operators).toEqual([
      { name: 'tool', namespace: 'tool', pods: 2, cpu: '50m', memory: '64Mi', provides: ['tool.example.com'] },
    ]);
  });
});

describeEveryProp('HelmOperatorProps', {
  requirements: [
    () => {
      const requirements = [{ kind: 'licence', name: 'tool', why: 'it stops', mend: 'buy it' }];
      return build({ requirements }).environment.requirements;
    },
    [{ kind: 'licence', name: 'tool', why: 'it stops', mend: 'buy it', neededBy: ['local/shop/tool'] }],
  ],
  chart: [
    () => sourceOf({ chart: { ...least.chart, version: '2.0.0' } }),
    {
      repoURL: 'https://charts.example.com',
      chart: 'tool',
      targetRevision: '2.0.0',
      helm: { releaseName: 'tool', values: '{}\n' },
    },
  ],
  namespace: [() => build({ namespace: 'other' }).get('Application', 'tool').spec.destination.namespace, 'other'],
  values: [() => sourceOf({ values: { a: { b: 'on' } } }).helm.values, "a:\n  b: 'on'\n"],
  provides: [() => wavesOf({ provides: [] })['shop-app'], 1],
  kinds: [
    () => {
      const kinds = { cluster: ['a.io/C'], namespaced: ['/N'], namespaces: ['elsewhere'] };
      const { spec } = build({ kinds }).get('AppProject', 'shop');
      return [
        spec.clusterResourceWhitelist.some(({ kind }: { kind: string }) => kind === 'C'),
        spec.namespaceResourceWhitelist.some(({ kind }: { kind: string }) => kind === 'N'),
        spec.destinations.map(({ namespace }: { namespace: string }) => namespace),
      ];
    },
    [true, true, ['classes', 'elsewhere', 'shop', 'tool']],
  ],
  onlyIfNeeded: [
    () => build({ onlyIfNeeded: true, provides: ['other.example.com'] }).environment.operators.map(({ name }) => name),
    [],
  ],
  prune: [() => build({ prune: false }).get('Application', 'tool').spec.syncPolicy.automated.prune, false],
  pods: [() => build({ pods: { ...least.pods, pods: 5 } }).environment.operators[0]?.pods, 5],
  priority: [
    () => {
      const waves = wavesOf({ priority: priorities.low });
      return (waves.tool ?? 0) > (waves.classes ?? 0);
    },
    true,
  ],
});
