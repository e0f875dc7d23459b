import { Duration, Size } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import type { IEndpoint, WaitStep } from '../../src/endpoints';
import { Cpu } from '../../src/kubernetes';
import { ImagePullSecret, UserCredential } from '../../src/secrets';
import {
  BackgroundService,
  type ConnectOptions,
  CronTask,
  GuestWorkload,
  Migration,
  NodeAgent,
  OneShotJob,
  Postgres,
  type PostgresProps,
  QueueWorker,
  RabbitMq,
  StatefulService,
  type TierProps,
  WebService,
} from '../../src/tiers';
import { describeEveryProp, type LooseObject, makeSystem, problemsFrom, small, type TestSystem } from '../fixtures';
import { envLines } from '../fixtures/env-lines';

const migrations = { '0001_a.sql': 'SELECT 1;\n', '0002_b.sql': 'SELECT 2;\n' };
// printf 'SELECT 1;\n' > 0001_a.sql; printf 'SELECT 2;\n' > 0002_b.sql; sha256sum 000* | sha256sum
const content = '67e674eb6917217c197d2452fce7a1405b0569a4c5834b3a9afc9961ad07632f';

const databaseIn = ({ application }: TestSystem, props: Partial<PostgresProps> = {}) =>
  new Postgres(application, 'db', {
    ...{ database: 'shop', storage: Size.gibibytes(1), resources: small, migrations },
    ...props,
  });
const webIn = ({ application }: TestSystem, props: Partial<TierProps> = {}, id = 'web') =>
  new WebService(application, id, { image: 'web:1.0', port: 80, resources: small, ...props });
const podOf = (test: TestSystem, kind = 'Deployment', name = 'web') => test.render().get(kind, name).spec.template.spec;
const namesOf = (pod: LooseObject) => (pod.initContainers ?? []).map(({ name }: LooseObject) => name);

/** Something that its clients wait for, however that is found out. */
const endpoint = (step: Partial<WaitStep> = {}, name = 'search'): IEndpoint => ({
  name,
  target: { kind: 'addresses', cidrs: ['203.0.113.0/24'], name },
  ports: [{ port: 9200 }],
  parts: { url: 'http://search.example.com:9200' },
  waitStep: { image: 'curl:8.1', command: ['curl', '--fail', '$(URL)'], parts: { URL: 'url' }, ...step },
});

