import {
  Cache,
  Database,
  Endpoint,
  GrpcEndpoint,
  HttpEndpoint,
  type IEndpoint,
  MailServer,
  ObjectStore,
} from '../../src/endpoints';
import { UserCredential } from '../../src/secrets';
import type { Application } from '../../src/system';
import { Postgres, WebService } from '../../src/tiers';
import { toMermaid } from '../../src/topology';
import {
  describeEveryProp,
  type LooseObject,
  makeEnvironment,
  makeProduction,
  makeSystem,
  problemsFrom,
  small,
} from '../fixtures';

const networks = ['203.0.113.0/24'];
const there = { host: 'there.example.com', networks };
const service = { name: 'far', namespace: 'far-away' };
const web = (application: Application, name = 'web') =>
  new WebService(application, name, { image: 'web:1.0', port: 80, resources: small });
const login = (application: Application) => UserCredential.fromSecretName(application, 'login', 'login');
const secret = (key: string, name = 'login') => ({ valueFrom: { secretKeyRef: { name, key } } });

/** What a client of an endpoint gets: variables, and the egress of its policy. */
function clientOf(make: (application: Application) => IEndpoint, environment = makeEnvironment()) {
  const test = makeSystem(environment);
  web(test.application).connectTo(make(test.application));
  const tree = test.render();
  const [container] = tree.get('Deployment').spec.template.spec.containers;
  const env = Object.fromEntries(container.env.map(({ name, ...value }: LooseObject) => [name, value.value ?? value]));
  return { tree, env, egress: tree.get('NetworkPolicy', 'web').spec.egress };
}
const toNetworks = (port: number, protocol = 'TCP') => [
  { to: networks.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ protocol, port }] },
];
const toNamespace = (port: number, podSelector?: object) => [
  {
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'far-away' } },
        ...(podSelector && { podSelector }),
      },
    ],
    ports: [{ protocol: 'TCP', port }],
  },
];

describe('something outside the cluster gives its clients variables and a way out', () => {
  test.each<[string, (application: Application) => IEndpoint, Record<string, unknown>, object]>([
    [
      'any address',
      (app) => Endpoint.fromAddress(app, 'clock', { ...there, port: 123, protocol: 'UDP' }),
      { CLOCK_HOST: 'there.example.com', CLOCK_PORT: '123' },
      toNetworks(123, 'UDP'),
    ],
    [
      'a web server',
      (app) => HttpEndpoint.fromUrl(app, 'payments', { url: 'https://there.example.com/v1', networks }),
      { PAYMENTS_URL: 'https://there.example.com/v1' },
      toNetworks(443),
    ],
    [
      'a web server on a port of its own',
      (app) => HttpEndpoint.fromUrl(app, 'payments', { url: 'http://203.0.113.9:8080', networks }),
      { PAYMENTS_URL: 'http://203.0.113.9:8080' },
      toNetworks(8080),
    ],
    [
      'a gRPC server',
      (app) => GrpcEndpoint.fromAddress(app, 'rates', there),
      { RATES_ADDRESS: 'there.example.com:443' },
      toNetworks(443),
    ],
    [
      'a PostgreSQL database',
      (app) => Postgres.fromAddress(app, 'sales-db', { ...there, database: 'sales', credentials: login(app) }),
      {
        SALES_DB_HOST: 'there.example.com',
        SALES_DB_PORT: '5432',
        SALES_DB_NAME: 'sales',
        SALES_DB_USER: secret('username'),
        SALES_DB_PASSWORD: secret('password'),
      },
      toNetworks(5432),
    ],
    [
      'a cache',
      (app) => Cache.fromAddress(app, 'cache', there),
      { CACHE_HOST: 'there.example.com', CACHE_PORT: '6379', CACHE_URL: 'redis://there.example.com:6379' },
      toNetworks(6379),
    ],
    [
      'an object store',
      (app) => ObjectStore.fromUrl(app, 's3', { url: 'https://s3.example.com', networks, bucket: 'files' }),
      { S3_URL: 'https://s3.example.com', S3_BUCKET: 'files', S3_REGION: 'us-east-1' },
      toNetworks(443),
    ],
    [
      'a mail server',
      (app) => MailServer.fromAddress(app, 'mail', there),
      { MAIL_HOST: 'there.example.com', MAIL_PORT: '587' },
      toNetworks(587),
    ],
  ])('%s', (_, make, env, egress) => {
    const client = clientOf(make);
    expect(client.env).toEqual(env);
    expect(client.egress).toEqual(egress);
  });
});

