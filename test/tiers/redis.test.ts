import { Size } from 'cdk8s';
import { Credential, outside } from '../../src/secrets';
import { Redis, type RedisProps, WebService } from '../../src/tiers';
import {
  describeEveryProp,
  makeProduction,
  makeSystem,
  podSettingRows,
  problemsFrom,
  type RenderWith,
  renderOne,
  selectorRows,
  small,
} from '../fixtures';

const render: RenderWith<Partial<RedisProps>> = (props) =>
  renderOne((application) => new Redis(application, 'cache', { resources: small, ...props(application) }));
const of = (props: Partial<RedisProps> = {}) => render(() => props);
const confOf = (props: Partial<RedisProps> = {}): string[] =>
  of(props).get('ConfigMap').data['redis.conf'].trim().split('\n');
const containerOf = (props: Partial<RedisProps> = {}) => of(props).get('StatefulSet').spec.template.spec.containers[0];
const storage = Size.gibibytes(1);

describe('a Redis', () => {
  test('emits a StatefulSet, a Service, a configuration and a password', () => {
    const tree = renderOne((application) => new Redis(application, 'cache', { resources: small }), makeProduction());
    expect(tree.names()).toEqual([
      'ConfigMap cache-config',
      'ExternalSecret cache-password',
      'NetworkPolicy allow-dns',
      'NetworkPolicy default-deny',
      'Password cache-password',
      'Service cache',
      'ServiceAccount cache',
      'StatefulSet cache',
    ]);
    expect(tree.get('StatefulSet')).toMatchSnapshot('StatefulSet');
  });

  test('is a cache that drops what was used least, within seven tenths of its memory', () => {
    expect(confOf()).toEqual([
      'bind * -::*',
      'port 6379',
      'dir /data',
      'maxmemory 89mb',
      'maxmemory-policy allkeys-lru',
      'appendonly no',
      'save ""',
    ]);
    expect(of().get('StatefulSet').spec.volumeClaimTemplates).toBeUndefined();
  });

  test('with storage keeps what it is given, and refuses more when it is full', () => {
    expect(confOf({ storage })).toEqual([
      'bind * -::*',
      'port 6379',
      'dir /data',
      'maxmemory 89mb',
      'maxmemory-policy noeviction',
      'appendonly yes',
      'save ""',
    ]);
    expect(of({ storage }).get('PersistentVolumeClaim').metadata.name).toBe('cache-data');
  });

  test('has one password for server, probes and clients', () => {
    const test = makeSystem();
    const redis = new Redis(test.application, 'cache', { resources: small });
    const web = new WebService(test.application, 'web', { image: 'web:1.0', port: 80, resources: small });
    web.connectTo(redis);
    const tree = test.render();
    const key = { name: 'cache-password', key: 'password' };
    const [server] = tree.get('StatefulSet').spec.template.spec.containers;
    expect(server.env).toEqual([{ name: 'REDISCLI_AUTH', valueFrom: { secretKeyRef: key } }]);
    expect(server.readinessProbe.exec.command).toEqual(['sh', '-c', '[ "$(redis-cli ping)" = PONG ]']);
    expect(tree.get('Deployment').spec.template.spec.containers[0].env).toEqual([
      { name: 'CACHE_HOST', value: 'cache.shop.svc.cluster.local' },
      { name: 'CACHE_PORT', value: '6379' },
      { name: 'CACHE_PASSWORD', valueFrom: { secretKeyRef: key } },
      { name: 'CACHE_URL', value: 'redis://:$(CACHE_PASSWORD)@cache.shop.svc.cluster.local:6379' },
    ]);
    expect(tree.environment.secrets.map(({ name }) => name)).toEqual(['cache-password']);
  });

  test('starts anew when its configuration changes', () => {
    const hash = (props: Partial<RedisProps>) =>
      of(props).get('StatefulSet').spec.template.metadata.annotations['tiers.cdk8s.io/config-hash'];
    expect(hash({})).not.toBe(hash({ settings: { databases: '4' } }));
  });

  test.each([
    ['redis:8.2.9', { runAsUser: 999, runAsGroup: 999 }],
    ['redis:8.2.9-alpine', { runAsUser: 999, runAsGroup: 1000 }],
  ])('runs as the user of %s', (image, user) => {
    expect(of({ image }).get('StatefulSet').spec.template.spec.securityContext).toMatchObject(user);
  });
});

describeEveryProp('RedisProps', {
  ...podSettingRows('StatefulSet', 'cache', render),
  ...selectorRows('StatefulSet', 'cache', 'cache', render),
  resources: [() => confOf({ resources: { ...small, memory: Size.mebibytes(100) } })[3], 'maxmemory 70mb'],
  tier: [() => of({ tier: 'sessions' }).get('Service').metadata.name, 'sessions'],
  workloadName: [() => of({ workloadName: 'sessions' }).get('StatefulSet').metadata.name, 'sessions'],
  env: [() => containerOf({ env: { A: 'b' } }).env[1], { name: 'A', value: 'b' }],
  storage: [() => of({ storage }).get('PersistentVolume').spec.capacity.storage, '1Gi'],
  image: [() => containerOf({ image: 'redis:8.2.9' }).image, 'redis:8.2.9'],
  serviceName: [() => of({ serviceName: 'redis' }).get('Service').metadata.name, 'redis'],
  password: [
    () => {
      const tree = render((application) => {
        const keys = new Credential(application, 'own', { name: 'own', keys: { word: outside('a password') } });
        return { password: keys.key('word') };
      });
      return [
        tree.get('StatefulSet').spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef,
        tree.environment.secrets.length,
      ];
    },
    [{ name: 'own', key: 'word' }, 1],
  ],
  eviction: [() => confOf({ eviction: 'volatile-ttl' })[4], 'maxmemory-policy volatile-ttl'],
  settings: [() => confOf({ settings: { databases: '4', save: '900 1' } }).slice(6), ['save 900 1', 'databases 4']],
  claimName: [() => of({ storage, claimName: 'kept' }).get('PersistentVolumeClaim').metadata.name, 'kept'],
  folder: [() => of({ storage, folder: 'old' }).get('PersistentVolume').spec.local.path, '/data/shop/old'],
});

test('a Redis may have storage of twice its memory', () => {
  expect(confOf({ storage: Size.mebibytes(256) })[5]).toBe('appendonly yes');
});

test('a Redis is refused with all that is wrong with it', () => {
  const wrong: Partial<RedisProps> = {
    storage: Size.mebibytes(255),
    serviceName: 'Cache',
    eviction: 'allkeys_lru',
    settings: { port: '6380', RequirePass: 'x', 'max memory': '1', loglevel: 'a\nb', 'maxmemory-policy': 'x' },
  };
  expect(problemsFrom(() => of(wrong)).split('\n')).toEqual(
    [
      "eviction is 'allkeys_lru', give a policy of Redis such as allkeys-lru or noeviction",
      "has `eviction` and `settings` with 'maxmemory-policy', which are the same: leave out one",
      "name 'Cache' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit",
      "settings has 'RequirePass', which is fixed, for the login comes from the Secret: leave it out",
      "settings has 'loglevel' over several lines, give one",
      "settings has 'max memory', which is no name of redis.conf, use lower-case letters and '-'",
      "settings has 'port', which is fixed, for Service, probes and clients know it: leave it out",
      'storage of 255Mi is less than twice the memory of 128Mi, and while Redis rewrites its log there are two of it: give at least 256Mi',
    ].map((message) => `local/shop/shop-app/cache: ${message}`),
  );
});
