import type { RabbitMq, WebService } from 'cdk8s-tiers';

export function fanOut(broker: RabbitMq, shop: WebService, invoices: WebService, parcels: WebService): void {
  const [toInvoice, toPack] = [broker.addQueue('to-invoice'), broker.addQueue('to-pack')];
  const placed = broker.addExchange('order-placed', { type: 'fanout' }).bind(toInvoice).bind(toPack);
  shop.publishTo(placed);
  invoices.consumeFrom(toInvoice);
  parcels.consumeFrom(toPack);

  const events = broker.addExchange('events', { type: 'topic' });
  events.bind(broker.addQueue('mails'), 'orders.*').bind(broker.addQueue('archive'), '#');
  shop.publishTo(events);
}