describe("somebody else's Service gives its clients variables and a way to its pods", () => {
  test.each<[string, (application: Application) => IEndpoint, Record<string, unknown>, number]>([
    [
      'any Service',
      (app) => Endpoint.fromService(app, 'ldap', { ...service, port: 389 }),
      { LDAP_HOST: 'far.far-away.svc.cluster.local', LDAP_PORT: '389' },
      389,
    ],
    [
      'a web server',
      (app) => HttpEndpoint.fromService(app, 'auth', service),
      { AUTH_URL: 'http://far.far-away.svc.cluster.local' },
      80,
    ],
    [
      'a gRPC server',
      (app) => GrpcEndpoint.fromService(app, 'rates', { ...service, port: 50051 }),
      { RATES_ADDRESS: 'far.far-away.svc.cluster.local:50051' },
      50051,
    ],
    [
      'a PostgreSQL database',
      (app) => Postgres.fromService(app, 'db', { ...service, database: 'sales', credentials: login(app) }),
      expect.objectContaining({ DB_HOST: 'far.far-away.svc.cluster.local', DB_PORT: '5432', DB_NAME: 'sales' }),
      5432,
    ],
    [
      'a database of another product',
      (app) =>
        Database.fromService(app, 'db', {
          ...service,
          engine: 'mysql',
          port: 3306,
          database: 'sales',
          credentials: login(app),
        }),
      expect.objectContaining({ DB_HOST: 'far.far-away.svc.cluster.local', DB_PORT: '3306' }),
      3306,
    ],
    [
      'a cache',
      (app) => Cache.fromService(app, 'cache', service),
      expect.objectContaining({ CACHE_URL: 'redis://far.far-away.svc.cluster.local:6379' }),
      6379,
    ],
    [
      'an object store',
      (app) => ObjectStore.fromService(app, 'minio', { ...service, bucket: 'files' }),
      expect.objectContaining({ MINIO_URL: 'http://far.far-away.svc.cluster.local:9000' }),
      9000,
    ],
    [
      'a mail server',
      (app) => MailServer.fromService(app, 'mail', { ...service, port: 25 }),
      { MAIL_HOST: 'far.far-away.svc.cluster.local', MAIL_PORT: '25' },
      25,
    ],
  ])('%s', (_, make, env, port) => {
    const client = clientOf(make);
    expect(client.env).toEqual(env);
    expect(client.egress).toEqual(toNamespace(port));
  });
});

const egressTo = (props: object) =>
  clientOf((app) => HttpEndpoint.fromService(app, 'auth', { ...service, ...props })).egress;
describeEveryProp('OutsideService', {
  name: [
    () => clientOf((app) => HttpEndpoint.fromService(app, 'auth', { ...service, name: 'other' })).env,
    { AUTH_URL: 'http://other.far-away.svc.cluster.local' },
  ],
  namespace: [
    () => egressTo({ namespace: 'near' })[0].to[0].namespaceSelector.matchLabels,
    { 'kubernetes.io/metadata.name': 'near' },
  ],
  port: [() => egressTo({ port: 81 })[0].ports, [{ protocol: 'TCP', port: 81 }]],
  podPort: [() => egressTo({ port: 81, podPort: 8080 })[0].ports, [{ protocol: 'TCP', port: 8080 }]],
  podLabels: [() => egressTo({ podLabels: { app: 'far' } }), toNamespace(80, { matchLabels: { app: 'far' } })],
});

const mail = (props: object) => clientOf((app) => MailServer.fromAddress(app, 'mail', { ...there, ...props }));
describeEveryProp('OutsideAddress', {
  host: [() => mail({ host: '2001:db8::7' }).env.MAIL_HOST, '2001:db8::7'],
  networks: [
    () => mail({ networks: ['2001:db8::/32', '192.0.2.7/32'] }).egress[0].to,
    [{ ipBlock: { cidr: '2001:db8::/32' } }, { ipBlock: { cidr: '192.0.2.7/32' } }],
  ],
  port: [() => [mail({ port: 25 }).env.MAIL_PORT, mail({ port: 25 }).egress[0].ports[0].port], ['25', 25]],
});

describeEveryProp('OutsideUrl', {
  url: [
    () => clientOf((app) => HttpEndpoint.fromUrl(app, 'a', { url: 'http://[2001:db8::7]/x', networks })).env,
    { A_URL: 'http://[2001:db8::7]/x' },
  ],
  networks: [
    () => clientOf((app) => HttpEndpoint.fromUrl(app, 'a', { url: 'https://a.b', networks: ['10.9.0.0/16'] })).egress,
    [{ to: [{ ipBlock: { cidr: '10.9.0.0/16' } }], ports: [{ protocol: 'TCP', port: 443 }] }],
  ],
});

