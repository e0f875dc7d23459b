import { Application, Cpu, defineSystem, Size, System, WebService, z } from 'cdk8s-tiers';
import { main } from 'cdk8s-tiers/cli';
import { GrpcServer } from './grpc-server';

const resources = { cpu: Cpu.millis(100), memory: Size.mebibytes(128) };
const image = (name: string) => `registry.example.com/shop/${name}:1.0.0`;

const shop = defineSystem({
  name: 'shop',
  settings: z.strictObject({}),
  build: (root) => {
    const app = new Application(new System(root, 'shop'), 'shop-app', { namespace: 'shop' });
    const prices = new GrpcServer(app, 'prices', { image: image('prices'), resources });
    const web = new WebService(app, 'web', { image: image('web'), port: 8080, resources });
    web.connectTo(prices);
  },
});

void main({ systems: [shop] });
