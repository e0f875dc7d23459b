import { Duration, Size } from 'cdk8s';
import { Cpu } from '../../src/kubernetes';
import { UserCredential } from '../../src/secrets';
import type { Application } from '../../src/system';
import { Migration, type MigrationProps, Postgres, type PostgresProps, WebService } from '../../src/tiers';
import {
  describeEveryProp,
  type LooseObject,
  makeEnvironment,
  makeProduction,
  makeSystem,
  podSettingRows,
  problemsFrom,
  type RenderedTree,
  renderOne,
  selectorRows,
  small,
} from '../fixtures';

const least: PostgresProps = { database: 'shop', storage: Size.gibibytes(3), resources: small };
const render = (props: Partial<PostgresProps> = {}, environment = makeEnvironment()) =>
  renderOne((application) => new Postgres(application, 'db', { ...least, ...props }), environment);
const renderWith = (settings: (application: Application) => Partial<PostgresProps>) =>
  renderOne((application) => new Postgres(application, 'db', { ...least, ...settings(application) }));
const setOf = (tree: RenderedTree) => tree.get('StatefulSet');
const podOf = (props: Partial<PostgresProps> = {}) => setOf(render(props)).spec.template;
const containerOf = (props: Partial<PostgresProps> = {}) => podOf(props).spec.containers[0];
const named = (list: readonly LooseObject[], name: string) => list.find((item) => item.name === name)!;
const waveOf = (object: LooseObject) => Number(object.metadata.annotations['argocd.argoproj.io/sync-wave']);