describeEveryProp('EndpointProps', {
  port: [() => clientOf((app) => Endpoint.fromAddress(app, 'a', { ...there, port: 7 })).env.A_PORT, '7'],
  protocol: [
    () => clientOf((app) => Endpoint.fromAddress(app, 'a', { ...there, port: 7, protocol: 'UDP' })).egress,
    toNetworks(7, 'UDP'),
  ],
});

describeEveryProp('MailServerProps', {
  credentials: [
    () => clientOf((app) => MailServer.fromAddress(app, 'mail', { ...there, credentials: login(app) })).env,
    expect.objectContaining({ MAIL_USER: secret('username'), MAIL_PASSWORD: secret('password') }),
  ],
});

const database = (props: object = {}) =>
  clientOf((app) =>
    Database.fromAddress(app, 'db', {
      ...there,
      engine: 'mysql',
      port: 3306,
      database: 'sales',
      credentials: login(app),
      ...props,
    }),
  ).env;
describeEveryProp('DatabaseProps', {
  engine: [
    () => {
      const { application } = makeSystem();
      const props = { ...there, engine: 'mysql', port: 1, database: 'a', credentials: login(application) };
      return Database.fromAddress(application, 'db', props).engine;
    },
    'mysql',
  ],
  port: [() => database({ port: 3307 }).DB_PORT, '3307'],
  database: [() => database({ database: 'bills' }).DB_NAME, 'bills'],
  credentials: [() => database().DB_USER, secret('username')],
});

const cache = (props: (app: Application) => object) =>
  clientOf((app) => Cache.fromAddress(app, 'cache', { ...there, ...props(app) })).env;
describeEveryProp('CacheProps', {
  credentials: [
    () => cache((app) => ({ credentials: login(app) })),
    {
      CACHE_HOST: 'there.example.com',
      CACHE_PORT: '6379',
      CACHE_USER: secret('username'),
      CACHE_PASSWORD: secret('password'),
      CACHE_URL: 'redis://$(CACHE_USER):$(CACHE_PASSWORD)@there.example.com:6379',
    },
  ],
  tls: [() => cache(() => ({ tls: true })).CACHE_URL, 'rediss://there.example.com:6379'],
});

test('a cache with a password alone has the default user', () => {
  expect(cache((app) => ({ credentials: { password: login(app).password } }))).toEqual({
    CACHE_HOST: 'there.example.com',
    CACHE_PORT: '6379',
    CACHE_PASSWORD: secret('password'),
    CACHE_URL: 'redis://:$(CACHE_PASSWORD)@there.example.com:6379',
  });
});

const store = (props: (app: Application) => object) =>
  clientOf((app) =>
    ObjectStore.fromUrl(app, 's3', { url: 'https://s3.example.com', networks, bucket: 'files', ...props(app) }),
  ).env;
describeEveryProp('ObjectStoreProps', {
  bucket: [() => store(() => ({ bucket: 'other' })).S3_BUCKET, 'other'],
  region: [() => store(() => ({ region: 'eu-south-1' })).S3_REGION, 'eu-south-1'],
  credentials: [
    () =>
      store((app) => {
        const { username, password } = login(app);
        return { credentials: { accessKeyId: username, secretAccessKey: password } };
      }),
    expect.objectContaining({ S3_ACCESS_KEY_ID: secret('username'), S3_SECRET_ACCESS_KEY: secret('password') }),
  ],
});

