import { Duration, Size } from 'cdk8s';
import { type DiffOptions, runDiff } from '../../../src/checks/change-safety';
import { Cpu } from '../../../src/kubernetes';
import { QueueWorker, RabbitMq, WebService } from '../../../src/tiers';
import { makeSystem, small } from '../../fixtures';
import { Folder } from '../../manifests/folder-fixture';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

interface Given {
  readonly memory?: number;
  readonly deliveryLimit?: number;
  readonly workers?: readonly string[];
  readonly publishers?: readonly string[];
}

/** A shop with a broker, as rendered. */
function shop({ memory = 512, deliveryLimit = 20, workers = ['packer'], publishers = ['front'] }: Given = {}) {
  const test = makeSystem();
  const broker = new RabbitMq(test.application, 'broker', {
    storage: Size.gibibytes(2),
    resources: { cpu: Cpu.millis(200), memory: Size.mebibytes(memory) },
  });
  const consumes = broker.addQueue('orders', { deliveryLimit });
  for (const name of publishers) {
    new WebService(test.application, name, { image: 'web:1.0', port: 80, resources: small }).publishTo(consumes);
  }
  for (const name of workers) {
    new QueueWorker(test.application, name, {
      image: 'shop/packer:1.0',
      consumes,
      resources: small,
      attemptDeadline: Duration.minutes(5),
      scaling: { maxWorkers: 2 },
    });
  }
  return test.render().objects;
}

function diff(from: Given, to: Given, options: DiffOptions = {}): string {
  folder.write('from/all.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: shop(from) }));
  folder.write('to/all.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: shop(to) }));
  return runDiff({ directory: folder.path, from: 'from', to: 'to', verbose: true, ...options }).output;
}

describe('a change of the definitions', () => {
  test('restarts nothing, and says which Job imports it', () => {
    const told = diff({}, { deliveryLimit: 30 });
    expect(told).toContain(
      'ConfigMap shop/broker-definitions: Job shop/broker-definitions imports it while the broker runs: nothing restarts\n',
    );
    expect(told).not.toContain('WARN');
  });
});

describe('a restart of a broker', () => {
  const away = 'a single pod is away until it has restarted';
  const procedure =
    'safe: choose an hour without work, or first pause the ScaledJobs (autoscaling.keda.sh/paused: "true") in a commit of its own and wait until their Jobs have ended';

  test('names the workers whose running Jobs it ends, and who loses the connection', () => {
    const told = diff({ workers: ['packer', 'sender'] }, { workers: ['packer', 'sender'], memory: 600 });
    expect(told).toContain(
      `${away}; the running Jobs of ScaledJob shop/packer, ScaledJob shop/sender end, and their messages are begun anew, counted as failed once; Deployment shop/front loses the connection\n`,
    );
    expect(told).toContain(procedure);
    expect(told).not.toContain('Job shop/broker-definitions loses');
  });

  test.each<[string, Given, string]>([
    [
      'publishers alone',
      { workers: [], publishers: ['back', 'front'] },
      '; Deployment shop/back, Deployment shop/front lose the connection\n',
    ],
    ['nobody', { workers: [], publishers: [] }, '\n'],
  ])('that serves %s', (_, given, rest) => {
    expect(diff(given, { ...given, memory: 600 })).toContain(`${away}${rest}`);
  });

  test('is what another client costs, whose password its pod mounts: those of before are told', () => {
    const told = diff({ publishers: [] }, { publishers: ['front'] });
    expect(told).toContain(
      `${away}; the running Jobs of ScaledJob shop/packer end, and their messages are begun anew, counted as failed once\n`,
    );
  });
});
