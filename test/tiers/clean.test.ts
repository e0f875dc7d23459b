import { Duration, Size } from 'cdk8s';
import { Probe } from '../../src/kubernetes';
import { ImagePullSecret } from '../../src/secrets';
import { Postgres, WebService } from '../../src/tiers';
import { small } from '../fixtures';
import { makeProject } from '../fixtures/project';

test('tiers that say all they can are right, in the eyes of every check', async () => {
  const project = makeProject({
    shop: (application) => {
      const registry = new ImagePullSecret(application, 'registry');
      const proxy = { name: 'proxy', image: 'registry.example.com/proxy:1.0', resources: small };
      const settings = {
        imagePullSecrets: [registry],
        initContainers: [{ ...proxy, name: 'prepare', command: ['prepare'], files: { '/etc/prepare.conf': 'fast' } }],
        sidecars: [{ ...proxy, shares: { '/in': '/tmp' }, liveness: Probe.exec(['alive']) }],
        nodeSelector: { 'example.com/pool': 'red' },
        tolerations: [{ key: 'example.com/pool', operator: 'Exists' as const, effect: 'NoSchedule' as const }],
        affinity: {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              {
                weight: 1,
                preference: { matchExpressions: [{ key: 'disk', operator: 'In' as const, values: ['ssd'] }] },
              },
            ],
          },
        },
        hostAliases: [{ ip: '192.0.2.1', hostnames: ['old.example.com'] }],
        podLabels: { 'example.com/team': 'red' },
        podAnnotations: { 'example.com/contact': 'red@example.com' },
        serviceAccountAnnotations: { 'example.com/role': 'reader' },
        selectorLabels: { 'app.kubernetes.io/name': 'legacy' },
      };
      const database = new Postgres(application, 'db', {
        ...settings,
        selectorLabels: { 'app.kubernetes.io/name': 'legacy-db' },
        database: 'shop',
        storage: Size.gibibytes(1),
        resources: small,
        migrations: { '0001_a.sql': 'SELECT 1;' },
      });
      const web = new WebService(application, 'web', {
        ...settings,
        image: 'registry.example.com/web:1.0',
        resources: small,
        ports: [
          { name: 'grpc', port: 50051, protocol: 'grpc' },
          { name: 'dns', port: 5353, protocol: 'udp' },
          { name: 'db', port: 3306, protocol: 'mysql', servicePort: 33060 },
        ],
        readiness: Probe.grpc({ service: 'shop.Cart' }),
        startup: Probe.http('/started', { port: 8081, headers: { 'X-Probe': 'kubelet' } }),
        startBudget: Duration.minutes(10),
        stopDelay: Duration.seconds(10),
        scratch: [{ path: '/cache', size: Size.mebibytes(16), memory: true }],
      });
      web.connectTo(database);
      const paused = new WebService(application, 'paused', {
        image: 'registry.example.com/a:1.0',
        port: 80,
        resources: small,
        replicas: 0,
        metrics: { port: 80 },
      });
      web.connectTo(paused);
    },
  });
  project.environment('local', ['shop']);
  const { code, out, err } = await project.run();
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('checks: no findings');
});
