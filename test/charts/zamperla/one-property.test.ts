import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { project } from '../../../charts/project';
import { runChecks } from '../../../src/checks';
import { parseEnvironment } from '../../../src/environment/reading';
import { ManifestSet } from '../../../src/manifests';
import { buildTree, environmentForms } from '../../../src/project';
import { type RenderedEnvironment, renderEnvironment } from '../../../src/render';
import { stringify } from '../../../src/yaml';
import type { Any } from './output';

const workers = ['data-sftp-downloader', 'data-postprocessor', 'data-reporter'];

const file = join(__dirname, '../../../environments/production.yaml');
const text = readFileSync(file, 'utf8');

/** The production environment with one place of its file changed. */
function rendered(from: string, to: string): RenderedEnvironment {
  if (text.split(from).length !== 2)
    throw new Error(`'${from}' stands ${text.split(from).length - 1} times in ${file}`);
  const environment = parseEnvironment('production.yaml', text.replace(from, to), environmentForms(project));
  return renderEnvironment(buildTree(project, [environment])[0]!);
}
const all = (environment: RenderedEnvironment) =>
  environment.objects.map(({ object }) => stringify(object)).join('---\n');
const before = all(rendered('maxWorkers: 20', 'maxWorkers: 20'));

/** Lines that a change takes away. */
const gone = (after: string) => {
  const kept = new Set(after.split('\n').map((line) => line.trim()));
  return [...new Set(before.split('\n').map((line) => line.trim()))].filter((line) => !kept.has(line));
};

