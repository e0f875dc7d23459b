import { Size } from 'cdk8s';
import { runChecks } from '../../src/checks';
import type { DatabaseRights } from '../../src/endpoints';
import { ManifestSet } from '../../src/manifests';
import { Migration, Postgres, type PostgresDatabaseProps, type PostgresProps, WebService } from '../../src/tiers';
import {
  describeEveryProp,
  type LooseObject,
  makeProduction,
  makeSystem,
  problemsFrom,
  type RenderedTree,
  small,
  type TestSystem,
} from '../fixtures';

const databaseIn = (test: TestSystem, props: Partial<PostgresProps> = {}) =>
  new Postgres(test.application, 'db', { database: 'shop', storage: Size.gibibytes(3), resources: small, ...props });
const web = (test: TestSystem, name: string, application = test.application) =>
  new WebService(application, name, { image: 'web:1.0', port: 80, resources: small });
const waveOf = (object: LooseObject) => Number(object.metadata.annotations['argocd.argoproj.io/sync-wave']);
const accessIn = (tree: RenderedTree) => tree.get('ConfigMap', 'db-roles-access').data as Record<string, string>;
const envOf = (tree: RenderedTree, name: string) =>
  Object.fromEntries(
    tree
      .get('Deployment', name)
      .spec.template.spec.containers[0].env.map(({ name: key, value, valueFrom }: LooseObject) => [
        key,
        value ?? valueFrom.secretKeyRef,
      ]),
  ) as LooseObject;
const migrations = { '0001_a.sql': 'SELECT 1;' };

describe('a database that nobody asks for rights', () => {
  test('has no Job of roles', () => {
    const test = makeSystem();
    web(test, 'front').connectTo(databaseIn(test, { migrations }));
    expect(
      test
        .render()
        .names()
        .filter((name) => name.includes('roles')),
    ).toEqual([]);
  });
});

