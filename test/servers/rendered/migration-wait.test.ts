import { setTimeout as sleep } from 'node:timers/promises';
import { Size } from 'cdk8s';
import { Cpu } from '../../../src/kubernetes';
import { indexOf } from '../../../src/render';
import { Postgres, WebService } from '../../../src/tiers';
import { makeSystem, small } from '../../fixtures';
import type { Outcome } from '../support';
import { RenderedDatabase } from './database';
import { Rendered, Secrets } from './manifests';
import type { Workload } from './pod';

const first = { '0001_orders.sql': 'CREATE TABLE orders (id bigserial PRIMARY KEY);\n' };
const second = { ...first, '0002_note.sql': 'ALTER TABLE orders ADD COLUMN note text;\n' };
const slow = { ...second, '0003_slow.sql': 'SELECT pg_sleep(4);\nCREATE TABLE slow ();\n' };
const broken = { ...slow, '0004_more.sql': 'ALTER TABLE no_such_table ADD COLUMN more text;\n' };
const mended = { ...slow, '0004_more.sql': 'ALTER TABLE orders ADD COLUMN more text;\n' };

/** A release of a project: a database with two clients, one of which only looks, and one that logs in as the owner. */
function release(migrations: Readonly<Record<string, string>>): Rendered {
  const test = makeSystem();
  const resources = { cpu: Cpu.millis(100), memory: Size.mebibytes(256) };
  const database = new Postgres(test.application, 'db', {
    ...{ database: 'shop', storage: Size.gibibytes(1), resources },
    migrations,
  });
  const tier = (id: string) => new WebService(test.application, id, { image: 'web:1.0', port: 80, resources: small });
  tier('web').connectTo(database, { rights: 'write' });
  tier('report').connectTo(database, { rights: 'read' });
  tier('admin').connectTo(database);
  const { environment, objects } = test.render();
  return new Rendered(environment.name, objects, indexOf([environment]).secrets);
}

describe('pods of clients', () => {
  const releases = { first, second, slow, broken, mended };
  const rendered = Object.fromEntries(Object.entries(releases).map(([name, files]) => [name, release(files)]));
  const secrets = new Secrets(rendered.first!);
  let database: RenderedDatabase;
  beforeAll(async () => {
    database = await RenderedDatabase.start(rendered.first!, secrets);
  });
  afterAll(() => database?.stop());

  const migrate = (name: keyof typeof releases) => database.job('db-migration', {}, rendered[name]!);
  /** The init container of a tier, as a pod that starts now runs it, as the user of the tier's pods. */
  const wait = (name: keyof typeof releases, tier = 'web', seconds = 30): Promise<Outcome> => {
    const workload = rendered[name]!.object<Workload>('Deployment', tier);
    const env = { WAIT_SECONDS: String(seconds) };
    return database.runIn('wait-for-db', workload, { release: rendered[name]!, env, user: 10001 });
  };
  const contentOf = (name: keyof typeof releases): string => {
    const [{ env } = {}] = rendered[name]!.object<Workload>('Deployment', 'web').spec.template.spec.initContainers!;
    return env!.find((variable) => variable.name === 'CONTENT')!.value!;
  };
  const missing = (name: keyof typeof releases) =>
    `wait: content ${contentOf(name)} is not in database shop yet: its migration has not ended\n`;
  const there = (name: keyof typeof releases) => `wait: content ${contentOf(name)} is in database shop\n`;

  test('are told at once that the server refuses their login, and go on when the roles and the migration have been there', async () => {
    const waiting = wait('first');
    await sleep(1500);
    expect((await database.job('db-roles')).code).toBe(0);
    await sleep(2500);
    expect((await migrate('first')).code).toBe(0);
    expect(await waiting).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        'wait: the server refuses user-web: password authentication failed for user "user-web"\n',
        missing('first'),
        there('first'),
      ].join(''),
    });
  });

  test.each(['web', 'report', 'admin'])('pass at once where it has been there: %s', async (tier) => {
    expect(await wait('first', tier, 0)).toEqual({ code: 0, stdout: '', stderr: there('first') });
  });

  test('of a second release wait for its own migration, while those of the first still start', async () => {
    expect(await wait('second', 'web', 0)).toEqual({
      code: 75,
      stdout: '',
      stderr: `${missing('second')}wait: gave up after 0 s\n`,
    });
    expect((await wait('first', 'web', 0)).code).toBe(0);
    expect((await migrate('second')).code).toBe(0);
    expect((await wait('second', 'web', 0)).code).toBe(0);
    expect((await wait('first', 'web', 0)).code).toBe(0);
  });

  test('wait as long as a slow migration runs', async () => {
    const ended: string[] = [];
    const running = migrate('slow').finally(() => ended.push('migration'));
    const waiting = wait('slow', 'report').finally(() => ended.push('wait'));
    const [migration, waited] = await Promise.all([running, waiting]);
    expect(migration.code).toBe(0);
    expect(waited).toEqual({ code: 0, stdout: '', stderr: missing('slow') + there('slow') });
    expect(ended).toEqual(['migration', 'wait']);
  });

  test('wait for a failed migration until it is mended, and those of the releases before start meanwhile', async () => {
    const failed = await migrate('broken');
    expect(failed.code).toBe(3);
    expect(failed.stderr).toContain('relation "no_such_table" does not exist');
    expect((await wait('broken', 'web', 2)).code).toBe(75);
    const waiting = wait('mended');
    expect((await wait('slow', 'web', 0)).code).toBe(0);
    expect((await migrate('mended')).code).toBe(0);
    expect((await waiting).code).toBe(0);
    expect((await wait('broken', 'web', 0)).code).toBe(75);
  });

  test('of a release that is gone back to start, and so does its migration', async () => {
    expect((await migrate('second')).code).toBe(0);
    expect((await wait('second', 'report', 0)).code).toBe(0);
  });

  test('can read what they wait for and not write it, also after the Job of roles has run again', async () => {
    expect((await database.job('db-roles')).code).toBe(0);
    const login = (tier: string) =>
      database.client(`user-${tier}`, secrets.value(`db-user-${tier}`, 'password'), 'shop');
    for (const tier of ['web', 'report']) {
      const client = await login(tier);
      for (const table of ['schema_contents', 'schema_migrations']) {
        expect((await client.query(`SELECT * FROM ${table}`)).rowCount).toBeGreaterThan(0);
        await expect(client.query(`DELETE FROM ${table}`)).rejects.toThrow(`permission denied for table ${table}`);
      }
    }
  });

  test('wait in a loop that ends, for a server that does not answer', async () => {
    const workload = rendered.first!.object<Workload>('Deployment', 'web');
    const outcome = await database.runIn('wait-for-db', workload, { env: { PGPORT: '1', WAIT_SECONDS: '1' } });
    expect(outcome).toMatchObject({ code: 75, stdout: '' });
    expect(outcome.stderr).toMatch(/^wait: no answer of the database: psql: error: connection to server at "db\.shop/);
    expect(outcome.stderr).toMatch(/\nwait: gave up after 1 s\n$/);
  });
});