describe('a client of a database with migrations', () => {
  test('waits in a container of the image of the database, by its own login, for the content of all files', () => {
    const test = makeSystem();
    webIn(test).connectTo(databaseIn(test, { image: 'registry.example.com/postgres:18.6' }), { rights: 'read' });
    const [wait] = podOf(test).initContainers;
    expect({ ...wait, env: envLines(wait), command: wait.command.slice(0, 2) }).toEqual({
      name: 'wait-for-db',
      image: 'registry.example.com/postgres:18.6',
      imagePullPolicy: 'IfNotPresent',
      command: ['bash', '-c'],
      env: [
        `CONTENT=${content}`,
        'PGHOST=db.shop.svc.cluster.local',
        'PGPORT=5432',
        'PGDATABASE=shop',
        'PGUSER from key username of Secret db-user-web',
        'PGPASSWORD from key password of Secret db-user-web',
      ],
      resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '32Mi' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      },
    });
  });

  test('waits by a script in which Kubernetes finds nothing to put in', () => {
    const test = makeSystem();
    webIn(test).connectTo(databaseIn(test));
    expect(podOf(test).initContainers[0].command[2]).not.toMatch(/\$\$|\$\(\w+\)/);
  });

  test('is told the content that the migration itself is held to', () => {
    const test = makeSystem();
    const { migration } = databaseIn(test);
    const [job] = test.render().get('Job', 'db-migration').spec.template.spec.containers;
    expect(migration!.content).toBe(content);
    expect(envLines(job)).toContain(`CONTENT=${content}`);
    expect(job.command).toEqual(['bash', '/opt/migrate/migrate.sh', '0001_a.sql', '0002_b.sql']);
  });

  test.each<[string, Record<string, string>]>([
    ['another text', { ...migrations, '0002_b.sql': 'SELECT 3;\n' }],
    ['another name', { '0001_a.sql': migrations['0001_a.sql'], '0002_c.sql': migrations['0002_b.sql'] }],
    ['a further file', { ...migrations, '0003_c.sql': 'SELECT 3;\n' }],
  ])('is rolled out anew with %s', (_, files) => {
    const test = makeSystem();
    webIn(test).connectTo(databaseIn(test, { migrations: files }));
    expect(envLines(podOf(test).initContainers[0])[0]).toMatch(new RegExp(`^CONTENT=(?!${content})[0-9a-f]{64}$`));
  });

  test('is not, for files that are given in another order', () => {
    const test = makeSystem();
    const reversed = Object.fromEntries(Object.entries(migrations).reverse());
    expect(databaseIn(test, { migrations: reversed }).migration!.content).toBe(content);
  });

  test('waits once, however often it is connected', () => {
    const test = makeSystem();
    const [web, database] = [webIn(test), databaseIn(test)];
    web.connectTo(database, { rights: 'read' });
    web.connectTo(database, { rights: 'write' });
    expect(namesOf(podOf(test))).toEqual(['wait-for-db']);
  });

  test('waits for each database of a server that it uses', () => {
    const test = makeSystem();
    const [web, database] = [webIn(test), databaseIn(test)];
    web.connectTo(database);
    web.connectTo(database.addDatabase('audit_log', { migrations }), { rights: 'write' });
    web.connectTo(database.addDatabase('plain'));
    const pod = podOf(test);
    expect(namesOf(pod)).toEqual(['wait-for-db', 'wait-for-audit-log']);
    expect(envLines(pod.initContainers[1])).toContain('PGDATABASE=audit_log');
  });

  test('waits for nothing where there are no migrations, or where it declines', () => {
    const test = makeSystem();
    webIn(test).connectTo(databaseIn(test, { migrations: {} }));
    expect(podOf(test).initContainers).toBeUndefined();
    const declined = (options: ConnectOptions) => {
      const other = makeSystem();
      webIn(other).connectTo(databaseIn(other), options as object);
      return namesOf(podOf(other));
    };
    expect(declined({ waits: false })).toEqual([]);
    expect(declined({ ordered: false })).toEqual([]);
    expect(declined({ ordered: false, waits: true })).toEqual(['wait-for-db']);
  });

  test('of a database of others waits for what a migration of this project leaves there', () => {
    const test = makeSystem();
    const { application } = test;
    const warehouse = Postgres.fromAddress(application, 'warehouse', {
      ...{ host: 'db.example.com', networks: ['198.51.100.0/24'], database: 'sales' },
      credentials: UserCredential.fromSecretName(application, 'login', 'sales-login'),
    });
    const change = new Migration(application, 'change', {
      database: warehouse,
      image: 'postgres:18.6',
      files: migrations,
    });
    webIn(test).connectTo(change.migrated);
    const tree = test.render();
    const [wait] = tree.get('Deployment').spec.template.spec.initContainers;
    expect(wait.name).toBe('wait-for-warehouse');
    expect(envLines(wait)).toEqual([
      `CONTENT=${content}`,
      'PGHOST=db.example.com',
      'PGPORT=5432',
      'PGDATABASE=sales',
      'PGUSER from key username of Secret sales-login',
      'PGPASSWORD from key password of Secret sales-login',
    ]);
    const wave = (object: LooseObject) => Number(object.metadata.annotations['argocd.argoproj.io/sync-wave']);
    expect(wave(tree.get('Deployment'))).toBe(wave(tree.get('Job')) + 1);
  });

  test('waits for each of several migrations of one database', () => {
    const test = makeSystem();
    const [web, database] = [webIn(test), databaseIn(test)];
    const files = { '0009_more.sql': 'SELECT 9;\n' };
    const more = new Migration(test.application, 'more', { database, image: 'postgres:18.6', files });
    web.connectTo(database);
    web.connectTo(more.migrated);
    web.connectTo(more.migrated);
    const { initContainers } = podOf(test);
    expect(initContainers.map((wait: LooseObject) => [wait.name, envLines(wait)[0]])).toEqual([
      ['wait-for-db', `CONTENT=${content}`],
      ['wait-for-db-2', `CONTENT=${more.content}`],
    ]);
  });

  test('can pull the image of the database, as its own', () => {
    const test = makeSystem();
    const [own, registry] = ['own', 'registry'].map((id) => new ImagePullSecret(test.application, id));
    const database = databaseIn(test, { imagePullSecrets: [registry!] });
    webIn(test, { imagePullSecrets: [own!] }).connectTo(database);
    webIn(test, { imagePullSecrets: [registry!] }, 'api').connectTo(database);
    expect(podOf(test).imagePullSecrets).toEqual([{ name: 'own' }, { name: 'registry' }]);
    expect(podOf(test, 'Deployment', 'api').imagePullSecrets).toEqual([{ name: 'registry' }]);
  });
});