describe('23: one property of the environment changes', () => {
  test('the most jobs of a worker', () => {
    const after = all(rendered('maxWorkers: 20', 'maxWorkers: 7'));
    expect(gone(after)).toEqual(['maxReplicaCount: 20']);
    expect(after).toContain('maxReplicaCount: 7');
  });

  test('the size of a volume', () => {
    const after = all(rendered('storage: 50Gi }\n    broker', 'storage: 80Gi }\n    broker'));
    expect(after).toContain('storage: 80Gi');
    expect(after.split('\n').length).toBe(before.split('\n').length);
  });

  test('the retention of the metrics', () => {
    const after = all(rendered('  platform: {}', '  platform: { monitoring: { prometheus: { retention: 30d } } }'));
    expect(gone(after).join()).toMatch(/15d/);
    expect(after).toMatch(/time: 30d/);
  });

  test('an image, wherever it runs', () => {
    const after = all(rendered('zamperla-fastapi/ui:1.0.0', 'zamperla-fastapi/ui:1.1.0'));
    expect(after).not.toContain('ui:1.0.0');
    expect(gone(after)).toEqual(['image: registry.example.com/zamperla-fastapi/ui:1.0.0']);
  });

  test('the image of the database, in the server, in its two Jobs, where its five clients wait, and where old files go', () => {
    const after = all(
      rendered(
        'data: registry.example.com/zamperla-fastapi/data:1.0.0',
        'data: registry.example.com/zamperla-fastapi/data:1.0.0\n      postgres: postgres:18.5',
      ),
    );
    expect(after).not.toContain('postgres:18.6');
    expect(after.match(/image: postgres:18\.5/g)).toHaveLength(9);
  });

  test('the connections that the database takes, which are counted beside what its clients may open', () => {
    const counted = (given: RenderedEnvironment) =>
      runChecks(ManifestSet.of(given.objects.map(({ object }) => object)))
        .findings.filter(({ rule }) => rule === 'postgres-connections')
        .map(({ value }) => value);
    const database = (more: string) => rendered('storage: 50Gi }\n    broker', `storage: 50Gi${more} }\n    broker`);
    expect(counted(database(''))).toEqual([]);
    const after = database(', maxConnections: 100');
    expect(gone(all(after))).toEqual(['- max_connections=200']);
    expect(counted(after)).toEqual(['142 of 97; backend 60, data-sftp-downloader-scaledjob 40, data 20']);
  });

  test('the connections of a tier, which its program is told', () => {
    const after = all(rendered('memory: 512Mi, replicas: 3 }', 'memory: 512Mi, replicas: 3, connections: 4 }'));
    expect(after).toMatch(/- name: DATABASE_CONNECTIONS\n\s+value: '4'/);
    expect(after).toContain('tiers.cdk8s.io/connections: db-service.zamperla.svc.cluster.local:5432=4');
  });

  test('the namespace, in every object, address, policy, alert and dashboard', () => {
    const after = all(rendered('  zamperla:\n    images:', '  zamperla:\n    namespace: rides\n    images:'));
    const fixed =
      /zamperla\.example\.com|zamperla-app|zamperla-data|zamperla-workers|zamperla-monitoring|zamperla-fastapi|zamperla_data|zamperla-pipeline|Zamperla|vhost=/;
    expect(after).not.toMatch(/namespace: zamperla\n/);
    expect(after).not.toMatch(/\.zamperla\.svc/);
    expect(after).not.toMatch(/namespace=\\*"zamperla/);
    expect(after).not.toMatch(/metadata\.name: zamperla\n/);
    for (const line of after.split('\n'))
      if (/\bnamespaces?\b/.test(line) && /zamperla/.test(line)) expect(line).toMatch(fixed);
    expect(after).toContain('rabbitmq-service.rides.svc.cluster.local');
  });
});

describe('what an environment says of the tiers', () => {
  const podOf = (environment: RenderedEnvironment, name: string): Any => {
    const templates = environment.objects
      .filter(({ object }) => object.metadata.name === name)
      .map(({ object }) => (object as Any).spec?.jobTargetRef?.template ?? (object as Any).spec?.template);
    return templates.find((template) => template?.spec.containers).spec;
  };
  const own = (environment: RenderedEnvironment, name: string) =>
    podOf(environment, name).containers.find(({ name: tier }: Any) => `${name}-scaledjob`.startsWith(tier));
  const workloads = ['ui', 'backend', 'data', 'db', 'rabbitmq', ...workers.map((name) => `${name}-scaledjob`)];

  test('logins, nodes and taints hold for the pods of every tier, Jobs of the database included', () => {
    const pods =
      '{ pullSecrets: [registry], nodeSelector: { pool: rides }, tolerations: [{ key: rides, operator: Exists }] }';
    const environment = rendered('  zamperla:\n    images:', `  zamperla:\n    pods: ${pods}\n    images:`);
    for (const name of [...workloads, 'db-migration', 'db-roles']) {
      expect([name, podOf(environment, name)]).toEqual([
        name,
        expect.objectContaining({
          imagePullSecrets: [{ name: 'registry' }],
          nodeSelector: { pool: 'rides' },
          tolerations: [{ key: 'rides', operator: 'Exists' }],
        }),
      ]);
    }
    expect(environment.secrets.find(({ name }) => name === 'registry')?.keys).toHaveProperty(['.dockerconfigjson']);
  });

  test("a tier's own win over those of all", () => {
    const environment = rendered(
      'ui: { cpu: 100m,',
      'pods: { nodeSelector: { pool: rides }, tolerations: [{ key: rides, operator: Exists }] }\n    ui: { nodeSelector: { pool: web }, cpu: 100m,',
    );
    expect(podOf(environment, 'ui')).toMatchObject({
      nodeSelector: { pool: 'web' },
      tolerations: [{ key: 'rides', operator: 'Exists' }],
    });
    expect(podOf(environment, 'backend').nodeSelector).toEqual({ pool: 'rides' });
  });

  test('variables reach the container, keys of Secrets as references', () => {
    const env = '{ LOG_LEVEL: info, MAIL_PASSWORD: { secret: mail, key: password } }';
    const given = rendered('ui: { cpu: 100m,', `ui: { env: ${env}, cpu: 100m,`);
    const expected = [
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'MAIL_PASSWORD', valueFrom: { secretKeyRef: { name: 'mail', key: 'password' } } },
    ];
    expect(own(given, 'ui').env).toEqual(expect.arrayContaining(expected));
    expect(given.secrets.find(({ name }) => name === 'mail')?.keys).toHaveProperty(['password']);
    const worker = rendered('maxWorkers: 4', `maxWorkers: 4\n        env: ${env}`);
    expect(own(worker, 'data-reporter-scaledjob').env).toEqual(expect.arrayContaining(expected));
  });

  test('UI, BackEnd and Data are asked by HTTP whether they serve and hang, at the path that is given, or by TCP', () => {
    const asked = (environment: RenderedEnvironment, name: string) => {
      const { readinessProbe, livenessProbe } = own(environment, name);
      return [readinessProbe, livenessProbe].map(({ httpGet, tcpSocket }) => httpGet?.path ?? tcpSocket);
    };
    const usual = rendered('maxWorkers: 20', 'maxWorkers: 20');
    expect(['ui', 'backend', 'data'].map((name) => asked(usual, name))).toEqual([
      ['/', '/'],
      ['/health', '/health'],
      ['/health', '/health'],
    ]);
    expect(asked(rendered('ui: { cpu: 100m,', 'ui: { probe: /alive, cpu: 100m,'), 'ui')).toEqual(['/alive', '/alive']);
    expect(asked(rendered('ui: { cpu: 100m,', 'ui: { probe: tcp, cpu: 100m,'), 'ui')).toEqual([
      { port: 5000 },
      { port: 5000 },
    ]);
  });

  const mountsOf = (environment: RenderedEnvironment, name: string) =>
    own(environment, name).volumeMounts.filter(({ mountPath }: Any) => mountPath === '/app/config.cfg');
  const config = /\n {4}config: \|\n(?: {6}.*\n|\n)+/.exec(text)![0];
  const readers = ['data', ...workers.map((name) => `${name}-scaledjob`)];

  test("the application's own configuration is what the file says, whole", () => {
    const environment = rendered(config, '\n    config: |\n      [own]\n      key = value\n');
    const files = environment.objects
      .map(({ object }) => object as Any)
      .find(({ metadata }) => metadata.name === 'data-config');
    expect(files.data).toEqual({ 'config.cfg': '[own]\nkey = value\n' });
    for (const name of readers) expect(mountsOf(environment, name)).toHaveLength(1);
  });

  test('a configuration from a Secret is mounted from it, and nothing of it is in the output', () => {
    const environment = rendered(config, '\n    config: { secret: own-config, key: config.cfg }\n');
    expect(all(environment)).not.toContain('name: data-config\n');
    expect(environment.secrets.find(({ name }) => name === 'own-config')?.keys).toHaveProperty(['config.cfg']);
    for (const name of readers) expect(mountsOf(environment, name)).toHaveLength(1);
  });

  test('without one the images keep theirs', () => {
    const environment = rendered(config, '\n');
    expect(all(environment)).not.toContain('config.cfg');
    for (const name of readers) expect(mountsOf(environment, name)).toEqual([]);
  });

  test('log files go after 30 days; other files stay, unless their age is said', () => {
    const cronJob = (environment: RenderedEnvironment) =>
      environment.objects.map(({ object }) => object as Any).find(({ kind }) => kind === 'CronJob');
    const said = (retention: string) =>
      rendered('files: { logs: 5Gi,', `files: { retention: { ${retention} }, logs: 5Gi,`);
    const container = (environment: RenderedEnvironment) =>
      cronJob(environment).spec.jobTemplate.spec.template.spec.containers[0];
    const logs = ['/retained/data-logs-volume-claim', '2592000'];
    expect(container(rendered('maxWorkers: 20', 'maxWorkers: 20')).args).toEqual(logs);
    const every = said("acquired: 90d, processed: 1d, storage: 365d, dryRun: true, schedule: '@daily'");
    expect(container(every).args).toEqual([
      ...logs,
      ...['/retained/data-z-acq-volume-claim', '7776000'],
      ...['/retained/data-zamperla-data-volume-claim', '86400'],
      ...['/retained/data-storage-volume-claim', '31536000'],
    ]);
    expect(container(every).env).toEqual([{ name: 'DRY_RUN', value: 'true' }]);
    expect(cronJob(every).spec.schedule).toBe('@daily');
    expect(cronJob(said('logs: never'))).toBeUndefined();
    expect(() => said('logs: sometimes')).toThrow(
      /^production\.yaml:\d+:\d+: impossible age "sometimes", allowed: never, or a whole number and a unit out of s, m, h, d, such as 30d$/,
    );
  });

  test('finished Jobs and their logs stay for a day, or as long as it says', () => {
    expect(before.match(/ttlSecondsAfterFinished: 86400/g)).toHaveLength(3);
    const after = all(rendered('    workers:\n', '    scaling: { finishedFor: 3d }\n    workers:\n'));
    expect(after.match(/ttlSecondsAfterFinished: 259200/g)).toHaveLength(3);
  });
});
