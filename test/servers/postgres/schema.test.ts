import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PostgresServer } from '../support';

const folder = resolve(__dirname, '../../../charts/zamperla/sql');
const initdb = readFileSync(`${folder}/initdb.sql`, 'utf8');

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
  await server.createDatabase('zamperla');
  await server.query(initdb, { database: 'zamperla' });
  await server.query(
    `INSERT INTO park (name, location, timezone) VALUES ('One', 'Vicenza', 'Europe/Rome'), ('Two', 'Wien', 'UTC');
     INSERT INTO ride (park_id, name) VALUES (1, 'Ride');
     INSERT INTO rules (park_id, ride_id, schedule) VALUES (1, 1, '0 9 * * mon');
     INSERT INTO downloader (operation_id, rule_id, items_total) VALUES ('op', 1, 3);
     INSERT INTO job_status (operation_id, job, rule_id) VALUES ('op', 'sftp-download', 1);`,
    { database: 'zamperla' },
  );
});
afterAll(() => server.stop());

test('has the eight relations', async () => {
  const tables = await server.query(
    `SELECT string_agg(table_name, ' ' ORDER BY table_name) FROM information_schema.tables WHERE table_schema = 'public'`,
    { database: 'zamperla' },
  );
  expect(tables.split(' ')).toEqual([
    ...['apscheduler_jobs', 'connection_mechanisms', 'downloader', 'job_status', 'park', 'ride', 'rules', 'settings'],
  ]);
});

test('loads again with no change', async () => {
  const before = await server.dump(['--schema-only'], { database: 'zamperla' });
  await server.query(initdb, { database: 'zamperla' });
  expect(await server.dump(['--schema-only'], { database: 'zamperla' })).toBe(before);
  expect(before).toContain('CREATE TABLE public.job_status');
});

test('loads as a whole or not at all', async () => {
  const database = await server.createDatabase('conflict');
  await server.query('CREATE VIEW job_status AS SELECT 1', { database });
  const outcome = await server.psql(initdb, { database });
  expect(outcome.code).toBe(3);
  expect(await server.query(`SELECT to_regclass('park')`, { database })).toBe('');
});

test('the first migration has the same bytes', () => {
  expect(readFileSync(`${folder}/migrations/0001_initial_schema.sql`, 'utf8')).toBe(initdb);
});

test('names no role and no password', () => {
  expect(initdb).not.toMatch(/\b(ROLE|OWNER TO|GRANT|PASSWORD)\b/i);
});

test("the job store is in APScheduler's own shape", async () => {
  const columns = await server.query(
    `SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull FROM pg_attribute a
     WHERE attrelid = 'apscheduler_jobs'::regclass AND attnum > 0 ORDER BY attnum;
     SELECT indexdef FROM pg_indexes WHERE tablename = 'apscheduler_jobs' ORDER BY indexname`,
    { database: 'zamperla' },
  );
  expect(columns.split('\n')).toEqual([
    'id|character varying(191)|t',
    'next_run_time|double precision|f',
    'job_state|bytea|t',
    'CREATE UNIQUE INDEX apscheduler_jobs_pkey ON public.apscheduler_jobs USING btree (id)',
    'CREATE INDEX ix_apscheduler_jobs_next_run_time ON public.apscheduler_jobs USING btree (next_run_time)',
  ]);
});

test('every moment is kept with its time zone', async () => {
  const types = `SELECT DISTINCT data_type FROM information_schema.columns WHERE column_name LIKE '%\\_at' AND table_schema = 'public'`;
  expect(await server.query(types, { database: 'zamperla' })).toBe('timestamp with time zone');
});

const job = (values: string) => `UPDATE job_status SET ${values} WHERE operation_id = 'op'`;

test.each([
  ['a job waits', job(`state = 'waiting'`)],
  ['a job runs', job(`state = 'running', started_at = now()`)],
  ['a job is completed', job(`state = 'completed', started_at = now(), finished_at = now()`)],
  ['a job failed before it ran', job(`state = 'failed', finished_at = now(), error = 'killed'`)],
  ['a download goes on', `UPDATE downloader SET items_done = 3`],
  ['a ride is not post-processed', `UPDATE ride SET postprocess_default = 'skip'`],
])('accepts: %s', async (_title, sql) => {
  expect(await server.psql(`BEGIN; ${sql}; ROLLBACK;`, { database: 'zamperla' })).toMatchObject({
    code: 0,
    stderr: '',
  });
});

test.each([
  ['a park without a name', `INSERT INTO park (name, location, timezone) VALUES (' ', 'x', 'UTC')`, 'park_name_check'],
  ['a time zone that is none', `UPDATE park SET timezone = 'now; drop'`, 'park_timezone_check'],
  ['two parks of a name', `INSERT INTO park (name, location, timezone) VALUES ('One', 'x', 'UTC')`, 'park_name_key'],
  ['a ride of no park', `INSERT INTO ride (park_id, name) VALUES (9, 'x')`, 'ride_park_id_fkey'],
  ['two rides of a name in a park', `INSERT INTO ride (park_id, name) VALUES (1, 'Ride')`, 'ride_park_id_name_key'],
  ['an unknown default', `UPDATE ride SET postprocess_default = 'maybe'`, 'ride_postprocess_default_check'],
  ['an unknown mechanism', `UPDATE ride SET connection_mechanism_id = 9`, 'ride_connection_mechanism_id_fkey'],
  ["a rule on another park's ride", `UPDATE rules SET park_id = 2`, 'rules_ride_id_park_id_fkey'],
  ['a schedule of four fields', `UPDATE rules SET schedule = '0 9 * *'`, 'rules_schedule_check'],
  ['a park that still has rides', `DELETE FROM park WHERE id = 1`, 'ride_park_id_fkey'],
  [
    'an unknown protocol',
    `INSERT INTO connection_mechanisms (name, protocol) VALUES ('x', 'telnet')`,
    '_protocol_check',
  ],
  [
    'a port out of range',
    `INSERT INTO connection_mechanisms (name, protocol, port) VALUES ('x', 'sftp', 0)`,
    '_port_check',
  ],
  ['more done than there is', `UPDATE downloader SET items_done = 4`, 'downloader_check'],
  ['an unknown download state', `UPDATE downloader SET state = 'lost'`, 'downloader_state_check'],
  ['an unknown job state', job(`state = 'lost'`), 'job_status_state_check'],
  ['an unknown job', job(`job = 'dance'`), 'job_status_job_check'],
  ['a running job that never started', job(`state = 'running'`), 'job_status_started'],
  ['a completed job without its end', job(`state = 'completed'`), 'job_status_finished'],
  ['a waiting job with an end', job(`finished_at = now()`), 'job_status_finished'],
  ['an error of a job that did not fail', job(`error = 'x'`), 'job_status_error'],
  [
    'an end before the start',
    job(`state = 'failed', started_at = now(), finished_at = now() - interval '1 s'`),
    'job_status_order',
  ],
  ['a job twice', `INSERT INTO job_status (operation_id, job) VALUES ('op', 'sftp-download')`, 'job_status_pkey'],
])('refuses: %s', async (_title, sql, constraint) => {
  const outcome = await server.psql(`BEGIN; ${sql}; ROLLBACK;`, { database: 'zamperla' });
  expect(outcome.code).toBe(3);
  expect(outcome.stderr).toContain(constraint);
});
