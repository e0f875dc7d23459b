import { runChecks } from '../../src/checks';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { ManifestSet } from '../../src/manifests';
import { holdsHosts, hostsIn, tellsOfCallers } from '../../src/manifests/model';

test.each<[text: string, isHost: boolean, told: string[]]>([
  ['db', true, ['alone db']],
  ['db', false, []],
  ['db:5432', true, ['alone db:5432']],
  ['db:5432', false, ['pair db:5432']],
  ['kafka-0.kafka:9092,kafka-1.kafka:9092', true, ['alone kafka-0.kafka:9092', 'alone kafka-1.kafka:9092']],
  ['api.shop.svc.cluster.local.', true, ['alone api.shop.svc.cluster.local']],
  ['nc -z db:5432 && exec "$@"', false, ['pair db:5432']],
  ['http://api', false, ['url api']],
  ['http://api:8080/v1?to=other:1', false, ['url api:8080']],
  ['PLAINTEXT://kafka:9092', true, ['url kafka:9092']],
  ['jdbc:postgresql://db:5432/shop', false, ['url db:5432']],
  ['jdbc:sqlserver://db:1433;databaseName=shop', false, ['url db:1433']],
  ['postgres://$(USER):p@ss@db/shop', false, ['url db']],
  ['mongodb://a:1,b:2/shop', false, ['url a:1', 'url b:2']],
  ['{"api": "http://api:80", "db": "db:1"}', false, ['url api:80', 'pair db:1']],
  ['http://{host}:80', false, []],
  ['http://API:80', false, []],
  ['Hello World', true, []],
  ['http://a:1/x,http://b:2', false, ['url a:1', 'url b:2']],
  ['12:30', false, ['pair 12:30']],
])('hosts in %j (meant as one: %j): %j', (text, isHost, told) => {
  expect(
    hostsIn(text, isHost).map(({ written, host, port }) => `${written} ${host}${port === undefined ? '' : `:${port}`}`),
  ).toEqual(told);
});

test('hosts are meant by the names of variables and flags', () => {
  const meant = ['DB_HOST', 'dbHost', '--db-host', 'spring.redis.host', 'API_URL', 'BROKERS', 'PEER', 'HOST'];
  const others = ['CACHE_DRIVER', 'DB_NAME', 'GHOST', 'HOST_NAME_LENGTH', 'BROKER', ''];
  expect([...meant, ...others].filter(holdsHosts)).toEqual(meant);
});

test('who may call is told by the names of variables, too', () => {
  const callers = ['CORS_ORIGIN', 'ALLOWED_HOSTS', 'KAFKA_ADVERTISED_LISTENERS', 'publicUrl', 'NO_PROXY', '--bind'];
  const others = ['API_URL', 'ORIGINAL_HOST', 'BINDING_HOST'];
  expect([...callers, ...others].filter(tellsOfCallers)).toEqual(callers);
});

const make = (apiVersion: string, kind: string, name: string, rest: object): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name, namespace: 'shop' }, ...rest }) as KubernetesObject;

const deployment = (name: string, container: object, pod: object = {}) =>
  make('apps/v1', 'Deployment', name, {
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { ...pod, containers: [{ name, image: `${name}:1`, ...container }] },
      },
    },
  });
const service = (name: string, rest: object = {}) =>
  make('v1', 'Service', name, {
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 'http' }], ...rest },
  });
const deny = make('networking.k8s.io/v1', 'NetworkPolicy', 'deny', {
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
});
/** Lets web reach a port of api, or all. */
const allow = (...ports: object[]) => [
  make('networking.k8s.io/v1', 'NetworkPolicy', 'web', {
    spec: {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: { matchLabels: { app: 'api' } } }], ports }],
    },
  }),
  make('networking.k8s.io/v1', 'NetworkPolicy', 'api', {
    spec: {
      podSelector: { matchLabels: { app: 'api' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports }],
    },
  }),
];
const api = [deployment('api', { ports: [{ name: 'http', containerPort: 8080 }] }), service('api'), deny];
const env = (name: string, value: string) => ({ env: [{ name, value }] });

