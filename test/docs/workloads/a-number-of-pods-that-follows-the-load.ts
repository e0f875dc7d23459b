import { type Application, BackgroundService, type IQueue, type Resources, ScaleOn, WebService } from 'cdk8s-tiers';

export function scale(app: Application, resources: Resources, orders: IQueue): void {
  new WebService(app, 'web', {
    image: 'registry.example.com/shop/web:1.0.0',
    port: 8080,
    resources,
    autoscaling: { min: 2, max: 10, on: [ScaleOn.cpu(70)] },
  });
  const office = { timeZone: 'Europe/Rome', start: '0 8 * * mon-fri', end: '0 18 * * mon-fri', replicas: 2 };
  const mailer = new BackgroundService(app, 'mailer', {
    image: 'registry.example.com/shop/mailer:1.0.0',
    resources,
    autoscaling: { min: 0, max: 5, on: [ScaleOn.queue(orders, { messages: 50 }), ScaleOn.cron(office)] },
  });
  mailer.consumeFrom(orders);
}
