import { ApiObject, Chart, Duration, Size } from 'cdk8s';
import { Cpu, KubeObject, priorities } from '../../src/kubernetes';
import { filesOf, indexOf, pathOf } from '../../src/render';
import { Credential, generated } from '../../src/secrets';
import { Application, EnvironmentRoot, HelmOperator, System } from '../../src/system';
import { Postgres, QueueWorker, RabbitMq, WebService } from '../../src/tiers';
import { makeEnvironment, makeProduction, makeSystem, problemsFrom, renderTree, small } from '../fixtures';

const config = (scope: Application, id: string, name = id, body: Record<string, unknown> = {}) =>
  new KubeObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', name }, () => body);

/** A system with two Applications, its parts created in one order or the other. */
function shop(reversed = false) {
  const root = EnvironmentRoot.standalone(makeProduction());
  const inOrder = (steps: (() => void)[]) => {
    for (const step of reversed ? steps.reverse() : steps) step();
  };
  const system = new System(root, 'shop');
  const data = new Application(system, 'shop-data', { namespace: 'shop' });
  const app = new Application(system, 'shop-app', { namespace: 'shop' });
  const broker = new RabbitMq(data, 'broker', {
    storage: Size.gibibytes(2),
    resources: { ...small, memory: Size.mebibytes(256) },
  });
  const database = new Postgres(data, 'db', { database: 'shop', storage: Size.gibibytes(1), resources: small });
  const queues = new Map<string, ReturnType<RabbitMq['addQueue']>>();
  inOrder(['orders', 'bills'].map((name) => () => void queues.set(name, broker.addQueue(name))));
  const webs = new Map<string, WebService>();
  inOrder(
    ['front', 'back'].map((name) => () => {
      webs.set(name, new WebService(app, name, { image: 'web:1.0', port: 80, resources: small, replicas: 2 }));
    }),
  );
  inOrder([
    // The connections of one tier keep their order: later variables may refer to earlier ones.
    () => {
      webs.get('front')!.connectTo(webs.get('back')!);
      webs.get('front')!.publishTo(queues.get('orders')!);
    },
    () => {
      webs.get('back')!.connectTo(database);
      webs.get('back')!.publishTo(queues.get('bills')!);
    },
  ]);
  inOrder(
    ['orders', 'bills'].map((name) => () => {
      new QueueWorker(app, `${name}-worker`, {
        image: 'worker:1.0',
        consumes: queues.get(name)!,
        priority: priorities.low,
        resources: small,
        attemptDeadline: Duration.minutes(5),
        scaling: { maxWorkers: 3 },
      });
    }),
  );
  return renderTree(root).environment;
}

describe('a rendered environment', () => {
  const environment = shop();

  test('has the same bytes from run to run, and for constructs created in another order', () => {
    const texts = (rendered: typeof environment) => filesOf(rendered).map(({ path, text }) => `${path}\n${text}`);
    expect(texts(shop())).toEqual(texts(environment));
    expect(texts(shop(true))).toEqual(texts(environment));
    expect(indexOf([shop(true)])).toEqual(indexOf([environment]));
  });

  test('lists objects so that they can be applied in turn: by Application, by wave', () => {
    const places = environment.objects.map(({ application, wave }) => [application, wave]);
    const applications = [...new Set(places.map(([application]) => application))];
    expect(applications).toEqual(['', 'apps', 'shop-data', 'shop-app']);
    for (const application of applications.slice(2)) {
      const waves = environment.objects.filter((object) => object.application === application).map(({ wave }) => wave);
      expect(waves).toEqual([...waves].sort((a, b) => a - b));
    }
  });

  test('says the wave of each object in its annotation', () => {
    for (const { object, wave, application } of environment.objects) {
      if (application === '' || application === 'apps') continue;
      expect(object.metadata.annotations?.['argocd.argoproj.io/sync-wave']).toBe(String(wave));
    }
  });

  test('puts one object into a file, named by kind and name', () => {
    const files = filesOf(environment);
    expect(files.map(({ path }) => path).filter((path) => path.includes('/shop-app/'))).toMatchSnapshot('paths');
    expect(files.filter(({ text }) => text.includes('\n---\n')).map(({ path }) => path)).toEqual([
      'production/bootstrap.yaml',
    ]);
  });

  test('is indexed: each object with its file, each Secret with those who read it', () => {
    const index = indexOf([environment]);
    expect(index.files).toHaveLength(environment.objects.length);
    expect(new Set(index.files.map(({ path }) => path))).toEqual(new Set(filesOf(environment).map(({ path }) => path)));
    expect(index.files.find(({ kind, name }) => kind === 'Deployment' && name === 'front')).toEqual({
      path: 'production/shop-app/deployment.front.yaml',
      environment: 'production',
      application: 'shop-app',
      system: 'shop',
      group: 'apps',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'front',
      wave: 1,
      constructPath: 'production/shop/shop-app/front/deployment',
    });
    expect(index.applications).toEqual([
      { environment: 'production', name: 'shop-data', wave: 0, system: 'shop' },
      { environment: 'production', name: 'shop-app', wave: 1, system: 'shop' },
    ]);
    expect(index.secrets.find(({ name }) => name === 'db-owner')).toEqual({
      environment: 'production',
      system: 'shop',
      namespace: 'shop',
      name: 'db-owner',
      provider: 'external-secrets',
      supply: 'objects',
      source: { group: 'external-secrets.io', kind: 'ExternalSecret', name: 'db-owner' },
      keys: [
        { key: 'username', origin: 'fixed', value: 'shop' },
        { key: 'password', origin: 'generated', length: 32 },
      ],
      usedBy: ['production/shop/shop-app/back/deployment', 'production/shop/shop-data/db/stateful-set'],
    });
    expect(index.secrets.find(({ name }) => name === 'broker-user-monitoring')?.usedBy).toEqual([
      'production/shop/shop-app/broker-scaler/trigger-authentication',
      'production/shop/shop-data/broker-definitions/job',
      'production/shop/shop-data/broker/stateful-set',
    ]);
    for (const { usedBy } of index.secrets) expect(usedBy).not.toEqual([]);
  });
});

