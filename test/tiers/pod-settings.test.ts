import { Duration, Size } from 'cdk8s';
import { Cpu, type Priority, Probe, priorities } from '../../src/kubernetes';
import { EnvironmentRoot } from '../../src/system';
import { type PodSettings, Postgres, type SelectorProps, WebService, type WebServiceProps } from '../../src/tiers';
import { makeEnvironment, makeSystem, problemsFrom, renderOne, small } from '../fixtures';

const least: WebServiceProps = { image: 'shop/web:1.0', port: 8080, resources: small };
const render = (props: Partial<WebServiceProps>) =>
  renderOne((application) => new WebService(application, 'web', { ...least, ...props }));
const refused = (props: Partial<WebServiceProps>) => problemsFrom(() => render(props));
const seconds = (amount: number) => Duration.seconds(amount);

describe('a tier is refused', () => {
  test.each<[string, PodSettings & SelectorProps, string]>([
    ['as root', { user: { uid: 0, gid: 1 } }, 'user.uid is 0, give a whole number of at least 1'],
    ['with a group below 0', { user: { uid: 1, gid: -1 } }, 'user.gid is -1, give a whole number of at least 0'],
    [
      'with half a group',
      { user: { uid: 1, gid: 0, fsGroup: 0.5 } },
      'user.fsGroup is 0.5, give a whole number of at least 0',
    ],
    [
      'with a node label of other characters',
      { nodeSelector: { disk: 'a b' } },
      'nodeSelector \'disk: a b\': the value of a label has at most 63 letters, digits, "-", "_", ".", and begins and ends with a letter or digit',
    ],
    [
      'with an impossible pod label',
      { podLabels: { 'a b': 'c' } },
      "podLabels 'a b: c': the key is not a qualified name",
    ],
    [
      'with an impossible annotation',
      { podAnnotations: { 'A.b/c': 'd' } },
      "podAnnotations 'A.b/c': the prefix of the key is not a domain name",
    ],
    [
      'with an impossible annotation of its account',
      { serviceAccountAnnotations: { '': 'd' } },
      "serviceAccountAnnotations '': the key is not a qualified name",
    ],
    [
      'with a pod label that selects',
      { podLabels: { tier: 'front' } },
      "podLabels have tier 'front', but the pods are selected by tier 'web': leave it out",
    ],
    [
      'with a pod label that the adopted workload selects by',
      { podLabels: { run: 'new' }, selectorLabels: { run: 'old' } },
      "podLabels have run 'new', but the pods are selected by run 'old': leave it out",
    ],
    [
      'that would adopt every pod',
      { selectorLabels: {} },
      'selectorLabels are empty and would select every pod, give those of the workload that runs',
    ],
    [
      'that would adopt another tier',
      { selectorLabels: { tier: 'front' } },
      "selectorLabels have tier 'front', but it is tier 'web': give `tier: 'front'`, too",
    ],
    [
      'with an impossible selector',
      { selectorLabels: { 'a b': 'c' } },
      "selectorLabels 'a b: c': the key is not a qualified name",
    ],
    [
      'that tolerates everything without saying so',
      { tolerations: [{ operator: 'Equal', value: 'a' }] },
      "toleration of every taint has no key: give it one, or operator 'Exists'",
    ],
    [
      'that tolerates what exists, with a value',
      { tolerations: [{ key: 'gpu', operator: 'Exists', value: 'a' }] },
      "toleration of 'gpu' has operator 'Exists' and value 'a': leave out one of the two",
    ],
    [
      'that tolerates for a time what throws nobody out',
      { tolerations: [{ key: 'gpu', effect: 'NoSchedule', tolerationSeconds: 5 }] },
      "toleration of 'gpu' has `tolerationSeconds`, which count for effect 'NoExecute' alone: leave them out",
    ],
    [
      'with an alias of no address',
      { hostAliases: [{ ip: 'db', hostnames: ['old'] }] },
      "hostAliases: 'db' is no address, give an IPv4 or IPv6 one",
    ],
    [
      'with an alias of no name',
      { hostAliases: [{ ip: '192.0.2.1', hostnames: [] }] },
      "hostAliases: address '192.0.2.1' has no name, give one",
    ],
    [
      'with an alias of no host name',
      { hostAliases: [{ ip: '2001:db8::1', hostnames: ['a', 'a_b'] }] },
      "hostAliases: 'a_b' is no host name, use lower-case letters, digits, '-' and '.'",
    ],
    [
      'that has no time to stop',
      { terminationGracePeriod: Duration.millis(6500) },
      'terminationGracePeriod is 6.5 s, give whole seconds, at least 1',
    ],
  ])('%s', (_, props, message) => {
    expect(refused(props)).toBe(`local/shop/shop-app/web: ${message}`);
  });

  test('whose pause leaves nothing of the grace period', () => {
    expect(refused({ stopDelay: seconds(5), terminationGracePeriod: seconds(5) })).toBe(
      'local/shop/shop-app/web: stopDelay of 5 seconds leaves nothing of the grace period of 5 seconds, the program would be killed before it is told to stop: raise `terminationGracePeriod` or shorten `stopDelay`',
    );
    expect(refused({ terminationGracePeriod: seconds(4) })).toContain('stopDelay of 5 seconds leaves nothing');
    expect(refused({ stopDelay: seconds(45) })).toContain('the grace period of 45 seconds');
    expect(render({ stopDelay: seconds(44) }).all('Deployment')).toHaveLength(1);
    expect(render({ stopDelay: seconds(0), terminationGracePeriod: seconds(1) }).all('Deployment')).toHaveLength(1);
  });

  test('once, at its construct, for all that is wrong with it', () => {
    expect(
      refused({
        port: 70_000,
        servicePort: 0,
        replicas: -1,
        resources: { cpu: Cpu.millis(100), cpuLimit: Cpu.millis(50), memory: Size.mebibytes(0) },
        terminationGracePeriod: seconds(5),
        env: { 'A-B': '1' },
        scratch: ['/a', '/a'],
        files: { 'etc/a': '' },
        workloadName: 'Web',
        exposure: { host: 'www', nodePort: 80 },
        readiness: Probe.http('ready'),
      }).split('\n'),
    ).toEqual(
      [
        "'A-B' is not a variable name: use letters, digits and '_', not beginning with a digit",
        'cpuLimit of 50m is below the request, `cpu` of 100m: raise the limit or lower the request',
        'memory of 0 is no size, give at least 1Ki',
        "name 'Web' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit",
        'node port 80 is out of range, give one from 30000 to 32767',
        "path 'etc/a' of a file is not absolute, begin it with '/'",
        'port 70000 is out of range, give one from 1 to 65535',
        "readiness probe: path 'ready' is not absolute, begin it with '/'",
        'replicas is -1, give a whole number of at least 0',
        "servicePort of 'http' 0 is out of range, give one from 1 to 65535",
        'stopDelay of 5 seconds leaves nothing of the grace period of 5 seconds, the program would be killed before it is told to stop: raise `terminationGracePeriod` or shorten `stopDelay`',
        "two volumes are mounted at '/a', choose another path for one of them",
      ].map((message) => `local/shop/shop-app/web: ${message}`),
    );
  });
});

