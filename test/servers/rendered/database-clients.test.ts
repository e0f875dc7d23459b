import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client } from 'pg';
import { RenderedDatabase } from './database';
import { randomText, rendered, Secrets } from './manifests';
import { type PodSpec, RenderedPod, type Workload } from './pod';

type Named = Workload & { metadata: { name: string } };

const output = rendered('production');
const secrets = new Secrets(output);

/** A client's workload; that of a ScaledJob in the form of the others. */
function workloadOf(tier: string): Named {
  const found = output.all<Named>('Deployment').find(({ metadata }) => metadata.name === tier);
  if (found) return found;
  const { metadata, spec } = output.object<{ spec: { jobTargetRef: { template: { spec: PodSpec } } } }>(
    'ScaledJob',
    `${tier}-scaledjob`,
  );
  return { metadata, spec: spec.jobTargetRef };
}

/** What each tier has to do there, as the sheet of the system says it. */
const work: Readonly<Record<string, readonly string[]>> = {
  backend: [
    `INSERT INTO park (name, location, timezone) VALUES ('Two', 'Wien', 'Europe/Vienna')`,
    `UPDATE park SET location = 'Vienna' WHERE name = 'Two'`,
    `DELETE FROM park WHERE name = 'Two'`,
    `INSERT INTO settings (key, value) VALUES ('unit', 'm')`,
    'SELECT * FROM downloader JOIN job_status USING (operation_id)',
  ],
  data: [
    `INSERT INTO rules (park_id, ride_id, schedule) VALUES (1, 1, '0 9 * * mon')`,
    `INSERT INTO apscheduler_jobs (id, next_run_time, job_state) VALUES ('two', 1, '')`,
    `UPDATE apscheduler_jobs SET next_run_time = 2 WHERE id = 'one'`,
    `DELETE FROM apscheduler_jobs WHERE id = 'two'`,
    `INSERT INTO job_status (operation_id, job) VALUES ('op', 'sftp-download'), ('op', 'post-process'), ('op', 'report')`,
  ],
  'data-sftp-downloader': [
    'SELECT * FROM rules JOIN ride ON ride.id = ride_id JOIN park ON park.id = ride.park_id',
    `INSERT INTO downloader (operation_id, items_total) VALUES ('op', 3)`,
    `UPDATE downloader SET items_done = 3 WHERE operation_id = 'op'`,
    `UPDATE job_status SET state = 'completed', started_at = now(), finished_at = now() WHERE job = 'sftp-download'`,
  ],
  'data-postprocessor': [`UPDATE job_status SET state = 'running', started_at = now() WHERE job = 'post-process'`],
  'data-reporter': [`UPDATE job_status SET state = 'failed', finished_at = now(), error = 'x' WHERE job = 'report'`],
};
const tiers = Object.keys(work);

/** What none of them may, and the server's word for it. */
const forbidden: readonly (readonly [string, string])[] = [
  ['CREATE TABLE mine ()', 'permission denied for schema public'],
  ['ALTER TABLE park ADD COLUMN mine text', 'must be owner of table park'],
  ['DROP TABLE rules', 'must be owner of table rules'],
  ['TRUNCATE job_status', 'permission denied for table job_status'],
  ['DELETE FROM schema_migrations', 'permission denied for table schema_migrations'],
  [`INSERT INTO schema_contents VALUES ('any')`, 'permission denied for table schema_contents'],
  ['SET ROLE zamperla', 'permission denied to set role "zamperla"'],
  ['CREATE ROLE mine', 'permission denied to create role'],
  ['CREATE SCHEMA mine', 'permission denied for database backend'],
];

/** What `kubectl exec` runs in the pod of the database. */
function commandOfThePage(): string[] {
  const page = readFileSync(resolve(__dirname, '../../../docs/runbooks/database-passwords.md'), 'utf8');
  const [, script] = /^kubectl exec -n zamperla db-0 -- bash -c '(.+)'$/m.exec(page)!;
  return ['bash', '-c', script!];
}

