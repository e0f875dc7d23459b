import { Application, Cpu, defineSystem, GuestWorkload, Size, System, WebService, z } from 'cdk8s-tiers';
import { main } from 'cdk8s-tiers/cli';
import { reports } from './reports';

const image = 'registry.example.com/shop/web:3.1.0';
const resources = { cpu: Cpu.millis(100), memory: Size.mebibytes(128) };

const shop = defineSystem({
  name: 'shop',
  settings: z.strictObject({}),
  build: (root) => {
    const app = new Application(new System(root, 'shop'), 'shop-app', { namespace: 'shop' });
    const workload = reports(app);
    const guest = new GuestWorkload(app, 'reports-tier', { workload, tier: 'reports' });
    const web = new WebService(app, 'web', { image, port: 8080, replicas: 2, resources });
    web.connectTo(guest.endpoint({ serviceName: 'reports', port: 8080, servicePort: 80 }));
  },
});

void main({ systems: [shop] });