const told = (rule: string, objects: readonly KubernetesObject[]): string[] =>
  runChecks(ManifestSet.of(objects))
    .findings.filter((finding) => finding.rule === rule)
    .map(({ object, field, value }) => `${object} ${field} ${value}`);

const place = 'apps/Deployment shop/web spec.template.spec.containers[0]';

describe('a Service that a pod names and cannot reach', () => {
  test('is told once, with both objects', () => {
    const web = deployment('web', {
      env: [
        { name: 'API_HOST', value: 'api' },
        { name: 'API_URL', value: 'http://api:80' },
      ],
    });
    expect(
      runChecks(ManifestSet.of([web, ...api]))
        .findings.filter(({ rule }) => rule === 'network-unconnected')
        .map(({ severity, message }) => `${severity}: ${message}`),
    ).toEqual([
      'warning: apps/Deployment shop/web spec.template.spec.containers[0].env[0].value: apps/Deployment shop/web is told to call Service shop/api, and no policy lets it reach apps/Deployment shop/api (api); nothing refuses its connections, the packets are dropped: it hangs until it gives up; connect it (connectTo), or allow egress at the pod and ingress at the receiver on the port of the receiving pod; remove the name if it is not called',
    ]);
  });

  test.each<[string, object, string]>([
    ['a variable', env('API_URL', 'http://api/v1'), 'env[0].value api'],
    ['a name with the namespace', env('API', 'api.shop:80'), 'env[0].value api.shop:80'],
    ['a full name', env('API', 'api.shop.svc.cluster.local'), 'env[0].value api.shop.svc.cluster.local'],
    [
      'a variable made of others',
      {
        env: [
          { name: 'NAME', value: 'api' },
          { name: 'TARGET', value: 'http://$(NAME):80' },
        ],
      },
      'env[1].value api:80',
    ],
    ['an argument', { args: ['--listen', ':80', '--api-host=api'] }, 'args[2] api'],
    ['the word behind a flag', { command: ['serve', '--api-url', 'api'] }, 'command[2] api'],
    ['a script', { args: ['until nc -z api:80; do sleep 1; done'] }, 'args[0] api:80'],
  ])('by %s', (_name, container, at) => {
    expect(told('network-unconnected', [deployment('web', container), ...api])).toEqual([`${place}.${at}`]);
  });

  test.each<[string, object, object?]>([
    ['a variable that names no host', env('CACHE_DRIVER', 'api')],
    ['a pair with a port that the Service does not have', env('IMAGE', 'api:8080')],
    ['who may call', env('CORS_ORIGIN', 'http://api')],
    ['a pod on the network of its node', env('API_HOST', 'api'), { hostNetwork: true }],
    ['a flag of another word', { args: ['--api-host', '--verbose', 'api'] }],
  ])('not by %s', (_name, container, pod = {}) => {
    expect(told('network-unconnected', [deployment('web', container, pod), ...api])).toEqual([]);
  });

  test.each<[string, object[], string[]]>([
    ['the port of the pod', [{ port: 8080 }], []],
    ['the name of that port', [{ port: 'http' }], []],
    ['all ports', [], []],
    ['the port of the Service', [{ port: 80 }], [`${place}.env[0].value api:80`]],
    ['another protocol', [{ port: 8080, protocol: 'UDP' }], [`${place}.env[0].value api:80`]],
  ])('is reached when policies allow %s', (_name, ports, seen) => {
    const web = deployment('web', env('API_HOST', 'api:80'));
    expect(told('network-unconnected', [web, ...api, ...allow(...ports)])).toEqual(seen);
  });

  test('is reached at its own port when it is headless', () => {
    const [pods] = api;
    const headless = service('api', { clusterIP: 'None', ports: [{ port: 8080, targetPort: 9090 }] });
    const objects = [deployment('web', env('API_HOST', 'api')), pods!, headless, deny];
    expect(told('network-unconnected', [...objects, ...allow({ port: 8080 })])).toEqual([]);
    expect(told('network-unconnected', [...objects, ...allow({ port: 9090 })])).toHaveLength(1);
  });

  test('is reached without a port by any that is open', () => {
    const [pods] = api;
    const several = service('api', {
      ports: [
        { port: 80, targetPort: 'http' },
        { port: 81, targetPort: 8081 },
      ],
    });
    const objects = [pods!, several, deny, ...allow({ port: 8081 })];
    expect(told('network-unconnected', [deployment('web', env('API_HOST', 'api')), ...objects])).toEqual([]);
    expect(told('network-unconnected', [deployment('web', env('API_HOST', 'api:80')), ...objects])).toHaveLength(1);
  });

  test('by a pod that is behind it is no fault', () => {
    const self = deployment('api', env('API_HOST', 'api'));
    expect(told('network-unconnected', [self, service('api'), deny])).toEqual([]);
  });
});

