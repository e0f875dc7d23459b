import { Duration, Size } from 'cdk8s';
import type { HttpPart, IGrantee, RightOf } from '../../src/endpoints';
import type { WebExposure } from '../../src/exposure';
import { ConfigFiles } from '../../src/kubernetes';
import { Credential, outside } from '../../src/secrets';
import {
  type AmqpPart,
  type ConnectOptions,
  type MessageOptions,
  type Metrics,
  Migration,
  Postgres,
  type QueueProps,
  RabbitMq,
  WebService,
} from '../../src/tiers';
import {
  describeEveryProp,
  type LooseObject,
  makeProduction,
  makeSystem,
  problemsFrom,
  renderOne,
  small,
  type TestSystem,
} from '../fixtures';

const web = (test: TestSystem, name = 'web', application = test.application) =>
  new WebService(application, name, { image: 'web:1.0', port: 80, resources: small });
const broker = (test: TestSystem, name = 'broker') =>
  new RabbitMq(test.application, name, {
    storage: Size.gibibytes(1),
    resources: { ...small, memory: Size.mebibytes(256) },
  });
const podOf = (test: TestSystem, name = 'web') => test.render().get('Deployment', name).spec.template.spec;
const mainOf = (test: TestSystem, name?: string) => podOf(test, name).containers[0];
const envNames = (test: TestSystem, name?: string) =>
  mainOf(test, name).env.map((variable: LooseObject) => variable.name);

describe('a tier of two brokers', () => {
  test('has variables for each, under prefixes of its own choice', () => {
    const test = makeSystem();
    const [one, two] = [broker(test, 'one').addQueue('a'), broker(test, 'two').addQueue('b')];
    const tier = web(test);
    tier.publishTo(one);
    tier.publishTo(two, { brokerEnv: 'SECOND' });
    expect(envNames(test)).toEqual([
      'BROKER_USER',
      'BROKER_PASSWORD',
      'BROKER_URL',
      'A_QUEUE',
      'SECOND_USER',
      'SECOND_PASSWORD',
      'SECOND_URL',
      'B_QUEUE',
    ]);
    expect(mainOf(test).env[6].value).toBe(
      'amqp://$(SECOND_USER):$(SECOND_PASSWORD)@two.shop.svc.cluster.local:5672/shop',
    );
  });

  test('is told when both would have the same', () => {
    const test = makeSystem();
    const tier = web(test);
    tier.publishTo(broker(test, 'one').addQueue('a'));
    const second = broker(test, 'two').addQueue('b');
    expect(problemsFrom(() => tier.publishTo(second))).toBe(
      "local/shop/shop-app/web: environment variable 'BROKER_USER' is set twice, to key username of Secret one-user-web and to key username of Secret two-user-web; give one of the connections another `env`",
    );
  });
});

