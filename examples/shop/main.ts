import * as tiers from 'cdk8s-tiers';
import { main } from 'cdk8s-tiers/cli';

const { Cpu, Duration, Size } = tiers;
const resources = { cpu: Cpu.millis(100), memory: Size.mebibytes(256) };

const shop = tiers.defineSystem({
  name: 'shop',
  settings: tiers.z.strictObject({ web: tiers.imageReference(), invoices: tiers.imageReference() }),
  build: (root, images) => {
    const system = new tiers.System(root, 'shop');
    const data = new tiers.Application(system, 'shop-data', { namespace: 'shop' });
    const database = new tiers.Postgres(data, 'database', { database: 'shop', storage: Size.gibibytes(5), resources });
    const broker = new tiers.RabbitMq(data, 'broker', { storage: Size.gibibytes(2), resources });
    const orders = broker.addQueue('orders');

    const app = new tiers.Application(system, 'shop-app', { namespace: 'shop' });
    const exposure = { nodePort: 30080, host: '' };
    const web = new tiers.WebService(app, 'web', { image: images.web, port: 8080, exposure, resources });
    web.connectTo(database);
    web.publishTo(orders);

    const [attemptDeadline, scaling] = [Duration.minutes(5), { maxWorkers: 10 }];
    const work = { image: images.invoices, consumes: orders, attemptDeadline, scaling, resources };
    new tiers.QueueWorker(app, 'invoices', work).connectTo(database);
    return system;
  },
});

void main({ systems: [shop] });
