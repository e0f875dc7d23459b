import {
  Application,
  BackgroundService,
  CronTask,
  Duration,
  Probe,
  QueueWorker,
  ScaleOn,
  type System,
} from 'cdk8s-tiers';
import type { Data } from './data';
import { programsOf } from './programs';
import type { Settings } from './settings';

/** What works where nobody waits: on orders, on pictures, at night. */
export function addJobs(system: System, data: Data, settings: Settings) {
  const app = new Application(system, 'market-jobs', { namespace: 'market' });
  const program = programsOf(data, settings);

  // An invoice is a page until the sidecar has printed it; it is there before the first one.
  const printer = { ...program('printer'), name: 'printer', ports: [{ name: 'pages', port: 3000 }] };
  const invoices = new BackgroundService(app, 'invoices', {
    ...program('invoices'),
    env: { PRINTER_URL: 'http://localhost:3000' },
    sidecars: [{ ...printer, startup: Probe.http('/health') }],
  });
  invoices.consumeFrom(data.toInvoice);

  const parcels = new BackgroundService(app, 'parcels', {
    ...program('parcels'),
    autoscaling: { min: 0, max: 5, on: [ScaleOn.queue(data.toPack, { messages: 20 })] },
  });
  parcels.consumeFrom(data.toPack);
  parcels.connectTo(data.warehouse);

  const thumbnails = new QueueWorker(app, 'thumbnails', {
    ...program('thumbnails'),
    consumes: data.pictures,
    attemptDeadline: Duration.minutes(2),
    scaling: { maxWorkers: 4 },
  });
  thumbnails.connectTo(data.opinions, { rights: 'write' });

  const prices = new CronTask(app, 'prices', {
    ...program('prices'),
    schedule: '30 4 * * *',
    timeZone: 'Europe/Rome',
  });
  prices.connectTo(data.database, { rights: 'write' });
  prices.connectTo(data.warehouse);
}