describe('configuration and Secrets of a tier', () => {
  test('may be mounted in steps', () => {
    const test = makeSystem();
    const files = new ConfigFiles(test.application, 'files', { name: 'files', files: { a: '1', b: '2' } });
    const tier = web(test);
    tier.mountConfig(files, { '/etc/a': 'a' });
    tier.mountConfig(files, { '/etc/b': 'b' });
    tier.mountSecrets({});
    const { volumes, containers } = test.render().get('Deployment').spec.template.spec;
    expect(volumes.map(({ name }: LooseObject) => name)).toEqual(['files-volume', 'tmp']);
    expect(containers[0].volumeMounts.map(({ mountPath, subPath }: LooseObject) => [mountPath, subPath])).toEqual([
      ['/tmp', undefined],
      ['/etc/a', 'a'],
      ['/etc/b', 'b'],
    ]);
  });

  test.each<[string, (key: (name: 'a' | 'b') => ReturnType<Credential['key']>, test: TestSystem) => unknown, string]>([
    [
      'two keys at one path',
      (key, test) => {
        const tier = web(test);
        tier.mountSecrets({ '/key': key('a') });
        tier.mountSecrets({ '/key': key('b') });
      },
      "local/shop/shop-app/web: two keys of Secrets are shown at '/key', choose another path for one of them",
    ],
    [
      'a file from another namespace',
      (key, test) => web(test, 'web', test.add('other', 'elsewhere')).mountSecrets({ '/key': key('a') }),
      "local/shop/other/web: can't read Secret 'keys', it is in namespace 'shop' and the tier in 'elsewhere': put both into one namespace",
    ],
    [
      'a variable from another namespace',
      (key, test) =>
        new WebService(test.add('other', 'elsewhere'), 'web', {
          image: 'web:1.0',
          port: 80,
          resources: small,
          env: { A: key('a') },
        }),
      "local/shop/other/web: can't read Secret 'keys', it is in namespace 'shop' and the tier in 'elsewhere': put both into one namespace",
    ],
  ])('are refused with %s', (_, build, message) => {
    const test = makeSystem();
    const credential = new Credential(test.application, 'keys', {
      name: 'keys',
      keys: { a: outside('a'), b: outside('b') },
    });
    expect(problemsFrom(() => build((name) => credential.key(name), test))).toBe(message);
  });

  test('of a database are not there for a migration in another namespace', () => {
    const test = makeSystem();
    const database = new Postgres(test.application, 'db', {
      database: 'shop',
      storage: Size.gibibytes(1),
      resources: small,
    });
    const files = { '0001_a.sql': '' };
    expect(
      problemsFrom(
        () => new Migration(test.add('other', 'elsewhere'), 'm', { database, image: 'postgres:18.6', files }),
      ),
    ).toBe(
      "local/shop/other/m: can't read Secret 'db-owner' of 'local/shop/shop-app/db', it is in namespace 'shop' and the tier in 'elsewhere': put both into one namespace",
    );
  });
});

test('two tiers of one name in a namespace are told apart by nobody, so they are refused', () => {
  const test = makeSystem();
  web(test);
  web(test, 'web', test.add('other'));
  expect(problemsFrom(test.render)).toBe(
    ['deployment', 'service', 'service-account']
      .map((object) => {
        const kind = { deployment: 'Deployment', service: 'Service', 'service-account': 'ServiceAccount' }[object];
        return `local/shop/shop-app/web/${object}: ${kind} 'web' in namespace 'shop' exists already, made by 'local/shop/other/web/${object}': rename one of them`;
      })
      .join('\n'),
  );
});

const connected = (options: ConnectOptions<HttpPart, RightOf<WebService>>) => {
  const test = makeSystem();
  web(test).connectTo(web(test, 'api'), options);
  return test;
};
describeEveryProp('ConnectOptions', {
  env: [() => envNames(connected({ env: 'BACK' })), ['BACK_URL']],
  rights: [() => granted('read'), 'web may read'],
  ordered: [
    () =>
      connected({ ordered: false }).render().get('Deployment', 'web').metadata.annotations[
        'argocd.argoproj.io/sync-wave'
      ],
    '0',
  ],
  connections: [
    () => envNames(connected({ connections: 4, env: 'BACK' })).concat(podAnnotations(connected({ connections: 4 }))),
    ['BACK_URL', 'BACK_CONNECTIONS', 'tiers.cdk8s.io/connections: api.shop.svc.cluster.local:80=4'],
  ],
  waits: [() => podOf(waiting({ waits: false })).initContainers, undefined],
});

function podAnnotations(test: TestSystem, name = 'web'): string[] {
  const { annotations } = test.render().get('Deployment', name).spec.template.metadata;
  return Object.entries(annotations ?? {}).map(([key, value]) => `${key}: ${value}`);
}

function waiting(options: Pick<ConnectOptions, 'waits'>): TestSystem {
  const test = makeSystem();
  const { target, ports, parts } = web(test, 'api');
  const waitStep = { image: 'curl:8.1', command: ['curl', 'api'] };
  web(test).connectTo({ name: 'api', target, ports, parts, waitStep }, options);
  return test;
}

function granted(rights: 'read'): string {
  const test = makeSystem();
  const api = web(test, 'api');
  const grant = ({ component }: IGrantee, right: string) => ({
    name: 'api',
    target: api.target,
    ports: api.ports,
    parts: { who: `${component.name} may ${right}` },
  });
  const endpoint = { name: 'api', target: api.target, ports: api.ports, parts: { who: '' }, grant };
  web(test).connectTo(endpoint, { rights, env: { WHO: 'who' } });
  return test.render().get('Deployment', 'web').spec.template.spec.containers[0].env[0].value;
}

