import { ApiObject, Duration, JsonPatch, Size } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { priorities } from '../../src/kubernetes';
import { Credential, generated } from '../../src/secrets';
import {
  BackgroundService,
  CronTask,
  Migration,
  NodeAgent,
  OneShotJob,
  Postgres,
  QueueWorker,
  RabbitMq,
  Redis,
  ScaleOn,
  SharedClaim,
  StatefulService,
  WebService,
} from '../../src/tiers';
import { makeProduction, makeSystem, small } from '../fixtures';

/** Each thing that a chart is composed of, and the object that cdk8s finds for it. */
function parts() {
  const test = makeSystem(makeProduction());
  const { application } = test;
  const broker = new RabbitMq(application, 'broker', {
    storage: Size.gibibytes(1),
    resources: { ...small, memory: Size.mebibytes(256) },
  });
  const database = new Postgres(application, 'db', { database: 'shop', storage: Size.gibibytes(1), resources: small });
  const worker = new QueueWorker(application, 'worker', {
    image: 'worker:1.0',
    consumes: broker.addQueue('orders'),
    priority: priorities.low,
    resources: small,
    attemptDeadline: Duration.minutes(5),
    scaling: { maxWorkers: 3 },
  });
  const claim = new SharedClaim(application, 'files', { size: Size.gibibytes(1) });
  worker.mountShared(claim, '/files');
  const migration = new Migration(application, 'schema', {
    image: 'postgres:18.1',
    database,
    files: { '0001_a.sql': '' },
  });
  const web = new WebService(application, 'web', { image: 'web:1.0', port: 80, resources: small });
  const program = { image: 'program:1.0', resources: small };
  const scaled = new BackgroundService(application, 'clock', {
    ...program,
    autoscaling: { max: 2, on: [ScaleOn.cpu(70)] },
  });
  const key = new Credential(application, 'key', { name: 'key', keys: { key: generated() } });
  const all: [IConstruct, string][] = [
    [web, 'Deployment web'],
    [broker, 'StatefulSet broker'],
    [database, 'StatefulSet db'],
    [worker, 'ScaledJob worker'],
    [migration, 'Job schema'],
    [claim, 'PersistentVolumeClaim files'],
    [key, 'ExternalSecret key'],
    [scaled, 'Deployment clock'],
    [scaled.node.findChild('autoscaler'), 'HorizontalPodAutoscaler clock'],
    [new CronTask(application, 'report', { ...program, schedule: '@daily' }), 'CronJob report'],
    [new OneShotJob(application, 'seed', program), 'Job seed'],
    [new NodeAgent(application, 'logs', program), 'DaemonSet logs'],
    [new StatefulService(application, 'search', { ...program, port: 9200 }), 'StatefulSet search'],
    [new Redis(application, 'cache', { resources: small }), 'StatefulSet cache'],
  ];
  return { test, web, all };
}

test('the default child of what a chart is composed of is the object that its name stands for', () => {
  const { all } = parts();
  expect(all.map(([part]) => `${ApiObject.of(part).kind} ${ApiObject.of(part).name}`)).toEqual(
    all.map(([, object]) => object),
  );
});

test('ApiObject.of(tier) is the way to patch and label its workload', () => {
  const { test, web } = parts();
  ApiObject.of(web).addJsonPatch(JsonPatch.add('/spec/paused', true));
  ApiObject.of(web).metadata.addLabel('team', 'orders');
  expect(test.render().get('Deployment', 'web')).toMatchObject({
    metadata: { labels: { team: 'orders' } },
    spec: { paused: true },
  });
});
