import { Application, Cpu, defineSystem, ScaleOn, Size, System, WebService, z } from 'cdk8s-tiers';
import { main } from 'cdk8s-tiers/cli';

const resources = { cpu: Cpu.millis(100), memory: Size.mebibytes(128) };
const image = 'registry.example.com/shop/web:1.0.0';

const shop = defineSystem({
  name: 'shop',
  settings: z.strictObject({}),
  build: (root) => {
    const app = new Application(new System(root, 'shop'), 'shop-app', { namespace: 'shop' });
    const office = ScaleOn.cron({ timeZone: 'Europe/Rome', start: '0 8 * * 1-5', end: '0 18 * * 1-5', replicas: 4 });
    const autoscaling = { min: 2, max: 10, on: [ScaleOn.cpu(70), office] };
    const web = new WebService(app, 'web', { image, port: 8080, resources, autoscaling });
    new WebService(app, 'proxy', { image, port: 8080, resources }).connectTo(web);
  },
});

void main({ systems: [shop] });
