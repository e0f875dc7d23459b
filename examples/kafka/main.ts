import { Application, Cpu, defineSystem, Size, System, WebService, z } from 'cdk8s-tiers';
import { main } from 'cdk8s-tiers/cli';
import { Kafka, Topic } from './kafka';

const resources = { cpu: Cpu.millis(100), memory: Size.mebibytes(128) };
const image = (name: string) => `registry.example.com/shop/${name}:1.0.0`;

const shop = defineSystem({
  name: 'shop',
  settings: z.strictObject({}),
  build: (root) => {
    const system = new System(root, 'shop');
    const data = new Application(system, 'shop-events', { namespace: 'shop-events', podSecurity: 'baseline' });
    const orders = new Topic(new Kafka(data, 'events'), 'orders', { partitions: 12, replicas: 3 });

    const app = new Application(system, 'shop-app', { namespace: 'shop' });
    const web = new WebService(app, 'web', { image: image('web'), port: 8080, resources });
    web.connectTo(orders);
    const invoices = new WebService(app, 'invoices', { image: image('invoices'), port: 8080, resources });
    invoices.connectTo(orders);
    new WebService(app, 'catalogue', { image: image('catalogue'), port: 8080, resources });
  },
});

void main({ systems: [shop] });