describe('rights in a database', () => {
  function build() {
    const test = makeSystem(makeProduction());
    const database = databaseIn(test, { migrations });
    web(test, 'report').connectTo(database, { rights: 'read' });
    web(test, 'front').connectTo(database, { rights: 'write', env: 'DB' });
    web(test, 'admin').connectTo(database, { rights: 'owner', env: { DSN: 'url' } });
    web(test, 'old').connectTo(database);
    return { test, database, tree: test.render() };
  }

  test('give each client a role and a password of its own', () => {
    const { tree } = build();
    expect(envOf(tree, 'front')).toEqual({
      DB_HOST: 'db.shop.svc.cluster.local',
      DB_PORT: '5432',
      DB_NAME: 'shop',
      DB_USER: { name: 'db-user-front', key: 'username' },
      DB_PASSWORD: { name: 'db-user-front', key: 'password' },
    });
    expect(envOf(tree, 'admin')).toEqual({
      DSN_USER: { name: 'db-user-admin', key: 'username' },
      DSN_PASSWORD: { name: 'db-user-admin', key: 'password' },
      DSN: 'postgresql://$(DSN_USER):$(DSN_PASSWORD)@db.shop.svc.cluster.local:5432/shop',
    });
    expect(envOf(tree, 'old').DB_USER).toEqual({ name: 'db-owner', key: 'username' });
    expect(tree.get('ExternalSecret', 'db-user-front').spec.target.template.data.username).toBe('user-front');
    expect(accessIn(tree)).toEqual({
      databases: 'shop shop\n',
      clients: 'user-admin shop owner\nuser-front shop write\nuser-report shop read\n',
    });
  });

  test('are made by a Job, after the database and before migrations and clients', () => {
    const { tree } = build();
    const job = tree.get('Job', 'db-roles');
    expect(job).toMatchSnapshot('Job');
    expect(tree.get('ConfigMap', 'db-roles-script').data).toEqual({
      'roles.sh': expect.stringMatching(/^#!\/usr\/bin\/env bash\n/),
      'roles.sql': expect.stringContaining('CREATE ROLE'),
      'rights.sql': expect.stringContaining('ALTER DEFAULT PRIVILEGES'),
    });
    const waves = [
      tree.get('ExternalSecret', 'db-user-front'),
      tree.get('StatefulSet', 'db'),
      job,
      tree.get('Job', 'db-migration'),
      ...['report', 'front', 'admin'].map((name) => tree.get('Deployment', name)),
    ].map(waveOf);
    expect(waves).toEqual([0, 1, 2, 3, 4, 4, 4]);
  });

  test('open the database to the Job and to the clients, and to nobody else', () => {
    const { tree } = build();
    const { from, ports } = tree.get('NetworkPolicy', 'db').spec.ingress[0];
    expect(from.map(({ podSelector }: LooseObject) => podSelector.matchLabels.tier)).toEqual([
      ...['admin', 'db-migration', 'db-roles', 'front', 'old', 'report'],
    ]);
    expect(ports).toEqual([{ protocol: 'TCP', port: 5432 }]);
  });

  test('are made by pods that run where the server runs, of its image', () => {
    const test = makeSystem();
    const settings = { nodeSelector: { disk: 'fast' }, tolerations: [{ key: 'data', operator: 'Exists' as const }] };
    const database = databaseIn(test, { ...settings, image: 'registry.example.com/postgres:17.11', migrations });
    database.addDatabase('audit', { migrations });
    const jobs = test
      .render()
      .all('Job')
      .map(({ metadata, spec }) => [metadata.name, spec.template.spec] as const);
    expect(jobs.map(([name]) => name).sort()).toEqual(['db-audit-migration', 'db-migration', 'db-roles']);
    for (const [, pod] of jobs) {
      expect(pod).toMatchObject({ ...settings, containers: [{ image: 'registry.example.com/postgres:17.11' }] });
    }
  });

  test('are made by objects in which the rules find nothing but a tag, which is the image of every project', () => {
    const { tree } = build();
    const { findings } = runChecks(ManifestSet.of(tree.objects));
    const own = findings.filter(({ object }) => object.includes('roles'));
    expect(own.map(({ rule }) => rule)).toEqual(['image-digest']);
  });

  test('hold a password in no text', () => {
    const { tree } = build();
    const { containers, volumes } = tree.get('Job', 'db-roles').spec.template.spec;
    expect(containers[0].env.map(({ name }: LooseObject) => name)).not.toContain('PGPASSWORD');
    const files = Object.fromEntries(
      volumes
        .filter(({ projected }: LooseObject) => projected)
        .map(({ name, projected }: LooseObject) => [
          name,
          projected.sources.map(({ secret }: LooseObject) => [secret.name, secret.items[0].path]),
        ]),
    );
    expect(files).toEqual({
      superuser: [['db-superuser', 'password']],
      roles: [
        ['db-owner', 'shop'],
        ['db-user-admin', 'user-admin'],
        ['db-user-front', 'user-front'],
        ['db-user-report', 'user-report'],
      ],
    });
  });

  test.each<[DatabaseRights[], DatabaseRights]>([
    [['read', 'write'], 'write'],
    [['owner', 'read'], 'owner'],
    [['write', 'write'], 'write'],
  ])('granted as %j are %s', (granted, expected) => {
    const test = makeSystem();
    const database = databaseIn(test);
    const front = web(test, 'front');
    for (const rights of granted) front.connectTo(database, { rights });
    expect(accessIn(test.render()).clients).toBe(`user-front shop ${expected}\n`);
  });

  test('do not depend on the order of connections', () => {
    const render = (order: readonly string[]) => {
      const test = makeSystem();
      const database = databaseIn(test);
      for (const name of order) web(test, name).connectTo(database, { rights: 'read' });
      return test.render();
    };
    const [one, other] = [render(['a', 'b']), render(['b', 'a'])];
    expect(accessIn(one)).toEqual(accessIn(other));
    expect(one.get('Job')).toEqual(other.get('Job'));
  });
});

describe('a further database of a server', () => {
  function build(props: PostgresDatabaseProps = {}) {
    const test = makeSystem(makeProduction());
    const database = databaseIn(test);
    const audit = database.addDatabase('audit_log', props);
    const front = web(test, 'front');
    front.connectTo(audit, { rights: 'write' });
    front.connectTo(database, { rights: 'read' });
    web(test, 'old').connectTo(audit);
    return { test, database, audit, tree: test.render() };
  }

  test('is made by the Job with an owner of its own, and its clients are told where it is', () => {
    const { tree } = build();
    expect(accessIn(tree)).toEqual({
      databases: 'audit_log audit_log\nshop shop\n',
      clients: 'user-front audit_log write\nuser-front shop read\n',
    });
    expect(envOf(tree, 'old')).toEqual({
      AUDIT_LOG_HOST: 'db.shop.svc.cluster.local',
      AUDIT_LOG_PORT: '5432',
      AUDIT_LOG_NAME: 'audit_log',
      AUDIT_LOG_USER: { name: 'db-owner-audit-log', key: 'username' },
      AUDIT_LOG_PASSWORD: { name: 'db-owner-audit-log', key: 'password' },
    });
    expect(envOf(tree, 'front')).toMatchObject({
      AUDIT_LOG_USER: { name: 'db-user-front', key: 'username' },
      DB_USER: { name: 'db-user-front', key: 'username' },
    });
    expect(tree.get('ExternalSecret', 'db-owner-audit-log').spec.target.template.data.username).toBe('audit_log');
  });

  test('is there before its migrations, and these are before its clients', () => {
    const { tree, audit } = build({ migrations });
    const job = tree.get('Job', 'db-audit-log-migration');
    const env = Object.fromEntries(
      job.spec.template.spec.containers[0].env.map(({ name, value }: LooseObject) => [name, value]),
    );
    expect(env).toMatchObject({ PGHOST: 'db.shop.svc.cluster.local', PGDATABASE: 'audit_log' });
    const waves = [tree.get('StatefulSet', 'db'), tree.get('Job', 'db-roles'), job, tree.get('Deployment', 'old')].map(
      waveOf,
    );
    expect(waves).toEqual([1, 2, 3, 4]);
    expect(waveOf(tree.get('Deployment', 'front'))).toBe(4);
    expect(audit.migration).toBeInstanceOf(Migration);
  });

  test('may be migrated by a Job of its own, which waits for it, too', () => {
    const test = makeSystem();
    const audit = databaseIn(test).addDatabase('audit');
    new Migration(test.application, 'change', { database: audit, image: 'postgres:18.6', files: migrations });
    const tree = test.render();
    expect(waveOf(tree.get('Job', 'change'))).toBe(waveOf(tree.get('Job', 'db-roles')) + 1);
    expect(audit.migration).toBeUndefined();
  });

  describeEveryProp('PostgresDatabaseProps', {
    owner: [() => accessIn(build({ owner: 'auditor' }).tree).databases, 'audit_log auditor\nshop shop\n'],
    migrations: [
      () => build({ migrations }).tree.get('ConfigMap', 'db-audit-log-migration-files').data,
      { '0001_a.sql': 'SELECT 1;' },
    ],
  });

  test('of an owner that has one already shares its password', () => {
    const { tree, audit, database } = build({ owner: 'shop' });
    expect(audit.credentials).toBe(database.credentials);
    expect(envOf(tree, 'old').AUDIT_LOG_USER).toEqual({ name: 'db-owner', key: 'username' });
    const roles = tree
      .get('Job', 'db-roles')
      .spec.template.spec.volumes.find(({ name }: LooseObject) => name === 'roles');
    expect(roles.projected.sources.map(({ secret }: LooseObject) => secret.name)).toEqual([
      'db-owner',
      'db-user-front',
    ]);
  });
});

describe('rights are refused', () => {
  const long = 'a'.repeat(59);

  test.each<[string, () => unknown, string]>([
    [
      'that nobody knows',
      () => {
        const test = makeSystem();
        web(test, 'front').connectTo(databaseIn(test), { rights: 'admin' as DatabaseRights });
      },
      "front: rights 'admin' are not known, use read, write, owner",
    ],
    [
      'in a database whose groups PostgreSQL would cut',
      () => {
        const test = makeSystem();
        web(test, 'front').connectTo(databaseIn(test, { database: long }), { rights: 'read' });
      },
      `db: database '${long}' is too long for rights in it: its group 'write-${long}' has 65 characters, PostgreSQL keeps 63 of a name: shorten it by 2`,
    ],
    [
      'to two tiers of one name',
      () => {
        const test = makeSystem();
        const database = databaseIn(test);
        web(test, 'front').connectTo(database, { rights: 'read' });
        web(test, 'front', test.add('other')).connectTo(database, { rights: 'read' });
      },
      "db-roles: user 'front' is that of 'local/shop/shop-app/front', 'local/shop/other/front' would share its rights: rename the tier",
    ],
    [
      'to a tier that can not read its password',
      () => {
        const test = makeSystem();
        const database = databaseIn(test);
        web(test, 'back', test.add('third', 'elsewhere')).connectTo(database, { rights: 'read' });
      },
      "../third/back: can't read Secret 'db-user-back' of 'local/shop/shop-app/db', it is in namespace 'shop' and the tier in 'elsewhere': put both into one namespace",
    ],
  ])('%s', (_, act, message) => {
    expect(problemsFrom(act)).toBe(
      message.startsWith('../') ? `local/shop/${message.slice(3)}` : `local/shop/shop-app/${message}`,
    );
  });

  test('not at the very length', () => {
    const test = makeSystem();
    const database = databaseIn(test, { database: 'a'.repeat(57) });
    web(test, 'front').connectTo(database, { rights: 'read' });
    expect(accessIn(test.render()).clients).toBe(`user-front ${'a'.repeat(57)} read\n`);
  });
});

describe('a further database is refused', () => {
  const add = (name: string, props?: PostgresDatabaseProps) => () => databaseIn(makeSystem()).addDatabase(name, props);

  test.each<[string, () => unknown, string]>([
    [
      'of a name that is taken',
      add('shop'),
      "database 'shop' is declared twice, use the first one or choose another name",
    ],
    [
      "of the server's own name",
      add('postgres', { owner: 'keeper' }),
      "database 'postgres' is the server's own, choose another name",
    ],
    ["of a template's name", add('template1'), "database 'template1' is the server's own, choose another name"],
    [
      'whose owner is the superuser',
      add('audit', { owner: 'postgres' }),
      "owner 'postgres' is the superuser, give the database a role of its own",
    ],
    [
      "whose owner is named as the server's roles",
      add('audit', { owner: 'pg_audit' }),
      "owner 'pg_audit' begins with 'pg_', as roles of the server itself do: choose another name",
    ],
    [
      'whose groups PostgreSQL would cut',
      add('a'.repeat(58)),
      `database '${'a'.repeat(58)}' is too long for rights in it: its group 'write-${'a'.repeat(58)}' has 64 characters, PostgreSQL keeps 63 of a name: shorten it by 1`,
    ],
  ])('%s', (_, act, message) => {
    expect(problemsFrom(act)).toBe(`local/shop/shop-app/db: ${message}`);
  });

  test('with all that is wrong with it', () => {
    expect(problemsFrom(add('my-audit', { owner: 'pg_"' }))).toBe(
      [
        "local/shop/shop-app/db: database 'my-audit' is not a name of PostgreSQL without quotes, use at most 63 lower-case letters, digits and '_', not beginning with a digit",
        "local/shop/shop-app/db: owner 'pg_\"' begins with 'pg_', as roles of the server itself do: choose another name",
        "local/shop/shop-app/db: owner 'pg_\"' is not a name of PostgreSQL without quotes, use at most 63 lower-case letters, digits and '_', not beginning with a digit",
      ].join('\n'),
    );
  });
});
