import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client } from 'pg';
import { freePorts, type Outcome, PostgresServer, RunFolder, run } from '../support';

const assets = resolve(__dirname, '../../../src/assets/postgres');

type Rights = 'read' | 'write' | 'owner';

/** What is declared: databases with their owners, clients with their database and rights. */
interface Access {
  readonly databases: readonly (readonly [name: string, owner: string])[];
  readonly clients?: readonly (readonly [role: string, database: string, rights: Rights])[];
}

/** Of letters and digits, as generated ones are, but for one that a shell, psql and SQL would like to read. */
const passwordOf = (role: string) => (role === 'user-odd' ? `it's "odd" $HOME \\q :x` : `password of ${role}`);

let server: PostgresServer;
let folder: RunFolder;
beforeAll(async () => {
  server = await PostgresServer.start(['log_statement=all']);
  folder = new RunFolder('roles');
  for (const name of ['roles.sh', 'roles.sql', 'rights.sql'])
    folder.write(name, readFileSync(`${assets}/${name}`, 'utf8'));
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

let runs = 0;
async function roles(
  { databases, clients = [] }: Access,
  options: { passwords?: Readonly<Record<string, string>>; env?: Readonly<Record<string, string>> } = {},
): Promise<Outcome> {
  const at = `run-${++runs}`;
  const lines = (rows: readonly (readonly string[])[]) => rows.map((row) => `${row.join(' ')}\n`).join('');
  folder.write(`${at}/access/databases`, lines(databases));
  folder.write(`${at}/access/clients`, lines(clients));
  for (const role of new Set([...databases.map(([, owner]) => owner), ...clients.map(([name]) => name)])) {
    folder.write(`${at}/passwords/${role}`, options.passwords?.[role] ?? passwordOf(role), 0o600);
  }
  return run(['bash', `${folder.path}/roles.sh`], {
    env: {
      ...{ ACCESS: `${folder.path}/${at}/access`, PASSWORDS: `${folder.path}/${at}/passwords`, WAIT_SECONDS: '2' },
      ...{ PGHOST: server.host, PGPORT: String(server.port), PGUSER: 'postgres' },
      PGPASSWORD_FILE: folder.write(`${at}/superuser`, `${PostgresServer.PASSWORD}\n`, 0o600),
      ...options.env,
    },
  });
}

const login = (user: string, database: string, password = passwordOf(user)): Promise<Client> =>
  server.client({ user, password, database });

/** What the server answers to each statement. */
async function answers(client: Client, statements: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  for (const sql of statements) {
    all.push(
      await client.query(sql).then(
        () => 'done',
        (error: Error) => error.message,
      ),
    );
  }
  return all;
}

const done = (statements: readonly string[]) => statements.map(() => 'done');

const table = 'CREATE TABLE orders (id bigserial PRIMARY KEY, note text)';
const look = ['SELECT * FROM orders', 'SELECT last_value FROM orders_id_seq'];
const change = [
  "INSERT INTO orders (note) VALUES ('one')",
  "UPDATE orders SET note = 'two'",
  'DELETE FROM orders',
  "SELECT setval('orders_id_seq', 7)",
];
const shape = [
  'TRUNCATE orders',
  'ALTER TABLE orders ADD COLUMN more text',
  'CREATE TABLE mine ()',
  'CREATE SCHEMA mine',
];

test('on an empty server: makes owners, databases and clients, says so, and again changes nothing', async () => {
  const access: Access = {
    databases: [
      ['till', 'till'],
      ['audit', 'auditor'],
    ],
    clients: [
      ['user-web', 'till', 'write'],
      ['user-web', 'audit', 'read'],
    ],
  };
  const said = {
    code: 0,
    stdout:
      'database audit: owner auditor\ndatabase till: owner till\nrole user-web: read in audit\nrole user-web: write in till\n',
    stderr: '',
  };
  const state = async () => [
    await server.query(`SELECT rolname, rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls
      FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1`),
    await server.query(
      "SELECT datname, array_to_string(datacl, ',') FROM pg_database WHERE datname IN ('audit', 'till') ORDER BY 1",
    ),
    await server.query(
      'SELECT roleid::regrole, member::regrole FROM pg_auth_members WHERE roleid > 16000 ORDER BY 1, 2',
    ),
    await server.dump(['--schema-only'], { database: 'till' }),
  ];
  expect(await roles(access)).toEqual(said);
  const first = await state();
  expect(first.slice(0, 3)).toEqual([
    [
      'auditor|t|f|f|f|f|f',
      'postgres|t|t|t|t|t|t',
      'read-audit|f|f|f|f|f|f',
      'read-till|f|f|f|f|f|f',
      'till|t|f|f|f|f|f',
      'user-web|t|f|f|f|f|f',
      'write-audit|f|f|f|f|f|f',
      'write-till|f|f|f|f|f|f',
    ].join('\n'),
    [
      'audit|auditor=CTc/auditor,"read-audit"=c/auditor,"write-audit"=Tc/auditor',
      'till|till=CTc/till,"read-till"=c/till,"write-till"=Tc/till',
    ].join('\n'),
    '"read-audit"|"user-web"\n"write-till"|"user-web"',
  ]);
  expect(await roles(access)).toEqual(said);
  expect(await state()).toEqual(first);
});

describe('rights in a database', () => {
  const databases = [
    ['shop', 'shop'],
    ['other', 'other'],
  ] as const;
  const clients = [
    ['user-report', 'shop', 'read'],
    ['user-web', 'shop', 'write'],
    ['user-admin', 'shop', 'owner'],
    ['user-stranger', 'other', 'owner'],
  ] as const;
  beforeAll(async () => {
    expect(await roles({ databases, clients })).toMatchObject({ code: 0, stderr: '' });
    await (await login('shop', 'shop')).query(table); // a migration, after the roles
  });

  test('read: looks at what a migration made later, and changes nothing', async () => {
    const client = await login('user-report', 'shop');
    expect(await answers(client, look)).toEqual(done(look));
    expect(await answers(client, [...change, ...shape, 'CREATE TEMPORARY TABLE passing ()'])).toEqual([
      ...['orders', 'orders', 'orders'].map((name) => `permission denied for table ${name}`),
      'permission denied for sequence orders_id_seq',
      'permission denied for table orders',
      'must be owner of table orders',
      'permission denied for schema public',
      'permission denied for database shop',
      'permission denied to create temporary tables in database "shop"',
    ]);
  });

  test('write: changes rows, but no tables', async () => {
    const client = await login('user-web', 'shop');
    expect(await answers(client, [...look, ...change, 'CREATE TEMPORARY TABLE passing ()'])).toEqual(
      done([...look, ...change, '']),
    );
    expect(await answers(client, shape)).toEqual([
      'permission denied for table orders',
      'must be owner of table orders',
      'permission denied for schema public',
      'permission denied for database shop',
    ]);
  });

  test('owner: changes tables, and what it makes belongs to the owner and can be used by the others', async () => {
    const client = await login('user-admin', 'shop');
    const statements = [...look, ...change, ...shape, 'CREATE TABLE mine.ours (id bigserial)'];
    expect(await answers(client, statements)).toEqual(done(statements));
    expect(
      await server.query("SELECT tableowner FROM pg_tables WHERE tablename IN ('mine', 'ours')", { database: 'shop' }),
    ).toBe('shop\nshop');
    const inside = ['INSERT INTO mine.ours DEFAULT VALUES', 'SELECT * FROM mine.ours'];
    expect(await answers(await login('user-web', 'shop'), inside)).toEqual(done(inside));
    expect(await answers(await login('user-report', 'shop'), inside)).toEqual([
      'permission denied for table ours',
      'done',
    ]);
  });

  test('nobody reaches another database, and no client becomes another role', async () => {
    for (const [user] of clients.slice(0, 3)) {
      await expect(login(user, 'other')).rejects.toThrow('permission denied for database "other"');
      expect(
        await answers(await login(user, 'shop'), ['SET ROLE other', 'SET ROLE postgres', 'CREATE ROLE mine']),
      ).toEqual([
        'permission denied to set role "other"',
        'permission denied to set role "postgres"',
        'permission denied to create role',
      ]);
    }
    for (const user of ['user-stranger', 'other']) {
      await expect(login(user, 'shop')).rejects.toThrow('permission denied for database "shop"');
    }
    await expect(login('user-web', 'shop', 'password of user-report')).rejects.toThrow(
      'password authentication failed',
    );
  });

  test('a client with other rights than before has these alone; one that is gone is shut out', async () => {
    const session = await login('user-report', 'shop');
    const { code, stdout, stderr } = await roles({
      databases,
      clients: [
        ['user-web', 'shop', 'read'],
        ['user-admin', 'shop', 'write'],
      ],
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.match(/^role user-.*$/gm)).toEqual([
      'role user-admin: write in shop',
      'role user-web: read in shop',
      'role user-report: no longer declared, cannot log in',
      'role user-stranger: no longer declared, cannot log in',
    ]);
    const insert = ["INSERT INTO orders (note) VALUES ('late')"];
    expect(await answers(await login('user-web', 'shop'), [...look, ...insert])).toEqual([
      ...done(look),
      'permission denied for table orders',
    ]);
    expect(
      await answers(await login('user-admin', 'shop'), [...insert, 'CREATE TABLE late ()', 'SET ROLE shop']),
    ).toEqual(['done', 'permission denied for schema public', 'permission denied to set role "shop"']);
    expect(await answers(session, look)).toEqual([
      'permission denied for table orders',
      'permission denied for sequence orders_id_seq',
    ]);
    await expect(login('user-report', 'shop')).rejects.toThrow('password authentication failed');
    expect(
      await server.query("SELECT rolcanlogin, rolpassword IS NULL FROM pg_authid WHERE rolname = 'user-report'"),
    ).toBe('f|t');
  });

  test('one that comes back has its rights again', async () => {
    await roles({ databases, clients });
    expect(await answers(await login('user-report', 'shop'), look)).toEqual(done(look));
    expect(await answers(await login('user-admin', 'shop'), ['CREATE TABLE again ()'])).toEqual(['done']);
  });
});

test('on a server with data: takes over owner, tables of anybody and all schemas, and keeps the rows', async () => {
  await server.query("CREATE ROLE old LOGIN SUPERUSER PASSWORD 'old'");
  await server.createDatabase('grown');
  await server.query(
    "CREATE TABLE orders (id bigserial PRIMARY KEY, note text); INSERT INTO orders (note) VALUES ('kept'); CREATE SCHEMA more; CREATE VIEW more.notes AS SELECT note FROM orders",
    { database: 'grown' },
  );
  const access: Access = {
    databases: [['grown', 'old']],
    clients: [
      ['user-web', 'grown', 'write'],
      ['user-report', 'grown', 'read'],
    ],
  };
  expect(await roles(access)).toMatchObject({ code: 0, stderr: '' });
  const report = await login('user-report', 'grown');
  expect((await report.query('SELECT note FROM more.notes')).rows).toEqual([{ note: 'kept' }]);
  expect(await answers(await login('user-web', 'grown'), change)).toEqual(done(change));
  const old = await login('old', 'grown');
  expect(await answers(old, ['CREATE TABLE later ()', 'CREATE ROLE mine'])).toEqual([
    'done',
    'permission denied to create role',
  ]);
  expect(await answers(report, ['SELECT * FROM later'])).toEqual(['done']);
});

test('leaves roles, rights and databases of others alone', async () => {
  await server.query('CREATE ROLE "user-of-others" LOGIN PASSWORD \'theirs\'; CREATE ROLE watch NOLOGIN');
  await server.createDatabase('theirs');
  await roles({ databases: [['ours', 'ours']], clients: [['user-watched', 'ours', 'read']] });
  await server.query('GRANT watch TO "user-watched"; GRANT CONNECT ON DATABASE ours TO "user-of-others"');
  expect(
    (await roles({ databases: [['ours', 'ours']], clients: [['user-watched', 'ours', 'write']] })).stdout,
  ).not.toContain('of-others');
  const theirs = await login('user-of-others', 'theirs', 'theirs');
  expect(await answers(theirs, ['SELECT 1'])).toEqual(['done']);
  await login('user-of-others', 'ours', 'theirs');
  const memberships =
    'SELECT roleid::regrole FROM pg_auth_members WHERE member = \'"user-watched"\'::regrole ORDER BY 1';
  expect((await server.query(memberships)).split('\n').sort()).toEqual(['"write-ours"', 'watch']);
});

describe('passwords', () => {
  const access: Access = { databases: [['safe', 'keeper']], clients: [['user-odd', 'safe', 'read']] };

  test('are applied at each run: an old one is refused after its Secret has changed', async () => {
    await roles(access);
    await login('user-odd', 'safe');
    await login('keeper', 'safe');
    await roles(access, { passwords: { 'user-odd': 'changed', keeper: 'changed too' } });
    await login('user-odd', 'safe', 'changed');
    await login('keeper', 'safe', 'changed too');
    for (const user of ['user-odd', 'keeper']) {
      await expect(login(user, 'safe')).rejects.toThrow('password authentication failed');
    }
  });

  test('never reach the server, nor its log, nor what the Job prints', async () => {
    const { stdout, stderr } = await roles(access, {
      passwords: { 'user-odd': 'unheard-of-1', keeper: 'unheard-of-2' },
    });
    expect(stdout + stderr + server.log).not.toContain('unheard-of');
    expect(server.log).not.toContain('SCRAM-SHA-256$');
    expect(
      await server.query("SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = 'user-odd'"),
    ).toBe('t');
  });

  test.each([
    ['an empty one', '', /^roles: no password of user-odd: .*\/passwords\/user-odd is empty or missing$/m],
    [
      'one of two lines',
      'one\ntwo',
      /^roles: the password of user-odd has a line break or another control character$/m,
    ],
  ])('are refused before anything is done: %s', async (_title, password, message) => {
    const outcome = await roles(
      { databases: [['never', 'never']], clients: [['user-odd', 'never', 'read']] },
      { passwords: { 'user-odd': password } },
    );
    expect(outcome).toMatchObject({ code: 64, stdout: '' });
    expect(outcome.stderr).toMatch(message);
    expect(await server.query("SELECT count(*) FROM pg_roles WHERE rolname = 'never'")).toBe('0');
  });
});

test('many at once: all end well', async () => {
  const clients = Array.from({ length: 12 }, (_, n) => [`user-web-${n}`, 'twice', 'write'] as const);
  const runs = Array.from({ length: 6 }, () => roles({ databases: [['twice', 'twice']], clients }));
  expect((await Promise.all(runs)).map(({ code, stderr }) => ({ code, stderr }))).toEqual(
    runs.map(() => ({ code: 0, stderr: '' })),
  );
});

test('a statement that fails ends it with the words of the server', async () => {
  const outcome = await roles({ databases: [['mine', 'postgres']] });
  expect(outcome.code).toBe(3);
  expect(outcome.stderr).toContain('ERROR:  permission denied to alter role');
});

test('waits a bounded time for the server', async () => {
  const [port] = await freePorts(1);
  const outcome = await roles({ databases: [['shop', 'shop']] }, { env: { PGPORT: String(port), WAIT_SECONDS: '1' } });
  expect(outcome.code).toBe(75);
  expect(outcome.stderr).toMatch(/^roles: the server did not come within 1 s: .*Connection refused/);
});
