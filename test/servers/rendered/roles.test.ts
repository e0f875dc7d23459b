import { Size } from 'cdk8s';
import { Cpu } from '../../../src/kubernetes';
import { indexOf } from '../../../src/render';
import { Postgres, WebService } from '../../../src/tiers';
import { makeSystem, small } from '../../fixtures';
import { RenderedDatabase } from './database';
import { Rendered, Secrets } from './manifests';

/** A server with two databases and two clients, rendered as a project would. */
function build(): Rendered {
  const test = makeSystem();
  const resources = { cpu: Cpu.millis(100), memory: Size.mebibytes(256) };
  const database = new Postgres(test.application, 'db', {
    database: 'shop',
    storage: Size.gibibytes(1),
    resources,
    migrations: { '0001_orders.sql': 'CREATE TABLE orders (id bigserial PRIMARY KEY);' },
  });
  const audit = database.addDatabase('audit', { migrations: { '0001_trail.sql': 'CREATE TABLE trail (id bigint);' } });
  const tier = (id: string) => new WebService(test.application, id, { image: 'web:1.0', port: 80, resources: small });
  const web = tier('web');
  web.connectTo(database, { rights: 'write' });
  web.connectTo(audit, { rights: 'read' });
  tier('report').connectTo(database, { rights: 'read' });
  const { environment, objects } = test.render();
  return new Rendered(environment.name, objects, indexOf([environment]).secrets);
}

describe('the rendered Job of roles', () => {
  const rendered = build();
  const secrets = new Secrets(rendered);
  let database: RenderedDatabase;
  beforeAll(async () => {
    database = await RenderedDatabase.start(rendered, secrets);
  });
  afterAll(() => database?.stop());

  const client = (tier: string, name: string) =>
    database.client(secrets.value(`db-user-${tier}`, 'username'), secrets.value(`db-user-${tier}`, 'password'), name);

  test('runs on the rendered server, before both migrations, and once more after them', async () => {
    const said = {
      code: 0,
      stdout:
        'database audit: owner audit\ndatabase shop: owner shop\nrole user-report: read in shop\nrole user-web: read in audit\nrole user-web: write in shop\n',
      stderr: '',
    };
    expect(await database.job('db-roles')).toEqual(said);
    expect(await database.job('db-migration')).toMatchObject({ code: 0, stderr: '' });
    expect(await database.job('db-audit-migration')).toMatchObject({ code: 0, stderr: '' });
    expect(await database.job('db-roles')).toEqual(said);
    expect(await database.query("SELECT tableowner FROM pg_tables WHERE tablename = 'trail'", 'audit')).toBe('audit');
  });

  test('lets clients log in with their Secrets, to what they were granted', async () => {
    const web = await client('web', 'shop');
    expect((await web.query('INSERT INTO orders DEFAULT VALUES RETURNING id')).rows).toEqual([{ id: '1' }]);
    await expect(web.query('DROP TABLE orders')).rejects.toThrow('must be owner of table orders');
    await expect((await client('web', 'audit')).query('DELETE FROM trail')).rejects.toThrow(
      'permission denied for table trail',
    );
    const report = await client('report', 'shop');
    expect((await report.query('SELECT * FROM orders')).rowCount).toBe(1);
    await expect(report.query('DELETE FROM orders')).rejects.toThrow('permission denied for table orders');
    await expect(client('report', 'audit')).rejects.toThrow('permission denied for database "audit"');
    await database.client('audit', secrets.value('db-owner-audit', 'password'), 'audit');
  });

  test('applies a password that has changed in its Secret', async () => {
    const old = secrets.value('db-user-web', 'password');
    secrets.set('db-user-web', 'password', 'another-password');
    expect(await database.job('db-roles')).toMatchObject({ code: 0, stderr: '' });
    await client('web', 'shop');
    await expect(database.client('user-web', old, 'shop')).rejects.toThrow('password authentication failed');
  });

  test('leaves no password in the log', () => {
    for (const name of ['db-user-web', 'db-user-report', 'db-owner', 'db-owner-audit', 'db-superuser']) {
      expect(database.log).not.toContain(secrets.value(name, 'password'));
    }
  });
});