describe('file names', () => {
  const path = (kind: string, name: string) =>
    pathOf({
      object: { apiVersion: 'v1', kind, metadata: { name } },
      environment: 'local',
      system: 's',
      application: 'app',
      constructPath: 'p',
      wave: 0,
    });

  test.each([
    ['ConfigMap', 'plain-1.x', 'local/app/configmap.plain-1.x.yaml'],
    ['ClusterRole', 'system:reader', 'local/app/clusterrole.system%3Areader.yaml'],
    ['ClusterRole', 'Upper_case', 'local/app/clusterrole.%55pper%5Fcase.yaml'],
    ['ClusterRole', 'a/../b', 'local/app/clusterrole.a%2F..%2Fb.yaml'],
    ['ClusterRole', 'ä%', 'local/app/clusterrole.%C3%A4%25.yaml'],
  ])('%s %s is %s', (kind, name, expected) => {
    expect(path(kind, name)).toBe(expected);
  });
});

describe('rendering is refused', () => {
  test('when two objects have one identity, with both places', () => {
    const test = makeSystem();
    config(test.application, 'one', 'same');
    config(test.add('shop-more'), 'two', 'same');
    config(test.add('elsewhere', 'elsewhere'), 'three', 'same');
    expect(problemsFrom(test.render)).toBe(
      "local/shop/shop-more/two: ConfigMap 'same' in namespace 'shop' exists already, made by 'local/shop/shop-app/one': rename one of them",
    );
  });

  test('when two cluster-scoped objects have one name, whatever the namespaces', () => {
    const test = makeSystem();
    for (const [application, id] of [
      [test.application, 'one'],
      [test.add('elsewhere', 'elsewhere'), 'two'],
    ] as const) {
      new KubeObject(
        application,
        id,
        { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', name: 'high' },
        () => ({}),
      );
    }
    expect(problemsFrom(test.render)).toMatch(/PriorityClass 'high' exists already, made by '/);
  });

  test('when two objects would share a file, with both places', () => {
    const test = makeSystem();
    const service = (id: string, apiVersion: string) =>
      new KubeObject(test.application, id, { apiVersion, kind: 'Service', name: 'same' }, () => ({}));
    service('one', 'v1');
    service('two', 'serving.knative.dev/v1');
    expect(problemsFrom(() => filesOf(test.render().environment))).toBe(
      "local/shop/shop-app/one: its file 'local/shop-app/service.same.yaml' is taken by 'local/shop/shop-app/two': rename one of the objects",
    );
  });

  test('when a Secret is promised twice, with both places, also where nothing is emitted for it', () => {
    const test = makeSystem();
    for (const id of ['one', 'two']) new Credential(test.application, id, { name: 'same', keys: { key: generated() } });
    expect(problemsFrom(test.render)).toBe(
      "local/shop/shop-app/two: Secret 'same' in namespace 'shop' is promised already, by 'local/shop/shop-app/one': rename one of the Credentials",
    );
  });

  test('when an object stands outside every Application', () => {
    const root = EnvironmentRoot.standalone(makeEnvironment());
    new ApiObject(new Chart(root, 'lost'), 'found', { apiVersion: 'v1', kind: 'ConfigMap' });
    expect(problemsFrom(() => renderTree(root))).toBe(
      'local/lost/found: stands outside every Application, create it below one',
    );
  });

  test('when tiers wait for each other', () => {
    const test = makeSystem();
    const web = (name: string) =>
      new WebService(test.application, name, { image: 'web:1.0', port: 80, resources: small });
    const [a, b] = [web('a'), web('b')];
    a.connectTo(b);
    b.connectTo(a);
    expect(problemsFrom(test.render)).toBe(
      'local/shop/shop-app/a: these depend on each other in a circle, so none can be rolled out first: local/shop/shop-app/a -> local/shop/shop-app/b -> local/shop/shop-app/a; remove one of the connections or give it `ordered: false`',
    );
  });

  test('when Applications wait for each other', () => {
    const test = makeSystem();
    const other = test.add('shop-other');
    const web = (application: Application, name: string) =>
      new WebService(application, name, { image: 'web:1.0', port: 80, resources: small });
    web(test.application, 'a').connectTo(web(other, 'b'));
    web(other, 'c').connectTo(web(test.application, 'd'));
    expect(problemsFrom(test.render)).toBe(
      'local/shop-app: these depend on each other in a circle, so none can be rolled out first: shop-app -> shop-other -> shop-app; remove one of the connections or give it `ordered: false`',
    );
  });

  test('when two Applications want different pod security in one namespace', () => {
    const test = makeSystem();
    const build = () => new Application(test.system, 'shop-agents', { namespace: 'shop', podSecurity: 'privileged' });
    expect(problemsFrom(build)).toBe(
      "local/shop/shop-agents: asks for pod security 'privileged' in namespace 'shop', but 'local/shop/shop-app' asks for 'restricted': give one of them a namespace of its own",
    );
  });

  test('with all problems together, sorted', () => {
    const test = makeSystem();
    const web = (name: string) =>
      new WebService(test.application, name, { image: 'web:1.0', port: 80, resources: small });
    const [a, b] = [web('a'), web('b')];
    a.connectTo(b);
    b.connectTo(a);
    config(test.application, 'x1', 'same');
    config(test.application, 'x2', 'same');
    new KubeObject(test.application, 'broken', { apiVersion: 'v1', kind: 'ConfigMap', name: 'broken' }, () => {
      throw new Error('has no body');
    });
    test.root.topology.report({ where: 'local/shop', message: 'was reported' });
    expect(
      problemsFrom(test.render)
        .split('\n')
        .map((line) => line.slice(0, line.indexOf(' ', 30))),
    ).toEqual([
      'local/shop: was reported'.slice(0, -1),
      'local/shop/shop-app/a: these depend',
      'local/shop/shop-app/broken: has',
      'local/shop/shop-app/x2: ConfigMap',
    ]);
  });
});

describe('Argo CD', () => {
  function withOperator() {
    const test = makeSystem();
    new HelmOperator(test.system, 'keda', {
      chart: { repository: 'https://charts.example.com', chart: 'keda', version: '1.2.3' },
      namespace: 'keda',
      values: { replicas: 2, nested: { on: 'yes' } },
      provides: ['keda.sh'],
      kinds: {
        cluster: ['rbac.authorization.k8s.io/ClusterRole'],
        namespaced: ['apps/Deployment'],
        namespaces: ['kube-system'],
      },
      pods: { pods: 1, cpu: '50m', memory: '64Mi' },
    });
    const broker = new RabbitMq(test.add('shop-data'), 'broker', {
      storage: Size.gibibytes(2),
      resources: { cpu: Cpu.millis(100), memory: Size.mebibytes(256) },
    });
    new QueueWorker(test.application, 'worker', {
      image: 'worker:1.0',
      consumes: broker.addQueue('orders'),
      priority: priorities.low,
      resources: small,
      attemptDeadline: Duration.minutes(5),
      scaling: { maxWorkers: 3 },
    });
    return test.render();
  }

  test('gets an Application for each chart and operator, and one project for the system', () => {
    const tree = withOperator();
    expect(tree.names('apps')).toEqual([
      'AppProject platform',
      'AppProject shop',
      'Application keda',
      'Application namespaces',
      'Application shop-app',
      'Application shop-data',
    ]);
    expect(tree.get('Application', 'shop-app')).toMatchSnapshot('Application');
    expect(tree.get('Application', 'keda').spec.source).toEqual({
      repoURL: 'https://charts.example.com',
      chart: 'keda',
      targetRevision: '1.2.3',
      helm: { releaseName: 'keda', values: "replicas: 2\nnested:\n  'on': 'yes'\n" },
    });
  });

  test('rolls out namespaces first, then operators, then what uses their kinds', () => {
    const waves = Object.fromEntries(withOperator().environment.applicationWaves);
    expect(waves).toEqual({ namespaces: 0, keda: 1, 'shop-data': 1, 'shop-app': 2 });
  });

  test('rolls out priority classes before the pods that name them, whatever runs the pods', () => {
    const test = makeSystem();
    const classes = test.add('z-classes', 'classes');
    for (const { name } of [priorities.alwaysUp, priorities.low]) {
      new KubeObject(classes, name, { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', name }, () => ({}));
    }
    const broker = new RabbitMq(test.add('shop-data'), 'broker', {
      storage: Size.gibibytes(2),
      resources: { cpu: Cpu.millis(100), memory: Size.mebibytes(256) },
      priority: priorities.mid,
    });
    new QueueWorker(test.application, 'worker', {
      image: 'worker:1.0',
      consumes: broker.addQueue('orders'),
      priority: priorities.low,
      resources: small,
      attemptDeadline: Duration.minutes(5),
      scaling: { maxWorkers: 3 },
    });
    const pods = { template: { spec: { priorityClassName: 'always-up' } } };
    const nightly = test.add('shop-nightly');
    const body = () => ({ spec: { jobTemplate: { spec: pods } } });
    new KubeObject(nightly, 'cron', { apiVersion: 'batch/v1', kind: 'CronJob', name: 'cron' }, body);
    // Of the name of a class, and none.
    new KubeObject(nightly, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', name: 'always-up' }, () => ({}));
    new WebService(test.add('shop-web'), 'web', {
      image: 'web:1.0',
      port: 80,
      resources: small,
      priority: priorities.alwaysUp,
    });
    expect(Object.fromEntries(test.render().environment.applicationWaves)).toEqual({
      namespaces: 0,
      'z-classes': 1,
      'shop-data': 1,
      'shop-app': 2,
      'shop-nightly': 2,
      'shop-web': 2,
    });
  });

  test('may touch exactly what its Applications emit, what controllers make of that, and where', () => {
    const { spec } = withOperator().get('AppProject', 'shop');
    expect(spec).toMatchSnapshot('AppProject');
    expect(spec.destinations.map(({ namespace }: { namespace: string }) => namespace)).toEqual([
      'keda',
      'kube-system',
      'shop',
    ]);
    expect(spec.sourceRepos).toEqual(['https://charts.example.com', 'https://git.example.com/clusters.git']);
  });

  test('has a root that neither prunes nor cascades, and compares as the server does', () => {
    const root = withOperator().get('Application', 'root');
    expect(root.metadata.finalizers).toBeUndefined();
    expect(root.spec.syncPolicy.automated).toEqual({ prune: false, selfHeal: true, allowEmpty: false });
    for (const application of withOperator().all('Application')) {
      expect(application.metadata.annotations['argocd.argoproj.io/compare-options']).toBe('ServerSideDiff=true');
    }
  });

  test('finds namespaces once, guarded, with pinned pod security', () => {
    const tree = withOperator();
    expect(tree.all('Namespace').map(({ metadata }) => metadata.name)).toEqual(['keda', 'shop']);
    expect(tree.get('Namespace', 'shop')).toMatchSnapshot('Namespace');
    expect(tree.get('Namespace', 'keda').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'baseline',
      'pod-security.kubernetes.io/warn': 'restricted',
    });
  });
});

describe('name resolution is allowed over both protocols', () => {
  const cluster = (dns: string) => ({
    cluster: {
      kubernetesVersion: '1.36',
      dns,
      apiServerCidrs: ['10.0.0.1/32'],
      nodeCidrs: ['10.0.0.0/24'],
      nodes: [{ name: 'node', count: 1, cpu: '4', memory: '8Gi' }],
    },
  });
  const inNamespace = (name: string, podLabels?: Record<string, string>) => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
    ...(podLabels && { podSelector: { matchLabels: podLabels } }),
  });

  test.each<[string, object, number]>([
    ['kube-dns', inNamespace('kube-system', { 'k8s-app': 'kube-dns' }), 53],
    ['node-local-dns', { ipBlock: { cidr: '169.254.20.10/32' } }, 53],
    ['openshift', inNamespace('openshift-dns'), 5353],
    ['microshift', inNamespace('openshift-dns'), 5353],
  ])('in a cluster with %s', (dns, peer, port) => {
    const test = makeSystem(makeEnvironment(cluster(dns)));
    config(test.application, 'any');
    expect(test.render().get('NetworkPolicy', 'allow-dns').spec).toEqual({
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [peer],
          ports: [
            { protocol: 'TCP', port },
            { protocol: 'UDP', port },
          ],
        },
      ],
    });
  });
});