describe('the pods of a tier', () => {
  test('have no class unless the project or the tier names one', () => {
    const classOf = (root: EnvironmentRoot, props: Partial<WebServiceProps> = {}) => {
      const test = makeSystem(makeEnvironment(), root);
      new WebService(test.application, 'web', { ...least, ...props });
      new Postgres(test.application, 'db', { database: 'db', storage: Size.gibibytes(1), resources: small });
      const { get } = test.render();
      return [get('Deployment'), get('StatefulSet')].map(({ spec }) => spec.template.spec.priorityClassName);
    };
    const root = (priority?: Priority) => EnvironmentRoot.standalone(makeEnvironment(), priority);
    expect(classOf(root())).toEqual([undefined, undefined]);
    expect(classOf(root(priorities.low))).toEqual(['low-priority', 'low-priority']);
    expect(classOf(root(priorities.low), { priority: priorities.high })).toEqual(['high-priority', 'low-priority']);
  });

  test('are selected by what an adopted workload says, and by policies as ever', () => {
    const test = makeSystem();
    const selectorLabels = { app: 'legacy', release: 'blue' };
    const web = new WebService(test.application, 'web', { ...least, replicas: 2, selectorLabels });
    new WebService(test.application, 'client', least).connectTo(web);
    const { get } = test.render();
    expect(get('Deployment', 'web').spec.selector).toEqual({ matchLabels: selectorLabels });
    expect(get('Deployment', 'web').spec.template.metadata.labels).toEqual({ ...selectorLabels, tier: 'web' });
    expect(get('PodDisruptionBudget').spec.selector).toEqual({ matchLabels: selectorLabels });
    expect(get('NetworkPolicy', 'web').spec.podSelector).toEqual({ matchLabels: { app: 'legacy', tier: 'web' } });
    expect(get('NetworkPolicy', 'client').spec.egress[0].to).toEqual([
      { podSelector: { matchLabels: { app: 'legacy', tier: 'web' } } },
    ]);
  });

  test('may tolerate every taint, or one for a time', () => {
    const tolerations = [
      { operator: 'Exists' as const },
      { key: 'gone', operator: 'Exists' as const, effect: 'NoExecute' as const, tolerationSeconds: 5 },
      { key: 'pool', value: 'red' },
    ];
    expect(render({ tolerations }).get('Deployment').spec.template.spec.tolerations).toEqual(tolerations);
  });

  test('may lend memory, and stand still', () => {
    const { spec } = render({
      replicas: 0,
      resources: { ...small, memoryRequest: Size.mebibytes(64) },
    }).get('Deployment');
    expect(spec.replicas).toBe(0);
    expect(spec.template.spec.containers[0].resources).toEqual({
      requests: { cpu: '50m', memory: '64Mi' },
      limits: { memory: '128Mi' },
    });
  });
});