describe('a database', () => {
  test('with static storage has a volume and a claim of its own', () => {
    const tree = render();
    expect(tree.names()).toEqual([
      'ConfigMap db-initdb',
      'NetworkPolicy allow-dns',
      'NetworkPolicy default-deny',
      'PersistentVolume shop-db-data',
      'PersistentVolumeClaim db-data',
      'Service db',
      'ServiceAccount db',
      'StatefulSet db',
    ]);
    expect(setOf(tree)).toMatchSnapshot('StatefulSet');
    expect(tree.get('Service').spec).toEqual({
      type: 'ClusterIP',
      selector: { app: 'shop', tier: 'db' },
      ports: [{ name: 'postgres', port: 5432, targetPort: 'postgres', protocol: 'TCP' }],
    });
  });

  test('with storage by class has a claim template that is kept, and generated credentials', () => {
    const tree = render({}, makeProduction());
    expect(tree.names()).toEqual([
      'ConfigMap db-initdb',
      'ExternalSecret db-owner',
      'ExternalSecret db-superuser',
      'NetworkPolicy allow-dns',
      'NetworkPolicy default-deny',
      'Password db-owner',
      'Password db-superuser',
      'Service db',
      'ServiceAccount db',
      'StatefulSet db',
    ]);
    const { spec } = setOf(tree);
    expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: 'Retain', whenScaled: 'Retain' });
    expect(spec.volumeClaimTemplates).toEqual([
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '3Gi' } },
          storageClassName: 'fast',
          volumeMode: 'Filesystem',
        },
      },
    ]);
    expect(named(spec.template.spec.containers[0].volumeMounts, 'data').mountPath).toBe('/var/lib/postgresql');
    expect(named(spec.template.spec.volumes, 'data')).toBeUndefined();
  });

  test('keeps what it holds: a prune or a deletion asks first', () => {
    const tree = render();
    const options = (kind: string) => tree.get(kind).metadata.annotations['argocd.argoproj.io/sync-options'];
    expect(options('StatefulSet')).toBe('Prune=confirm,Delete=confirm');
    expect(options('PersistentVolumeClaim')).toBe('Prune=false,Delete=false');
    expect(options('PersistentVolume')).toBe('Prune=false,Delete=false');
    expect(tree.get('PersistentVolume').spec.persistentVolumeReclaimPolicy).toBe('Retain');
  });

  test.each([
    ['postgres:18.6', '/var/lib/postgresql', '/var/lib/postgresql/18/docker', 999],
    ['postgres:18.6-alpine', '/var/lib/postgresql', '/var/lib/postgresql/18/docker', 70],
    ['registry.example.com:5000/postgres:17.11', '/var/lib/postgresql/data', '/var/lib/postgresql/data/pgdata', 999],
    ['postgres:17.11-alpine3.22', '/var/lib/postgresql/data', '/var/lib/postgresql/data/pgdata', 70],
    [`postgres:16.15@sha256:${'a'.repeat(64)}`, '/var/lib/postgresql/data', '/var/lib/postgresql/data/pgdata', 999],
  ])('of image %s mounts %s with data in %s as user %i', (image, mountPath, data, uid) => {
    const { spec } = podOf({ image });
    expect(named(spec.containers[0].volumeMounts, 'data').mountPath).toBe(mountPath);
    expect(named(spec.containers[0].env, 'PGDATA').value).toBe(data);
    expect(spec.securityContext).toMatchObject({ runAsUser: uid, runAsGroup: uid, fsGroup: uid });
  });

  test('is ready only on an address, may replay its log for half an hour, and is never killed for it', () => {
    const container = containerOf();
    const command = ['pg_isready', '-h', '127.0.0.1', '-U', 'postgres', '-d', 'shop'];
    expect(container.readinessProbe.exec.command).toEqual(command);
    expect(container.startupProbe).toMatchObject({ exec: { command }, periodSeconds: 10, failureThreshold: 180 });
    expect(container.livenessProbe).toBeUndefined();
    expect(container.lifecycle).toBeUndefined();
    expect(podOf().spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(90);
  });

  test('takes passwords from files only, and a root filesystem that can not be written', () => {
    const { spec } = podOf();
    const [container] = spec.containers;
    const env = Object.fromEntries(container.env.map(({ name, value }: LooseObject) => [name, value]));
    expect(env).toEqual({
      PGDATA: '/var/lib/postgresql/18/docker',
      POSTGRES_DB: 'shop',
      POSTGRES_USER: 'postgres',
      POSTGRES_PASSWORD_FILE: '/run/secrets/postgres/superuser-password',
      DATABASE_OWNER: 'shop',
      DATABASE_OWNER_PASSWORD_FILE: '/run/secrets/postgres/owner-password',
    });
    expect(named(spec.volumes, 'credentials').projected.sources).toEqual([
      { secret: { name: 'db-superuser', items: [{ key: 'password', path: 'superuser-password' }] } },
      { secret: { name: 'db-owner', items: [{ key: 'password', path: 'owner-password' }] } },
    ]);
    const writable = container.volumeMounts.filter(({ readOnly }: LooseObject) => !readOnly);
    expect(writable.map(({ mountPath }: LooseObject) => mountPath)).toEqual([
      '/var/lib/postgresql',
      '/var/run/postgresql',
      '/tmp',
      '/dev/shm',
    ]);
  });

  test.each([
    [4096, '1Gi', '1024MB'],
    [260, '65Mi', '65MB'],
    [256, '64Mi', '64MB'],
    [128, '64Mi', '32MB'],
  ])(
    'of %i MiB gives parallel queries %s, a quarter of its memory as its buffers are, and at least what runtimes give',
    (memory, size, buffers) => {
      const pod = podOf({ resources: { cpu: Cpu.units(1), memory: Size.mebibytes(memory) } });
      expect(named(pod.spec.volumes, 'shared-memory').emptyDir).toEqual({ medium: 'Memory', sizeLimit: size });
      expect(pod.spec.containers[0].args).toContain(`shared_buffers=${buffers}`);
    },
  );

  test.each([
    [
      Size.mebibytes(128),
      'sharedMemory of 128Mi is part of the memory of 128Mi and leaves nothing of it: make it smaller, or raise `memory`',
    ],
    [Size.mebibytes(0), 'sharedMemory of 0 is no size, give at least 1Ki'],
  ])('refuses shared memory that can not be: %#', (sharedMemory, message) => {
    expect(problemsFrom(() => render({ sharedMemory }))).toBe(`local/shop/shop-app/db: ${message}`);
  });

  test('takes shared memory below its memory', () => {
    expect(named(podOf({ sharedMemory: Size.mebibytes(127) }).spec.volumes, 'shared-memory').emptyDir.sizeLimit).toBe(
      '127Mi',
    );
  });

  test('restarts for no change of its init scripts: they run in an empty folder only', () => {
    expect(podOf({ initSql: { 'a.sql': 'SELECT 1' } }).metadata.annotations).toBeUndefined();
  });
});

