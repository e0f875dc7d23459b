import { type Application, Duration, type IQueue, QueueWorker, type Resources } from 'cdk8s-tiers';

export function settle(app: Application, resources: Resources, orders: IQueue): void {
  new QueueWorker(app, 'invoices', {
    image: 'registry.example.com/shop/invoices:1.0.0',
    consumes: orders,
    settledBy: 'program',
    attemptDeadline: Duration.minutes(5),
    scaling: { maxWorkers: 10 },
    resources,
  });
}