describe('a ConfigMap names a Service', () => {
  const settings = make('v1', 'ConfigMap', 'settings', {
    data: { API_HOST: 'api', 'app.conf': '# http://api:80\nbackend = http://api:80\n' },
  });
  const from = { envFrom: [{ configMapRef: { name: 'settings' } }] };
  const key = {
    env: [{ name: 'API_HOST', valueFrom: { configMapKeyRef: { name: 'settings', key: 'API_HOST' } } }],
  };
  const volumes = [{ name: 'conf', configMap: { name: 'settings', items: [{ key: 'app.conf', path: 'app.conf' }] } }];
  const mount = { volumeMounts: [{ name: 'conf', mountPath: '/etc/app' }] };

  test.each<[string, object, object, string]>([
    ['as variables', from, {}, 'ConfigMap shop/settings data["API_HOST"] api'],
    ['as one variable', key, {}, `${place}.env[0].valueFrom api`],
    ['as a file', mount, { volumes }, 'ConfigMap shop/settings data["app.conf"] api:80'],
  ])('%s of one workload', (_name, container, pod, seen) => {
    expect(told('network-unconnected', [deployment('web', container, pod), settings, ...api])).toEqual([seen]);
  });

  test('that many workloads read says not who of them calls; a key that one asks for does', () => {
    const other = deployment('other', from);
    expect(told('network-unconnected', [deployment('web', from), other, settings, ...api])).toEqual([]);
    expect(told('network-unconnected', [deployment('web', key), other, settings, ...api])).toEqual([
      `${place}.env[0].valueFrom api`,
    ]);
  });
});

describe('a name of no Service', () => {
  test.each<[string, object, string[]]>([
    ['in an URL with a port', env('X', 'redis://cache:6379/0'), ['env[0].value cache']],
    ['in an URL of the web', env('X', 'http://cache/'), ['env[0].value cache']],
    ['as a host with a port', env('CACHE_HOST', 'cache:6379'), ['env[0].value cache']],
    ['with the namespace', env('CACHE_HOST', 'cache.shop:6379'), ['env[0].value cache.shop']],
    ['with a port that it lacks', env('API_HOST', 'api:8080'), ['env[0].value api:8080']],
    ['alone, as a node may know it', env('CACHE_HOST', 'cache'), []],
    ['in an URL of a bucket', env('X', 's3://cache/files'), []],
    ['as a word with a number', env('IMAGE', 'cache:7'), []],
    ['of another domain', env('X', 'https://cache.example.com:8443'), []],
    ['of the web that may be a domain', env('X', 'https://cache.shop'), []],
    ['of the pod itself', env('X', 'http://localhost:8080'), []],
    ['in numbers', env('LISTEN', 'http://0.0.0.0:80'), []],
  ])('%s', (_name, container, seen) => {
    expect(told('ref-service-host', [deployment('web', container), ...api])).toEqual(
      seen.map((at) => `${place}.${at}`),
    );
  });

  test('is one that the pod has of its own, or that is outside', () => {
    const web = deployment('web', env('X', 'http://cache:80'), {
      hostAliases: [{ ip: '10.0.0.1', hostnames: ['cache'] }],
    });
    expect(told('ref-service-host', [web, ...api])).toEqual([]);
    const external = { objects: [{ kind: 'Service', namespace: 'shop', name: 'cache' }] };
    const set = ManifestSet.of([deployment('web', env('X', 'http://cache:80')), ...api]);
    expect(runChecks(set, { external }).findings.filter(({ rule }) => rule === 'ref-service-host')).toEqual([]);
  });
});