describeEveryProp('PostgresProps', {
  database: [() => named(containerOf({ database: 'till' }).env, 'POSTGRES_DB').value, 'till'],
  owner: [() => named(containerOf({ owner: 'keeper' }).env, 'DATABASE_OWNER').value, 'keeper'],
  storage: [() => render({ storage: Size.gibibytes(9) }).get('PersistentVolume').spec.capacity, { storage: '9Gi' }],
  image: [() => containerOf({ image: 'postgres:17.11' }).image, 'postgres:17.11'],
  serviceName: [() => setOf(render({ serviceName: 'db-service' })).spec.serviceName, 'db-service'],
  initSql: [
    () => render({ initSql: { 'schema.sql': 'CREATE TABLE a ();' } }).get('ConfigMap').data['schema.sql'],
    'SET ROLE "shop";\nCREATE TABLE a ();',
  ],
  initConfigName: [() => render({ initConfigName: 'init' }).get('ConfigMap').metadata.name, 'init'],
  migrations: [
    () => render({ migrations: { '0001_a.sql': 'SELECT 1;' } }).get('ConfigMap', 'db-migration-files').data,
    { '0001_a.sql': 'SELECT 1;' },
  ],
  claimName: [() => render({ claimName: 'claim' }).get('PersistentVolumeClaim').metadata.name, 'claim'],
  staticVolumeName: [() => render({ staticVolumeName: 'pg' }).get('PersistentVolume').metadata.name, 'shop-pg'],
  folder: [() => render({ folder: 'pg' }).get('PersistentVolume').spec.local.path, '/data/shop/pg'],
  sharedMemory: [
    () => named(podOf({ sharedMemory: Size.mebibytes(96) }).spec.volumes, 'shared-memory').emptyDir,
    { medium: 'Memory', sizeLimit: '96Mi' },
  ],
  settings: [
    () => containerOf({ settings: { max_connections: '50' } }).args,
    ['postgres', '-c', 'shared_buffers=32MB', '-c', 'max_connections=50'],
  ],
  resources: [
    () => containerOf({ resources: { cpu: Cpu.units(1), memory: Size.gibibytes(4) } }).args,
    ['postgres', '-c', 'shared_buffers=1024MB'],
  ],
  tier: [() => podOf({ tier: 'database' }).metadata.labels, { app: 'shop', tier: 'database' }],
  workloadName: [() => setOf(render({ workloadName: 'db-set' })).metadata.name, 'db-set'],
  env: [() => named(containerOf({ env: { TZ: 'UTC' } }).env, 'TZ').value, 'UTC'],
  ...podSettingRows('StatefulSet', 'db', renderWith),
  ...selectorRows('StatefulSet', 'db', 'db', renderWith),
});

describe('a client of a database', () => {
  test('logs in as the owner, with a password that is nowhere written down', () => {
    const test = makeSystem();
    const database = new Postgres(test.application, 'db', { ...least, serviceName: 'db-service' });
    const web = new WebService(test.application, 'web', { image: 'web:1.0', port: 80, resources: small });
    web.connectTo(database, { env: 'DATABASE' });
    const { get } = test.render();
    expect(get('Deployment').spec.template.spec.containers[0].env).toEqual([
      { name: 'DATABASE_HOST', value: 'db-service.shop.svc.cluster.local' },
      { name: 'DATABASE_PORT', value: '5432' },
      { name: 'DATABASE_NAME', value: 'shop' },
      { name: 'DATABASE_USER', valueFrom: { secretKeyRef: { name: 'db-owner', key: 'username' } } },
      { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: 'db-owner', key: 'password' } } },
    ]);
  });

  test('in another namespace can not read the Secret, and is told so', () => {
    const test = makeSystem();
    const database = new Postgres(test.application, 'db', least);
    const web = new WebService(test.add('other', 'elsewhere'), 'web', { image: 'web:1.0', port: 80, resources: small });
    expect(problemsFrom(() => web.connectTo(database))).toBe(
      "local/shop/other/web: can't read Secret 'db-owner' of 'local/shop/shop-app/db', it is in namespace 'shop' and the tier in 'elsewhere': put both into one namespace",
    );
  });
});