describe('the migration and the Job of roles', () => {
  test('wait for nothing', () => {
    const test = makeSystem();
    webIn(test).connectTo(databaseIn(test), { rights: 'read' });
    for (const name of ['db-migration', 'db-roles']) expect(podOf(test, 'Job', name).initContainers).toBeUndefined();
  });
});

describe('every kind of pods waits', () => {
  const image = 'shop:1.0';
  const common = { image, resources: small };

  test.each<[string, (test: TestSystem) => { connectTo: WebService['connectTo'] }, string]>([
    ['BackgroundService', ({ application }) => new BackgroundService(application, 'it', common), 'Deployment'],
    [
      'StatefulService',
      ({ application }) =>
        new StatefulService(application, 'it', {
          ...common,
          port: 80,
          storage: { path: '/data', size: Size.gibibytes(1) },
        }),
      'StatefulSet',
    ],
    ['NodeAgent', ({ application }) => new NodeAgent(application, 'it', common), 'DaemonSet'],
    ['OneShotJob', ({ application }) => new OneShotJob(application, 'it', { ...common, runs: 'rollout' }), 'Job'],
    ['CronTask', ({ application }) => new CronTask(application, 'it', { ...common, schedule: '@daily' }), 'CronJob'],
    [
      'QueueWorker',
      ({ application }) => {
        const broker = new RabbitMq(application, 'mq', {
          storage: Size.gibibytes(1),
          resources: { cpu: Cpu.millis(100), memory: Size.mebibytes(256) },
        });
        return new QueueWorker(application, 'it', {
          ...common,
          consumes: broker.addQueue('orders'),
          attemptDeadline: Duration.minutes(5),
          scaling: { maxWorkers: 2 },
        });
      },
      'ScaledJob',
    ],
  ])('%s', (_, make, kind) => {
    const test = makeSystem();
    const tier = make(test);
    tier.connectTo(databaseIn(test));
    const { spec } = test.render().get(kind, 'it');
    const { template } = spec.jobTemplate?.spec ?? spec.jobTargetRef ?? spec;
    expect(namesOf(template.spec)).toEqual(['wait-for-db']);
  });

  test('a workload of others, as a user that is not root whatever its pod says', () => {
    const test = makeSystem();
    const workload = new Deployment(test.application, 'reports', { select: false, metadata: { name: 'reports' } });
    workload.addContainer({ image: 'reports:1.0', portNumber: 80 });
    workload.addInitContainer({ name: 'own', image: 'own:1.0' });
    const guest = new GuestWorkload(test.application, 'guest', { workload });
    const registry = new ImagePullSecret(test.application, 'registry');
    guest.connectTo(databaseIn(test, { imagePullSecrets: [registry] }));
    guest.connectTo(endpoint({ imagePullSecrets: [registry] }));
    const pod = podOf(test, 'Deployment', 'reports');
    expect(namesOf(pod)).toEqual(['wait-for-db', 'wait-for-search', 'own']);
    expect(pod.initContainers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(pod.imagePullSecrets).toEqual([{ name: 'registry' }]);
  });

  test('a workload of others whose init container has the name of a wait is refused', () => {
    const test = makeSystem();
    const workload = new Deployment(test.application, 'reports', { select: false, metadata: { name: 'reports' } });
    workload.addContainer({ name: 'wait-for-db', image: 'reports:1.0', portNumber: 80 });
    new GuestWorkload(test.application, 'guest', { workload }).connectTo(databaseIn(test));
    expect(problemsFrom(() => test.render())).toBe(
      "local/shop/shop-app/guest: two containers of the pod are named 'wait-for-db', rename one of them",
    );
  });
});

describe('an endpoint of your own', () => {
  const waitOf = (step: Partial<WaitStep>) => {
    const test = makeSystem();
    webIn(test).connectTo(endpoint(step));
    return podOf(test).initContainers[0];
  };

  describeEveryProp('WaitStep', {
    image: [() => waitOf({ image: 'busybox:1.37' }).image, 'busybox:1.37'],
    command: [() => waitOf({ command: ['wget', '$(URL)'] }).command, ['wget', '$(URL)']],
    parts: [() => envLines(waitOf({ parts: { A: 'url', B: '{url}/x' } })).length, 2],
    env: [() => envLines(waitOf({ env: { LEVEL: 'yellow' } }))[0], 'LEVEL=yellow'],
    resources: [
      () => waitOf({ resources: small }).resources,
      { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '128Mi' } },
    ],
    imagePullSecrets: [
      () => {
        const test = makeSystem();
        const secret = new ImagePullSecret(test.application, 'registry');
        webIn(test).connectTo(endpoint({ imagePullSecrets: [secret] }));
        return podOf(test).imagePullSecrets;
      },
      [{ name: 'registry' }],
    ],
  });

  test('is waited for before everything but sidecars that start first, in the order of the connections', () => {
    const test = makeSystem();
    const beside = (name: string) => ({ name, image: `${name}:1.0`, resources: small });
    const web = webIn(test, {
      initContainers: [beside('fill')],
      sidecars: [beside('later'), { ...beside('proxy'), startsFirst: true }],
    });
    web.connectTo(endpoint({}, 'one'));
    web.connectTo(endpoint({}, 'two'));
    expect(namesOf(podOf(test))).toEqual(['proxy', 'wait-for-one', 'wait-for-two', 'fill', 'later']);
  });

  test('of a name that is no name of a container, or that two have, is waited for all the same', () => {
    const test = makeSystem();
    const web = webIn(test);
    const long = 'x'.repeat(80);
    for (const name of ['Elastic_Search', 'elastic.search', long, `${long}y`])
      web.connectTo(endpoint({}, name), { env: false });
    expect(namesOf(podOf(test))).toEqual([
      'wait-for-elastic-search',
      'wait-for-elastic-search-2',
      `wait-for-${'x'.repeat(51)}`,
      `wait-for-${'x'.repeat(51)}-2`,
    ]);
  });

  test('is refused with all that is wrong with its wait', () => {
    const test = makeSystem();
    const elsewhere = test.add('other', 'elsewhere');
    const secret = new ImagePullSecret(elsewhere, 'registry');
    const login = UserCredential.fromSecretName(elsewhere, 'login', 'search-login');
    const step = {
      env: { 'NOT-ONE': 'x', PASSWORD: login.password },
      resources: { ...small, memory: Size.kibibytes(0) },
      imagePullSecrets: [secret],
    };
    expect(problemsFrom(() => webIn(test).connectTo(endpoint(step)))).toBe(
      [
        "'NOT-ONE' is not a variable name: use letters, digits and '_', not beginning with a digit",
        "can't read Secret 'search-login' of 'search', it is in namespace 'elsewhere' and the tier in 'shop': put both into one namespace",
        "imagePullSecrets: Secret 'registry' is in namespace 'elsewhere' and the tier in 'shop': put both into one namespace",
        'memory of 0 is no size, give at least 1Ki',
      ]
        .map((problem) => `local/shop/shop-app/web: wait-for-search: ${problem}`)
        .join('\n'),
    );
  });

  test('is refused with a wait for a part that it has not', () => {
    const test = makeSystem();
    expect(problemsFrom(() => webIn(test).connectTo(endpoint({ parts: { HOST: 'host' } })))).toBe(
      "local/shop/shop-app/web: variable 'HOST' asks for part 'host' of 'search', its parts are url",
    );
  });
});
