import {
  Application,
  BackgroundService,
  Cpu,
  defineSystem,
  Postgres,
  Redis,
  Size,
  System,
  WebService,
  z,
} from 'cdk8s-tiers';
import { main } from 'cdk8s-tiers/cli';

const resources = { cpu: Cpu.millis(100), memory: Size.mebibytes(256) };

const voting = defineSystem({
  name: 'voting',
  settings: z.strictObject({ version: z.string(), replicas: z.int().default(1) }),
  build: (root, { version, replicas }) => {
    const system = new System(root, 'voting');
    const data = new Application(system, 'voting-data', { namespace: 'voting' });
    const redis = new Redis(data, 'redis', { storage: Size.gibibytes(1), resources });
    const database = new Postgres(data, 'db', { database: 'votes', storage: Size.gibibytes(5), resources });

    const app = new Application(system, 'voting-app', { namespace: 'voting' });
    const program = (name: string) => ({ image: `registry.example.com/voting/${name}:${version}`, resources });
    const site = (name: string, nodePort: number) =>
      new WebService(app, name, { ...program(name), port: 8080, replicas, exposure: { host: name, nodePort } });
    site('vote', 31000).connectTo(redis);
    site('result', 31001).connectTo(database);

    const worker = new BackgroundService(app, 'worker', program('worker'));
    worker.connectTo(redis);
    worker.connectTo(database);
  },
});

void main({ systems: [voting] });