const login = (tier: string, database: RenderedDatabase): Promise<Client> => {
  const pod = RenderedPod.of(output, workloadOf(tier), secrets);
  const { DATABASE_USER, DATABASE_PASSWORD, DATABASE_NAME } = pod.env(pod.container(tier));
  pod.remove();
  expect(DATABASE_USER).toBe(`user-${tier}`);
  return database.client(DATABASE_USER!, DATABASE_PASSWORD!, DATABASE_NAME);
};

describe('a database whose tables were made by the login that all tiers shared', () => {
  let database: RenderedDatabase;
  let old: Client;
  beforeAll(async () => {
    database = await RenderedDatabase.start(output, secrets);
    // As a release left it that had no Job of roles: init scripts and migration as the owner, and its pods still run.
    old = await database.client('zamperla', secrets.value('db-owner', 'password'));
    await old.query(`CREATE TABLE schema_migrations (version text PRIMARY KEY, checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now());
      INSERT INTO park (name, location, timezone) VALUES ('One', 'Vicenza', 'Europe/Rome');
      INSERT INTO ride (park_id, name) VALUES (1, 'Ride');
      INSERT INTO apscheduler_jobs (id, next_run_time, job_state) VALUES ('one', 1, '')`);
  });
  afterAll(() => database?.stop());

  test('has a role for each tier that uses it, and for no other', () => {
    const { clients } = output.files('db-roles-access');
    expect(clients).toBe(
      [...tiers]
        .sort()
        .map((tier) => `user-${tier} backend write\n`)
        .join(''),
    );
  });

  test('lets new pods start once the Jobs of roles and of the migration have run, while old ones go on', async () => {
    const wait = (tier: string) =>
      database.runIn('wait-for-db', workloadOf(tier), { user: 10001, env: { WAIT_SECONDS: '0' } });
    expect((await wait('data')).stderr).toContain('wait: the server refuses user-data: password authentication failed');
    expect(await database.job('db-roles')).toMatchObject({ code: 0, stderr: '' });
    expect(await database.migrate()).toMatchObject({ code: 0, stderr: '' });
    for (const tier of tiers) expect(await wait(tier)).toMatchObject({ code: 0 });
    expect((await old.query(`UPDATE park SET location = 'Roma'`)).rowCount).toBe(1);
    await database.client('zamperla', secrets.value('db-owner', 'password'));
  });

  test.each(tiers)('lets %s do its work, and nothing that is not its own', async (tier) => {
    const client = await login(tier, database);
    for (const sql of work[tier]!) {
      expect((await client.query(sql).catch((error: Error) => `${sql}: ${error.message}`)) as object).toMatchObject({
        rowCount: expect.any(Number),
      });
    }
    for (const [sql, refusal] of forbidden) await expect(client.query(sql)).rejects.toThrow(refusal);
  });

  test('that is given new Secrets, as in a new cluster, is opened by one command in its pod and the Job of roles', async () => {
    const before = secrets.value('db-user-data', 'password');
    for (const name of ['db-superuser', 'db-owner', ...tiers.map((tier) => `db-user-${tier}`)]) {
      secrets.set(name, 'password', randomText(32));
    }
    await database.restart();
    await expect(login('data', database)).rejects.toThrow('password authentication failed for user "user-data"');
    const refused = await database.job('db-roles', { WAIT_SECONDS: '60' });
    expect(refused).toEqual({
      code: 77,
      stdout: '',
      stderr:
        'roles: the server refuses postgres: its password is not that of the Secret, which is newer than the data; set it in the pod of the server, whose socket asks for none\n',
    });
    expect(await database.exec(commandOfThePage())).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await database.job('db-roles')).toMatchObject({ code: 0, stderr: '' });
    for (const tier of tiers) await login(tier, database);
    await database.client('zamperla', secrets.value('db-owner', 'password'));
    await expect(database.client('user-data', before)).rejects.toThrow('password authentication failed');
    expect(database.log).not.toContain(secrets.value('db-superuser', 'password'));
  });
});