describe('what this project does not emit', () => {
  test('is waited for by nobody, and gets no policy', () => {
    const { tree } = clientOf((app) => HttpEndpoint.fromService(app, 'auth', service));
    expect(tree.get('Deployment').metadata.annotations['argocd.argoproj.io/sync-wave']).toBe('0');
    expect(tree.names()).toEqual([
      'Deployment web',
      'NetworkPolicy allow-dns',
      'NetworkPolicy default-deny',
      'NetworkPolicy web',
      'Service web',
      'ServiceAccount web',
    ]);
  });

  test('stands in the picture under its name, even where two share a network', () => {
    const test = makeSystem();
    const tier = web(test.application);
    tier.connectTo(HttpEndpoint.fromUrl(test.application, 'payments', { url: 'https://a.example.com', networks }));
    tier.connectTo(HttpEndpoint.fromUrl(test.application, 'parcels', { url: 'https://b.example.com', networks }));
    const far = { ...service, podLabels: { app: 'far' } };
    tier.connectTo(HttpEndpoint.fromService(test.application, 'auth', far));
    tier.connectToAddresses(['192.0.2.0/24'], 22, 'files by SFTP');
    web(test.application, 'other').connectToAddresses(['192.0.2.0/24'], 22, 'files by SFTP');
    expect(toMermaid(test.root.topology, 'shop')).toBe(`flowchart LR
  subgraph shop-app
    n1["other"]
    n3["web"]
  end
  n2(["files by SFTP"])
  n4(["payments"])
  n5(["parcels"])
  n6(["auth"])
  n1 -->|22| n2
  n3 -->|22| n2
  n3 -->|443| n4
  n3 -->|443| n5
  n3 -->|80| n6
`);
    expect(test.render().get('NetworkPolicy', 'web').spec.egress).toHaveLength(3);
  });

  test('can not be reached from another environment', () => {
    const other = makeSystem(makeProduction());
    const payments = HttpEndpoint.fromUrl(other.application, 'payments', { url: 'https://a.example.com', networks });
    expect(problemsFrom(() => web(makeSystem().application).connectTo(payments))).toBe(
      "local/shop/shop-app/web: can't reach 'production/shop/shop-app/payments', which is part of another environment: connect tiers of one environment only",
    );
  });

  test("has Secrets that only its own namespace's tiers read", () => {
    const test = makeSystem();
    const db = Postgres.fromAddress(test.application, 'db', {
      ...there,
      database: 'sales',
      credentials: login(test.application),
    });
    expect(problemsFrom(() => web(test.add('other', 'elsewhere')).connectTo(db))).toBe(
      "local/shop/other/web: can't read Secret 'login' of 'local/shop/shop-app/db', it is in namespace 'shop' and the tier in 'elsewhere': put both into one namespace",
    );
  });
});

describe('an endpoint outside is refused', () => {
  test.each<[string, (application: Application) => unknown, string]>([
    [
      'with a URL that is none',
      (application) => HttpEndpoint.fromUrl(application, 'a', { url: 'ftp://a.example.com', networks }),
      "impossible URL 'ftp://a.example.com', give one such as 'https://api.example.com/v1'",
    ],
    [
      'with a URL that can not be read',
      (application) => HttpEndpoint.fromUrl(application, 'a', { url: 'a.example.com', networks }),
      "impossible URL 'a.example.com', give one such as 'https://api.example.com/v1'",
    ],
    [
      'with a password in its URL, which is not repeated',
      (application) => HttpEndpoint.fromUrl(application, 'a', { url: 'https://me:hush@a.example.com', networks }),
      "the URL of 'a.example.com' holds a user or password, leave them out and give the client a Credential",
    ],
    [
      'without a network',
      (application) => MailServer.fromAddress(application, 'a', { host: 'a.example.com', networks: [] }),
      "needs at least one network of 'a.example.com', give the CIDRs that it is in",
    ],
    [
      'with an impossible Service',
      (application) => HttpEndpoint.fromService(application, 'a', { name: 'A', namespace: 'b', podPort: 70000 }),
      "impossible port 70000, allowed: a whole number from 1 to 65535\nlocal/shop/shop-app/a: name 'A' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit",
    ],
  ])('%s', (_, build, message) => {
    expect(problemsFrom(() => build(makeSystem().application))).toBe(`local/shop/shop-app/a: ${message}`);
  });

  test('with all that is wrong at once', () => {
    const props = { host: 'a_b', networks: ['10.0.0.1/8', 'a.example.com'], port: 0 };
    expect(problemsFrom(() => MailServer.fromAddress(makeSystem().application, 'a', props))).toBe(
      [
        "impossible host name 'a_b', allowed: lower-case DNS labels joined by dots, at most 253 characters, such as 'shop.example.org'",
        "impossible network 'a.example.com', allowed: an IPv4 or IPv6 network in CIDR notation, such as '10.0.0.0/8' or '192.0.2.7/32'",
        'impossible port 0, allowed: a whole number from 1 to 65535',
        "network '10.0.0.1/8' has bits set behind its prefix, allowed: an address that ends in zeros behind the prefix; for one host write '10.0.0.1/32'",
      ]
        .map((message) => `local/shop/shop-app/a: ${message}`)
        .join('\n'),
    );
  });
});
