import { Size } from 'cdk8s';
import type { Application } from '../../src/system';
import {
  BackgroundService,
  CronTask,
  NodeAgent,
  OneShotJob,
  Redis,
  ScaleOn,
  StatefulService,
  WebService,
} from '../../src/tiers';
import { small } from '../fixtures';
import { makeProject } from '../fixtures/project';

const image = 'registry.example.com/shop/app:1.0.0';
const program = { image, resources: small };

/** A tier of every kind, each talking to another. */
function build(application: Application): void {
  const cache = new Redis(application, 'cache', { resources: small });
  const sessions = new Redis(application, 'sessions', { resources: small, storage: Size.gibibytes(1) });
  const search = new StatefulService(application, 'search', {
    ...program,
    ports: [
      { name: 'http', port: 9200 },
      { name: 'transport', port: 9300, protocol: 'tcp' },
    ],
    peerPorts: ['transport'],
    replicas: 2,
    storage: { path: '/var/lib/search', size: Size.gibibytes(1) },
  });
  const seed = new OneShotJob(application, 'seed', program);
  seed.connectTo(search);
  const web = new WebService(application, 'web', {
    ...program,
    port: 8080,
    autoscaling: { min: 2, max: 4, on: [ScaleOn.cpu(70)] },
  });
  seed.runBefore(web);
  for (const endpoint of [cache, sessions, search]) web.connectTo(endpoint);
  const mailer = new BackgroundService(application, 'mailer', { ...program, replicas: 2 });
  mailer.connectTo(cache);
  new CronTask(application, 'report', { ...program, schedule: '30 4 * * *' }).connectTo(web);
  new NodeAgent(application, 'logs', program).connectTo(search);
}

test.each([
  ['local', {}],
  [
    'production',
    {
      domain: 'shop.example.com',
      exposure: { type: 'Ingress', class: 'nginx', tlsIssuer: 'letsencrypt' },
      storage: { mode: 'dynamic', classes: { default: 'standard' } },
      secrets: { provider: 'external-secrets', store: { name: 'vault', keyPrefix: 'production/' } },
    },
  ],
])('tiers of every kind are rendered and checked clean in %s', async (name, environment) => {
  const project = makeProject({ shop: build });
  project.environment(name, ['shop'], environment);
  const { code, err, out } = await project.run('synth');
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('  checks: no findings\n');
});
