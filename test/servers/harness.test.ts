import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { PostgresServer, PrometheusServer, promtool, RabbitMqServer } from './support';

test('PostgreSQL starts, answers over socket and TCP, and refuses a wrong password over TCP', async () => {
  const server = await PostgresServer.start();
  try {
    expect(await server.query('SELECT 6 * 7')).toBe('42');
    const client = await server.client();
    expect((await client.query('SELECT 6 * 7 AS answer')).rows).toEqual([{ answer: 42 }]);
    await expect(server.client({ password: 'wrong' })).rejects.toThrow(/password authentication failed/);
  } finally {
    await server.stop();
  }
});

test('RabbitMQ starts with given definitions and settings', async () => {
  const server = await RabbitMqServer.start({
    definitions: {
      vhosts: [{ name: 'one' }],
      users: [{ name: 'worker', password: 'secret', tags: [] }],
      permissions: [{ user: 'worker', vhost: 'one', configure: '', write: '.*', read: '.*' }],
      queues: [
        { vhost: 'one', name: 'work', durable: true, auto_delete: false, arguments: { 'x-queue-type': 'quorum' } },
      ],
    },
    config: 'listeners.tcp.default = 5672\nheartbeat = 7',
  });
  try {
    expect((await server.api('vhosts')).map((row) => row.name)).toEqual(['one']);
    expect((await server.api('queues')).map((row) => row.name)).toEqual(['work']);
    expect((await server.api('users')).map((row) => row.name).sort()).toEqual([RabbitMqServer.ADMINISTRATOR, 'worker']);
    const metrics = await fetch(`http://127.0.0.1:${server.ports.prometheus}/metrics`);
    expect(await metrics.text()).toContain('rabbitmq_identity_info');
  } finally {
    await server.stop();
  }
});

test('a broken definitions file stops the boot, and the failure shows the log', async () => {
  const start = RabbitMqServer.start({ definitions: { vhosts: [{ name: '/' }], queues: [{ name: 'no vhost' }] } });
  await expect(start).rejects.toThrow(/rabbitmq ended with .*its log ends/s);
});

test('Prometheus starts with a configuration and its files; promtool judges both kinds', async () => {
  const files = {
    'prometheus.yml': 'global: { scrape_interval: 1s }\nrule_files: [rules/*.yml]\n',
    'rules/one.yml': 'groups: [{ name: one, rules: [{ alert: Always, expr: vector(1) }] }]\n',
  };
  const server = await PrometheusServer.start({ configFile: 'prometheus.yml', files });
  try {
    const { groups } = await server.api<{ groups: { name: string }[] }>('rules');
    expect(groups.map((group) => group.name)).toEqual(['one']);
  } finally {
    await server.stop();
  }
  expect(await promtool(['check', 'config', 'prometheus.yml'], files)).toMatchObject({ code: 0 });
  const broken = {
    ...files,
    'rules/one.yml': 'groups: [{ name: one, rules: [{ alert: Always, expr: "vector(" }] }]\n',
  };
  expect(await promtool(['check', 'rules', 'rules/one.yml'], broken)).toMatchObject({ code: 1 });
});

test('without the servers a run fails and names the way to get them; it skips nothing', () => {
  const jest = [
    resolve(__dirname, '../../node_modules/jest/bin/jest.js'),
    '--config',
    resolve(__dirname, 'jest.config.js'),
  ];
  const env = { ...process.env, CDK8S_TIERS_SERVERS: '/nonexistent' };
  const outcome = spawnSync(process.execPath, [...jest, 'schema'], { env, encoding: 'utf8' });
  expect(outcome.status).toBe(1);
  expect(outcome.stderr).toContain('the servers of the tests are not in /nonexistent; run test/servers/install');
});
