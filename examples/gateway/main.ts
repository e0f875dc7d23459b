import { Application, Cpu, Duration, defineSystem, KubeObject, Route, Size, System, WebService, z } from 'cdk8s-tiers';
import { main } from 'cdk8s-tiers/cli';

const resources = { cpu: Cpu.millis(100), memory: Size.mebibytes(128) };
const image = (name: string) => `registry.example.com/shop/${name}:1.0.0`;

const entrance = defineSystem({
  name: 'entrance',
  settings: z.strictObject({ gatewayClass: z.string(), certificate: z.string() }),
  build: (root, { gatewayClass, certificate }) => {
    const app = new Application(new System(root, 'entrance'), 'entrance', { namespace: 'entrance' });
    const listener = {
      name: 'https',
      hostname: `*.${root.environment.domain}`,
      port: 443,
      protocol: 'HTTPS',
      tls: { mode: 'Terminate', certificateRefs: [{ name: certificate }] },
      allowedRoutes: {
        namespaces: { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } },
      },
    };
    const gateway = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', name: 'public' };
    new KubeObject(app, 'public', gateway, () => ({ spec: { gatewayClassName: gatewayClass, listeners: [listener] } }));
  },
});

const shop = defineSystem({
  name: 'shop',
  settings: z.strictObject({}),
  build: (root) => {
    const app = new Application(new System(root, 'shop'), 'shop-app', { namespace: 'shop' });
    const orders = new WebService(app, 'orders', { image: image('orders'), port: 8080, resources });
    const web = new WebService(app, 'web', { image: image('web'), port: 8080, resources });
    web.connectTo(orders);
    new Route(app, 'front', { hosts: ['www'], paths: { '/': web, '/orders': orders }, timeout: Duration.minutes(2) });
  },
});

void main({ systems: [entrance, shop] });
