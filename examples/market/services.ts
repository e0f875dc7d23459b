import {
  Application,
  Credential,
  HttpEndpoint,
  outside,
  Probe,
  ScaleOn,
  type System,
  WebService,
  type WebServiceProps,
} from 'cdk8s-tiers';
import type { Data } from './data';
import { programsOf } from './programs';
import type { Settings } from './settings';

/** What answers people, and each other: the shop window speaks HTTP, all behind it gRPC. */
export function addServices(system: System, data: Data, settings: Settings) {
  const app = new Application(system, 'market-app', { namespace: 'market' });
  const program = programsOf(data, settings);
  const grpc = (name: string, env: WebServiceProps['env'] = {}) =>
    new WebService(app, name, {
      ...program(name),
      env,
      ports: [{ name: 'grpc', port: 50051, protocol: 'grpc' }],
      readiness: Probe.grpc(),
      liveness: Probe.grpc(),
      replicas: settings.replicas,
    });

  const catalogue = grpc('catalogue');
  catalogue.connectTo(data.database, { rights: 'read' });

  const reviews = grpc('reviews');
  reviews.connectTo(data.opinions, { rights: 'write' });
  reviews.publishTo(data.pictures);

  const cart = grpc('cart');
  cart.connectTo(data.carts, { env: { REDIS_URL: 'url' } });
  cart.connectTo(catalogue);

  const provider = HttpEndpoint.fromUrl(app, 'provider', { url: `https://${settings.payments}/v1` });
  const keys = { key: outside('key of the payment provider') };
  const login = new Credential(app, 'provider-key', { name: 'provider-key', keys });
  const payments = grpc('payments', { PROVIDER_KEY: login.key('key') });
  payments.connectTo(provider);

  const checkout = grpc('checkout');
  for (const service of [cart, catalogue, payments]) checkout.connectTo(service);
  checkout.connectTo(data.database, { rights: 'write' });
  checkout.publishTo(data.placed);

  const web = new WebService(app, 'web', {
    ...program('web'),
    port: 8080,
    readiness: Probe.http('/ready'),
    exposure: { host: '', nodePort: 30080 },
    autoscaling: { ...settings.web, on: [ScaleOn.cpu(70)] },
  });
  for (const service of [catalogue, reviews, cart, checkout]) web.connectTo(service);
}
