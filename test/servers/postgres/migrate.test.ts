import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { freePorts, type Outcome, PostgresServer, RunFolder, run } from '../support';

const project = resolve(__dirname, '../../..');
const initial = readFileSync(`${project}/charts/zamperla/sql/initdb.sql`, 'utf8');

let server: PostgresServer;
let folder: RunFolder;
beforeAll(async () => {
  server = await PostgresServer.start();
  folder = new RunFolder('migrate');
  for (const name of ['migrate.sh', '00-owner.sh']) {
    folder.write(name, readFileSync(`${project}/src/assets/postgres/${name}`, 'utf8'));
  }
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

let count = 0;

/** A new database, and `migrate.sh` on it with the given files. */
async function database(): Promise<{
  query: (sql: string) => Promise<string>;
  dump: () => Promise<string>;
  /** @param options `named`: the files that are named to it, instead of all */
  migrate: (
    files: Record<string, string>,
    env?: Record<string, string>,
    options?: { readonly named?: readonly string[] },
  ) => Promise<Outcome>;
}> {
  const name = await server.createDatabase(`migrated_${++count}`);
  let runs = 0;
  return {
    query: (sql) => server.query(sql, { database: name }),
    dump: () => server.dump(['--schema-only', '--exclude-table=schema_migrations|schema_contents'], { database: name }),
    migrate: (files, env = {}, { named = Object.keys(files) } = {}) => {
      const migrations = folder.folder(`${name}.${++runs}`);
      for (const [file, sql] of Object.entries(files)) folder.write(`${name}.${runs}/${file}`, sql);
      const password = folder.write('password', `${PostgresServer.PASSWORD}\n`, 0o600);
      return run(['bash', `${folder.path}/migrate.sh`, ...named], {
        env: {
          ...{ PGHOST: server.host, PGPORT: String(server.port), PGUSER: 'postgres', PGDATABASE: name },
          ...{ PGPASSWORD_FILE: password, MIGRATIONS: migrations, WAIT_SECONDS: '2', ...env },
        },
      });
    },
  };
}

const first = { '0001_initial_schema.sql': initial };
/** As sha256sum prints the files, and that printed text. */
function contentOf(files: Record<string, string>): string {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  return sha256(
    Object.entries(files)
      .map(([name, text]) => `${sha256(text)}  ${name}\n`)
      .join(''),
  );
}
const second = { ...first, '0002_note.sql': 'ALTER TABLE park ADD COLUMN note text;\n' };

test('on an empty database: applies all files in order and records them', async () => {
  const { migrate, query } = await database();
  expect(await migrate(second)).toEqual({
    code: 0,
    stdout: `applied 0001_initial_schema.sql\napplied 0002_note.sql\ncontent ${contentOf(second)}\n`,
    stderr: '',
  });
  expect((await query('SELECT version, checksum FROM schema_migrations ORDER BY 1')).split('\n')).toEqual(
    Object.entries(second).map(([file, sql]) => `${file}|${createHash('sha256').update(sql).digest('hex')}`),
  );
});

test('again: changes nothing; later: applies only what is new', async () => {
  const { migrate, query, dump } = await database();
  await migrate(first);
  const before = [await dump(), await query('SELECT * FROM schema_migrations')];
  expect(await migrate(first)).toEqual({
    code: 0,
    stdout: `already applied 0001_initial_schema.sql\ncontent ${contentOf(first)}\n`,
    stderr: '',
  });
  expect([await dump(), await query('SELECT * FROM schema_migrations')]).toEqual(before);
  expect((await migrate(second)).stdout).toBe(
    `already applied 0001_initial_schema.sql\napplied 0002_note.sql\ncontent ${contentOf(second)}\n`,
  );
});

test('records each content that it reaches, once, and keeps the earlier ones', async () => {
  const { migrate, query } = await database();
  for (const files of [first, second, second, first]) await migrate(files);
  expect((await query('SELECT content FROM schema_contents ORDER BY reached_at')).split('\n')).toEqual(
    [first, second].map(contentOf),
  );
});

test('leaves alone what is in the folder and not named to it, and says so', async () => {
  const { migrate, query } = await database();
  const [name] = Object.keys(first);
  expect(
    await migrate({ ...first, '0009_foreign.sql': 'CREATE TABLE evil ()', 'notes.sql': '' }, {}, { named: [name!] }),
  ).toEqual({
    code: 0,
    stdout: `applied 0001_initial_schema.sql\ncontent ${contentOf(first)}\n`,
    stderr:
      'migrate: 0009_foreign.sql is left alone: it is not one of those to run\nmigrate: notes.sql is left alone: it is not one of those to run\n',
  });
  expect(await query(`SELECT to_regclass('evil')`)).toBe('');
});

test('runs what is named in the order of the names, however they are given', async () => {
  const { migrate } = await database();
  const { stdout } = await migrate(second, { CONTENT: contentOf(second) }, { named: Object.keys(second).reverse() });
  expect(stdout).toBe(`applied 0001_initial_schema.sql\napplied 0002_note.sql\ncontent ${contentOf(second)}\n`);
});

test('refuses files that are not those that the Job was made for, and touches nothing', async () => {
  const { migrate, query } = await database();
  const foreign = { '0001_initial_schema.sql': 'CREATE TABLE evil ()' };
  const { code, stderr } = await migrate(foreign, { CONTENT: contentOf(first) });
  expect(code).toBe(64);
  expect(stderr.replace(/in \/\S+ have/, 'in FOLDER have')).toBe(
    `migrate: the files in FOLDER have content ${contentOf(foreign)}, but those to run have ${contentOf(first)}: they were changed, or are not there yet\n`,
  );
  expect(await query(`SELECT to_regclass('evil'), to_regclass('schema_migrations')`)).toBe('|');
});

test('lets every role read its records and nobody but the owner write them, where an earlier version made them too', async () => {
  const { migrate, query } = await database();
  await query(`CREATE ROLE writers_${count}; CREATE TABLE schema_migrations (version text PRIMARY KEY, checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now());
    GRANT SELECT, INSERT, UPDATE, DELETE ON schema_migrations TO writers_${count};
    ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO writers_${count}`);
  expect(await migrate(first)).toMatchObject({ code: 0, stderr: '' });
  const acl = `SELECT string_agg(DISTINCT grantee::regrole || ' ' || privilege_type, ', ') FROM pg_class, aclexplode(relacl)
    WHERE relname = 'TABLE' AND grantee <> relowner`;
  for (const table of ['schema_migrations', 'schema_contents']) {
    expect(await query(acl.replace('TABLE', table))).toBe(`- SELECT, writers_${count} SELECT`);
  }
});

test('a database made by the init script and one made by the Job are the same', async () => {
  const [one, other] = [await database(), await database()];
  await one.query(initial);
  await other.migrate(first);
  expect(await one.dump()).toBe(await other.dump());
  expect((await one.migrate(first)).code).toBe(0);
  expect(await one.dump()).toBe(await other.dump());
});

test('a file changed after it was applied is refused, before anything new is applied', async () => {
  const { migrate, query } = await database();
  await migrate(first);
  const outcome = await migrate({ ...second, '0001_initial_schema.sql': `${initial}\n-- changed\n` });
  expect(outcome.code).toBe(3);
  expect(outcome.stderr).toMatch(
    /migration 0001_initial_schema\.sql was changed after it had been applied \(applied with sha256 \w{64}, the file has \w{64}\)/,
  );
  expect(outcome.stderr).toContain('Restore the file, and put the change into a new one.');
  expect(await query('SELECT count(*) FROM schema_migrations')).toBe('1');
});

test('a broken file is rolled back with its record; those before it stay', async () => {
  const { migrate, query } = await database();
  const files = { ...second, '0003_broken.sql': 'CREATE TABLE half ();\nSELECT no_such_function();\n' };
  const outcome = await migrate({ ...files, '0004_never.sql': 'CREATE TABLE never ();' });
  expect(outcome.code).toBe(3);
  expect(outcome.stderr).toMatch(/0003_broken\.sql:2: ERROR: {2}function no_such_function\(\) does not exist/);
  expect(await query(`SELECT to_regclass('half'), to_regclass('never')`)).toBe('|');
  expect(await query('SELECT max(version) FROM schema_migrations')).toBe('0002_note.sql');
  expect((await migrate({ ...files, '0003_broken.sql': 'CREATE TABLE half ();' })).code).toBe(0);
});

test('two at once: one applies, the other finds it done', async () => {
  const { migrate, query } = await database();
  const slow = { ...second, '0003_slow.sql': 'SELECT pg_sleep(0.5);\nCREATE TABLE slow ();\n' };
  const outcomes = await Promise.all([migrate(slow), migrate(slow)]);
  expect(outcomes.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
    { code: 0, stderr: '' },
    { code: 0, stderr: '' },
  ]);
  const applied = outcomes.map(({ stdout }) => stdout.match(/^applied/gm)?.length ?? 0);
  expect(applied.sort()).toEqual([0, 3]);
  expect(await query('SELECT count(*) FROM schema_migrations')).toBe('3');
});

test.each<[string, Record<string, string>, string]>([
  ['no files', {}, 'no files are named, give those to run\n'],
  ['a name out of order', { 'note.sql': '' }, 'file name note.sql, but names are like 0001_initial_schema.sql'],
  ['a number twice', { '0001_a.sql': '', '0001_b.sql': '' }, 'two files have the number 0001'],
  [
    'its own transaction',
    { '0001_a.sql': 'BEGIN;\nSELECT 1;\nCOMMIT;\n' },
    '0001_a.sql controls transactions, but each',
  ],
])('refuses bad input: %s', async (_title, files, message) => {
  const outcome = await (await database()).migrate(files);
  expect(outcome.code).toBe(64);
  expect(outcome.stderr).toContain(`migrate: ${message}`);
});

test('refuses to run without a file that is named to it', async () => {
  const { code, stderr } = await (await database()).migrate(first, {}, { named: Object.keys(second) });
  expect(code).toBe(64);
  expect(stderr).toMatch(/^migrate: file 0002_note\.sql is not in \/\S+, but it is one of those to run\n$/);
});

test('a file that ends its transaction unseen is not recorded', async () => {
  const { migrate, query } = await database();
  const outcome = await migrate({ '0001_a.sql': 'SELECT $$text$$;\nCOMMIT;\n' });
  expect(outcome.code).toBe(3);
  expect(outcome.stderr).toContain('0001_a.sql ended the transaction made for it; it is not recorded');
  expect(await query('SELECT count(*) FROM schema_migrations')).toBe('0');
});

test('waits a bounded time for the server', async () => {
  const [port] = await freePorts(1);
  const outcome = await (await database()).migrate(first, { PGPORT: String(port), WAIT_SECONDS: '1' });
  expect(outcome.code).toBe(75);
  expect(outcome.stderr).toMatch(/^migrate: the server did not come within 1 s: .*Connection refused/);
});

describe('00-owner.sh', () => {
  /** Runs it as the image's entrypoint does: sourced in a strict bash, or executed. */
  async function own(
    how: 'sourced' | 'executed',
    owner: string,
    name: string,
    password = "it's $secret",
  ): Promise<Outcome> {
    const script = `${folder.path}/00-owner.sh`;
    const command = how === 'sourced' ? `set -Eeo pipefail; . ${script}; echo "$-"` : `bash ${script}`;
    return run(['bash', '-c', command], {
      env: {
        ...{ PGHOST: server.folder.path, PGPORT: String(server.port), POSTGRES_USER: 'postgres', POSTGRES_DB: name },
        DATABASE_OWNER: owner,
        DATABASE_OWNER_PASSWORD_FILE: folder.write('owner-password', password, 0o600),
      },
    });
  }

  test.each(['sourced', 'executed'] as const)(
    '%s, twice: the role owns the database and can load the schema',
    async (how) => {
      const name = await server.createDatabase(`owned_${how}`);
      const owner = `owner-of ${how}`;
      for (let time = 0; time < 2; time++) expect(await own(how, owner, name)).toMatchObject({ code: 0, stderr: '' });
      const client = await server.client({ user: owner, password: "it's $secret", database: name });
      await client.query(initial);
      const { rows } = await client.query(`SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'`);
      expect(rows).toEqual([{ tableowner: owner }]);
      await server.query(`SET ROLE "${owner}"; ${initial}`, { database: name });
      expect(server.log).not.toContain('$secret');
    },
  );

  test('sourced, it leaves the shell options of the entrypoint as they were', async () => {
    const outcome = await own('sourced', 'another', await server.createDatabase('options'));
    expect(outcome.stdout.trim()).not.toContain('u');
  });

  test.each([
    ['the superuser as owner', 'postgres', 'x', 'DATABASE_OWNER is postgres, the superuser'],
    ['an empty password', 'somebody', '', 'owner-password is empty or missing'],
  ])('refuses %s', async (_title, owner, password, message) => {
    const outcome = await own('executed', owner, 'postgres', password);
    expect(outcome.code).toBe(64);
    expect(outcome.stderr).toContain(message);
  });
});