describe('a migration', () => {
  const files = { '0001_schema.sql': 'SELECT 1;' };

  test('is a hook made anew at each rollout, after the database and before its clients', () => {
    const test = makeSystem();
    const database = new Postgres(test.application, 'db', { ...least, migrations: files });
    const web = new WebService(test.application, 'web', { image: 'web:1.0', port: 80, resources: small });
    web.connectTo(database);
    const tree = test.render();
    const job = tree.get('Job');
    expect(job).toMatchSnapshot('Job');
    expect(job.metadata.annotations).toMatchObject({
      'argocd.argoproj.io/hook': 'Sync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    });
    expect(job.spec.ttlSecondsAfterFinished).toBeUndefined();
    const waves = [setOf(tree), job, tree.get('Deployment')].map(waveOf);
    expect(waves).toEqual([1, 2, 3]);
    expect(waveOf(tree.get('ConfigMap', 'db-migration-files'))).toBe(2);
    expect(tree.get('NetworkPolicy', 'db').spec.ingress).toEqual([
      {
        from: [
          { podSelector: { matchLabels: { app: 'shop', tier: 'db-migration' } } },
          { podSelector: { matchLabels: { app: 'shop', tier: 'web' } } },
        ],
        ports: [{ protocol: 'TCP', port: 5432 }],
      },
    ]);
  });

  const renderJob = (props: (application: Application) => Partial<MigrationProps>) =>
    renderOne((application) => {
      const database = new Postgres(application, 'db', least);
      new Migration(application, 'change', { database, image: 'postgres:18.6', files, ...props(application) });
    });
  const jobPod = (props: Partial<MigrationProps>) => renderJob(() => props).get('Job').spec.template.spec;

  describeEveryProp('MigrationProps', {
    database: [() => named(jobPod({}).containers[0].env, 'PGHOST').value, 'db.shop.svc.cluster.local'],
    image: [() => jobPod({ image: 'postgres:17.11-alpine' }).securityContext.runAsUser, 70],
    files: [
      () => renderJob(() => ({ files: { '0002_b.sql': 'b' } })).get('ConfigMap', 'change-files').data,
      { '0002_b.sql': 'b' },
    ],
    resources: [
      () => jobPod({ resources: small }).containers[0].resources,
      { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '128Mi' } },
    ],
    attemptDeadline: [() => jobPod({ attemptDeadline: Duration.hours(2) }).activeDeadlineSeconds, 7200],
    ...podSettingRows('Job', 'change', renderJob),
  });

  test('changes a database outside, too, and waits for nothing', () => {
    const tree = renderOne((application) => {
      const database = Postgres.fromAddress(application, 'sales', {
        host: 'db.example.com',
        networks: ['198.51.100.0/24'],
        port: 5433,
        database: 'sales',
        credentials: UserCredential.fromSecretName(application, 'login', 'sales-login'),
      });
      new Migration(application, 'change', { database, image: 'postgres:18.6', files });
    });
    const { containers, volumes } = tree.get('Job').spec.template.spec;
    const [host, port, name] = ['PGHOST', 'PGPORT', 'PGDATABASE'].map((key) => named(containers[0].env, key).value);
    expect([host, port, name]).toEqual(['db.example.com', '5433', 'sales']);
    expect(named(containers[0].env, 'PGUSER').valueFrom.secretKeyRef).toEqual({ name: 'sales-login', key: 'username' });
    expect(named(volumes, 'credentials').projected.sources[0].secret.name).toBe('sales-login');
    expect(tree.get('NetworkPolicy', 'change').spec.egress).toEqual([
      { to: [{ ipBlock: { cidr: '198.51.100.0/24' } }], ports: [{ protocol: 'TCP', port: 5433 }] },
    ]);
    expect(waveOf(tree.get('Job'))).toBe(0);
  });

  test('names its folder as the script reads it', () => {
    const { env, volumeMounts } = jobPod({}).containers[0];
    expect(named(env, 'MIGRATIONS').value).toBe(named(volumeMounts, 'migrations').mountPath);
  });

  test.each([
    [
      'a file without a number',
      { 'schema.sql': '' },
      "migration 'schema.sql' has an impossible name, name them like 0001_initial_schema.sql",
    ],
    [
      'two files of one number',
      { '0001_a.sql': '', '0001_b.sql': '' },
      "migrations '0001_a.sql' and '0001_b.sql' have one number, give each its own",
    ],
    [
      'two files of one number, wherever they stand',
      { '0002_b.sql': '', '0001_a.sql': '', '0002_a.sql': '' },
      "migrations '0002_a.sql' and '0002_b.sql' have one number, give each its own",
    ],
    ['no file', {}, 'needs at least one file, name them like 0001_initial_schema.sql'],
  ])('is refused with %s', (_, given, message) => {
    expect(problemsFrom(() => renderJob(() => ({ files: given })))).toBe(`local/shop/shop-app/change: ${message}`);
  });
});

describe('a database is refused', () => {
  test.each<[string, Partial<PostgresProps>, string]>([
    [
      'whose image has no major version',
      { image: 'postgres:latest' },
      "image 'postgres:latest' has no major version in its tag, give one such as postgres:18.6",
    ],
    [
      'whose owner is the superuser',
      { owner: 'postgres' },
      "owner 'postgres' is the superuser, give the database a role of its own",
    ],
    [
      'whose name would need quotes',
      { database: 'my-shop' },
      "database 'my-shop' is not a name of PostgreSQL without quotes, use at most 63 lower-case letters, digits and '_', not beginning with a digit",
    ],
    [
      'whose owner would need quotes',
      { owner: 'a"b' },
      `owner 'a"b' is not a name of PostgreSQL without quotes, use at most 63 lower-case letters, digits and '_', not beginning with a digit`,
    ],
    [
      'with a script that would run before the owner is there',
      { initSql: { '00-a.sql': '' } },
      "init script '00-a.sql' has to end in '.sql' and to come after '00-owner.sh', which makes the owner: rename it",
    ],
    [
      'with a script that is no SQL',
      { initSql: { 'a.sh': '' } },
      "init script 'a.sh' has to end in '.sql' and to come after '00-owner.sh', which makes the owner: rename it",
    ],
  ])('%s', (_, props, message) => {
    expect(problemsFrom(() => render(props))).toBe(`local/shop/shop-app/db: ${message}`);
  });
});