describeEveryProp('MessageOptions', {
  env: [() => publishing({ env: 'TO' }).at(-1), 'TO'],
  brokerEnv: [() => publishing({ brokerEnv: 'MQ' })[0], 'MQ_USER'],
});

function publishing(options: MessageOptions<AmqpPart>): string[] {
  const test = makeSystem();
  web(test).publishTo(broker(test).addQueue('a'), options);
  return envNames(test);
}

const policyOf = (props: QueueProps) => {
  const { get } = renderOne((application) => {
    new RabbitMq(application, 'broker', {
      storage: Size.gibibytes(1),
      resources: { ...small, memory: Size.mebibytes(256) },
    }).addQueue('a', props);
  });
  return JSON.parse(get('ConfigMap', 'broker-definitions').data['definitions.json']).policies[0].definition;
};
describeEveryProp('QueueProps', {
  deliveryLimit: [() => policyOf({ deliveryLimit: 25 })['delivery-limit'], 25],
  consumerTimeout: [() => policyOf({ consumerTimeout: Duration.minutes(45) })['consumer-timeout'], 2_700_000],
});

const annotationsOf = (metrics: Metrics) =>
  renderOne(
    (application) => new WebService(application, 'web', { image: 'web:1.0', port: 80, resources: small, metrics }),
  ).get('Deployment').spec.template.metadata.annotations;
describeEveryProp('Metrics', {
  port: [() => annotationsOf({ port: 9 })['prometheus.io/port'], '9'],
  path: [() => annotationsOf({ port: 9, path: '/m' })['prometheus.io/path'], '/m'],
});

const exposed = (exposure: WebExposure, environment?: Parameters<typeof renderOne>[1]) =>
  renderOne(
    (application) => new WebService(application, 'web', { image: 'web:1.0', port: 80, resources: small, exposure }),
    environment,
  );
const nginx = makeProduction({
  exposure: { type: 'Ingress', class: 'nginx', tls: 'none', controller: 'ingress-nginx' },
});
describeEveryProp('WebExposure', {
  access: [
    () => exposed({ host: 'a', access: { networks: ['203.0.113.0/24'] } }, nginx).get('Ingress').metadata.annotations,
    expect.objectContaining({ 'nginx.ingress.kubernetes.io/whitelist-source-range': '203.0.113.0/24' }),
  ],
  nodePort: [() => exposed({ nodePort: 32000, host: '' }).get('Service').spec.ports[0].nodePort, 32000],
  host: [
    () => exposed({ nodePort: 32000, host: 'a' }, makeProduction()).get('Ingress').spec.rules[0].host,
    'a.shop.example.com',
  ],
  paths: [
    () => exposed({ host: 'a', paths: ['/api'] }, makeProduction()).get('Ingress').spec.rules[0].http.paths[0].path,
    '/api',
  ],
  port: [
    () => {
      const ports = [
        { name: 'a', port: 1 },
        { name: 'b', port: 2 },
      ];
      const { application, render } = makeSystem(makeProduction());
      new WebService(application, 'web', { image: 'a:1', ports, resources: small, exposure: { host: 'a', port: 'b' } });
      return render().get('Ingress').spec.rules[0].http.paths[0].backend.service.port;
    },
    { name: 'b' },
  ],
  tls: [() => exposed({ host: 'a', tls: false }, makeProduction()).get('Ingress').spec.tls, undefined],
  annotations: [
    () => exposed({ host: 'a', annotations: { a: 'b' } }, makeProduction()).get('Ingress').metadata.annotations.a,
    'b',
  ],
  maxBodySize: [
    () => exposed({ host: 'a', maxBodySize: Size.mebibytes(1) }, nginx).get('Ingress').metadata.annotations,
    expect.objectContaining({ 'nginx.ingress.kubernetes.io/proxy-body-size': '1048576' }),
  ],
  timeout: [
    () => exposed({ host: 'a', timeout: Duration.minutes(1) }, nginx).get('Ingress').metadata.annotations,
    expect.objectContaining({ 'nginx.ingress.kubernetes.io/proxy-read-timeout': '60' }),
  ],
});
