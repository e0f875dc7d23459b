import { effectiveSetting, RenderedDatabase } from './database';
import { environments, rendered, Secrets } from './manifests';
import type { Workload } from './pod';

const relations = [
  ...['apscheduler_jobs', 'connection_mechanisms', 'downloader', 'job_status', 'park', 'ride', 'rules', 'settings'],
];

describe.each(environments)('the rendered database of %s', (environment) => {
  const output = rendered(environment);
  const secrets = new Secrets(output);
  const owner = () => secrets.value('db-owner', 'password');
  let database: RenderedDatabase;
  beforeAll(async () => {
    database = await RenderedDatabase.start(output, secrets);
  });
  afterAll(() => database?.stop());

  const owned = `SELECT relname || ' ' || rolname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v') AND relname !~ '^schema_' ORDER BY 1`;

  test('the first start runs the init scripts in the order of their names', () => {
    expect(database.log.match(/^(sourcing|running|ignoring) .*initdb\.d.*$/gm)).toEqual([
      'sourcing /docker-entrypoint-initdb.d/00-owner.sh',
      'running /docker-entrypoint-initdb.d/initdb.sql',
    ]);
    expect(database.log).toContain('init process complete');
    expect(database.log).not.toMatch(/\b(ERROR|FATAL|PANIC|WARNING)\b.*(?<!the database system is starting up)$/m);
  });

  test('the data lie where the volume is mounted, in a folder of the server alone', async () => {
    expect(await database.query('SHOW data_directory')).toBe('/var/lib/postgresql/18/docker');
    expect((await database.exec(['stat', '-c', '%a %u', '/var/lib/postgresql/18/docker'])).stdout.trim()).toBe(
      '700 999',
    );
    expect((await database.exec(['sh', '-c', 'grep " /var/lib/postgresql " /proc/self/mountinfo'])).code).toBe(0);
  });

  test('the owner owns the database, its schema and all eight relations', async () => {
    expect((await database.query(owned)).split('\n')).toEqual(relations.map((name) => `${name} zamperla`));
    const owners = `SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'backend'
      UNION ALL SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'public'`;
    expect((await database.query(owners)).split('\n')).toEqual(['zamperla', 'zamperla']);
    const other = `SELECT count(*) FROM pg_depend d JOIN pg_class c ON c.oid = d.objid
      WHERE relnamespace = 'public'::regnamespace AND relowner <> 'zamperla'::regrole`;
    expect(await database.query(other)).toBe('0');
  });

  test('the owner logs in over TCP with its password, and is no superuser', async () => {
    const client = await database.client('zamperla', owner());
    const { rows } = await client.query(
      'SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles WHERE rolname = current_user',
    );
    expect(rows).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false }]);
    await client.query(`INSERT INTO park (name, location, timezone) VALUES ('One', 'Vicenza', 'Europe/Rome')`);
    expect((await client.query('DELETE FROM park')).rowCount).toBe(1);
  });

  test('the superuser logs in with its own password; passwords are not interchangeable', async () => {
    const superuser = secrets.value('db-superuser', 'password');
    await database.client('postgres', superuser);
    await expect(database.client('postgres', owner())).rejects.toThrow('password authentication failed');
    await expect(database.client('zamperla', superuser)).rejects.toThrow('password authentication failed');
  });

  test('no password stands in the log', () => {
    for (const name of ['db-owner', 'db-superuser'])
      expect(database.log).not.toContain(secrets.value(name, 'password'));
  });

  test('the init scripts run again without a change', async () => {
    const before = await database.schema();
    expect(before).toContain('CREATE TABLE public.job_status');
    const again = `set -Eeo pipefail; for script in /docker-entrypoint-initdb.d/*; do case "$script" in
      *.sh) . "$script" ;;
      *.sql) psql -X -q -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -f "$script" ;;
    esac; done`;
    expect(await database.exec(['bash', '-c', again])).toMatchObject({ code: 0, stdout: '' });
    expect(await database.schema()).toBe(before);
    await database.client('zamperla', owner());
  });

  test('the migration Job finds the schema of the init scripts, records it, and later has nothing to do', async () => {
    const before = await database.schema();
    const files = Object.keys(output.files('db-migration-files')).sort();
    const { env } = output.object<Workload>('Job', 'db-migration').spec.template.spec.containers[0]!;
    const content = env!.find(({ name }) => name === 'CONTENT')!.value;
    const report = (word: string) => `${files.map((file) => `${word} ${file}\n`).join('')}content ${content}\n`;
    expect(await database.migrate()).toEqual({ code: 0, stdout: report('applied'), stderr: '' });
    expect(await database.schema()).toBe(before);
    expect(await database.migrate()).toEqual({ code: 0, stdout: report('already applied'), stderr: '' });
    expect(await database.schema()).toBe(before);
    expect((await database.query('SELECT version FROM schema_migrations ORDER BY 1')).split('\n')).toEqual(files);
    expect(await database.query(`SELECT tableowner FROM pg_tables WHERE tablename = 'schema_migrations'`)).toBe(
      'zamperla',
    );
  });

  test('on an empty database the migration Job makes the same schema', async () => {
    const before = await database.schema();
    await database.query(`DROP TABLE ${[...relations, 'schema_migrations', 'schema_contents'].join(', ')}`);
    expect(await database.query(owned)).toBe('');
    expect(await database.migrate()).toMatchObject({ code: 0, stderr: '' });
    expect(await database.schema()).toBe(before);
    expect((await database.query(owned)).split('\n')).toEqual(relations.map((name) => `${name} zamperla`));
  });

  test('the migration Job is refused with a wrong password, and for a role without rights', async () => {
    await database.query(`CREATE ROLE stranger LOGIN PASSWORD '${owner()}'`);
    const stranger = await database.migrate({ PGUSER: 'stranger' });
    expect(stranger).toMatchObject({ code: 3, stdout: '' });
    expect(stranger.stderr).toMatch(/permission denied for schema public|must be owner of table schema_migrations/);
    const nobody = await database.migrate({ PGUSER: 'nobody' });
    expect(nobody.code).toBe(75);
    expect(nobody.stderr).toContain('password authentication failed for user "nobody"');
  });

  test('a role without rights can neither read nor change a relation', async () => {
    const client = await database.client('stranger', owner());
    for (const sql of ['SELECT * FROM park', 'DELETE FROM rules', 'CREATE TABLE mine ()', 'SET ROLE zamperla']) {
      await expect(client.query(sql)).rejects.toThrow(/permission denied/);
    }
  });

  test('the next pod keeps the data and runs no init script', async () => {
    await database.query(`INSERT INTO park (name, location, timezone) VALUES ('Kept', 'Vicenza', 'Europe/Rome')`);
    await database.restart();
    expect(await database.query('SELECT name FROM park')).toBe('Kept');
    expect(database.log).not.toContain('initdb.d');
  });

  test('a parallel query finds the shared memory that it hashes in', async () => {
    // 70 MB of rows: within what the production server lets a query hash at this work_mem, and more than a runtime gives.
    const memory = environment === 'production' ? '64MB' : '4MB';
    await database.query(`CREATE UNLOGGED TABLE big AS SELECT id, repeat('x', 100) AS text FROM generate_series(1, 500000) id;
      ANALYZE big`);
    const settings = `SET work_mem = '${memory}'; SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0;
      SET parallel_tuple_cost = 0; SET enable_mergejoin = off; SET enable_nestloop = off;`;
    const join = 'SELECT count(a.text || b.text) FROM big a JOIN big b USING (id)';
    expect(await database.query(`${settings} EXPLAIN ${join}`)).toContain('Parallel Hash Join');
    expect(await database.query(`${settings} ${join}`)).toBe('500000');
    await database.query('DROP TABLE big');
  });

  test('the server takes the arguments of the StatefulSet and runs with them', async () => {
    const { args } = output.object<Workload>('StatefulSet', 'db').spec.template.spec.containers[0]!;
    expect(args?.[0]).toBe('postgres');
    const settings = args!
      .filter((_, index) => args![index - 1] === '-c')
      .map((text) => text.split('=') as [string, string]);
    expect(settings.map(([name]) => name)).toContain('shared_buffers');
    for (const [name, value] of settings) {
      expect(await database.query(`SHOW ${name}`)).toBe(normalSize(value));
      const pages = Number(await effectiveSetting(args!.slice(1), name));
      expect(await database.query(`SELECT setting FROM pg_settings WHERE name = '${name}'`)).toBe(String(pages));
    }
    await expect(effectiveSetting([...args!.slice(1), '-c', 'shared_buffer=1MB'], 'shared_buffers')).rejects.toThrow(
      'unrecognized configuration parameter "shared_buffer"',
    );
  });
});

/** A size as SHOW prints it: 1024MB is 1GB. */
function normalSize(value: string): string {
  const match = /^(\d+)MB$/.exec(value);
  const megabytes = Number(match?.[1]);
  return match && megabytes % 1024 === 0 ? `${megabytes / 1024}GB` : value;
}
